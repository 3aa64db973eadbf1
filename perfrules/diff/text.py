"""The comparison for a person at a terminal: what it comes to first, then the detail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perfrules.diagnostics import Language, Words
from perfrules.diff import wording
from perfrules.diff.model import Change, ClauseChange, Difference
from perfrules.diff.naming import impact_summary
from perfrules.diff.text_impact import impact_lines
from perfrules.diff.text_meaning import meaning_lines, meaning_summary
from perfrules.report.page import Colour, Page

COLOURS: dict[str, Colour] = {"added": "good", "repealed": "error", "switched_off": "error", "changed": "warning"}
LABELS = {
    "text": Words("文本", "text"),
    "meaning": Words("含义", "meaning"),
    "impact": Words("影响", "impact"),
    "years": Words("年度之间", "between years"),
    "readers": Words("读它的", "read by"),
    "moved": Words("与此有关", "parts moved"),
    "was": Words("旧版出处", "was at"),
    "now": Words("新版出处", "now at"),
}
INDENT = 4


def text_difference(difference: Difference, language: Language, page: Page | None = None) -> str:
    """The whole comparison, ending in a line feed."""
    return "".join(line.rstrip() + "\n" for line in Pages(difference, language, page or Page()).lines())


class Pages:
    """Lines of one comparison in one language. The parts below (meaning, impact) are given the same page."""

    def __init__(self, difference: Difference, language: Language, page: Page) -> None:
        self.difference = difference
        self.language: Language = language
        self.page = page
        self.beside = max(page.size(self.said(words)) for words in LABELS.values()) + 2

    def said(self, words: Words) -> str:
        return words.text(self.language)

    def either(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def lines(self) -> Iterator[str]:
        difference, page = self.difference, self.page
        yield page.rule("═")
        yield page.paint(f"{difference.old.name} → {difference.new.name}", "strong")
        for title in dict.fromkeys(filter(None, (difference.old.title, difference.new.title))):
            yield from page.wrapped(title)
        yield page.rule()
        yield from self.labelled("text", self.said(wording.NOTHING if difference.empty else wording.counts(difference)), 0)
        if difference.meaning is not None:
            yield from self.labelled("meaning", self.said(meaning_summary(difference, difference.meaning)), 0)
        if difference.impact is not None:
            yield from self.labelled("impact", self.said(impact_summary(difference.impact)), 0)
        yield ""
        yield from self.text()
        if difference.meaning is not None:
            yield from meaning_lines(self, difference.meaning)
        if difference.impact is not None:
            yield from impact_lines(self, difference.impact)

    # ── the text ──

    def head(self, words: Words) -> Iterator[str]:
        yield self.page.rule()
        yield from (self.page.paint(line, "strong") for line in self.page.wrapped(self.said(words)))
        yield ""

    def text(self) -> Iterator[str]:
        difference = self.difference
        if not difference.changes and not difference.header:
            return
        yield from self.head(LABELS["text"])
        if difference.header:
            yield self.page.paint(self.either("政策自己的几行", "the policy's own clauses"), "quiet")
            for clause in difference.header:
                yield from self.clause(clause)
            yield ""
        for number, change in enumerate(difference.changes, 1):
            yield from self.change(number, change)
            yield ""

    def change(self, number: int, change: Change) -> Iterator[str]:
        how = self.said(wording.HOW[change.how]) + " " + self.said(wording.WHAT[change.what])
        told = self.said(wording.aspects_of(change))
        head = f"{number}. {how} {change.names}" + (f"  {change.title}" if change.title else "")
        first, *rest = self.page.wrapped(head, INDENT)
        yield self.page.paint(first, COLOURS.get(change.how, "note"))
        yield from (" " * INDENT + line for line in rest)
        if told:
            yield from (" " * INDENT + line for line in self.page.wrapped(told, INDENT))
        for clause in change.clauses:
            yield from self.clause(clause)
        if change.readers:
            yield from self.labelled("readers", self.either("、", ", ").join(change.readers))
        if change.moved:
            yield from self.labelled("moved", self.either("、", ", ").join(change.moved))
        based = any(clause.aspect == "basis" for clause in change.clauses)
        for name, citation in (("was", change.was), ("now", change.now)):
            if citation is not None:
                where = replace(citation, basis=()) if based else citation
                yield from self.labelled(name, self.said(wording.cited(where)), colour="quiet")

    def clause(self, clause: ClauseChange) -> Iterator[str]:
        """Both editions of one clause, one above the other: − was, + is."""
        label = self.said(clause.label)
        for sign, text, colour in (("−", clause.old, "error"), ("+", clause.new, "good")):
            if text is not None:
                beside = INDENT + max(self.beside, self.page.size(label) + 1) + 2
                for at, line in enumerate(self.page.wrapped(self.said(text), beside)):
                    head = self.page.pad(label, beside - INDENT - 2) if at == 0 else " " * (beside - INDENT - 2)
                    mark = sign if at == 0 else " "
                    painted: Colour = "good" if colour == "good" else "error"
                    yield " " * INDENT + self.page.paint(head, "quiet") + self.page.paint(f"{mark} {line}", painted)
                label = ""

    def labelled(self, name: str, text: str, indent: int = INDENT, colour: Colour | None = None) -> Iterator[str]:
        """Text beside its label."""
        for at, line in enumerate(self.page.wrapped(text, indent + self.beside)):
            head = self.page.pad(self.said(LABELS[name]), self.beside) if at == 0 else " " * self.beside
            yield " " * indent + self.page.paint(head, "quiet") + (self.page.paint(line, colour) if colour else line)
