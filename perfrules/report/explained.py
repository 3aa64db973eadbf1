"""Why a rule gave what it gave, as a page: what it asks, every value with its place, and what would make it pass."""

from __future__ import annotations

from collections.abc import Iterator

from perfrules.core import tree as core
from perfrules.diagnostics import Language, Words
from perfrules.evaluate import Batch, Explanation
from perfrules.findings import OUTCOMES, Derivation, Outcome
from perfrules.findings.citing import basis_text
from perfrules.findings.suspended import suspended
from perfrules.forms import Form, Templates
from perfrules.report.causes import detailed
from perfrules.report.deciding import what_decided
from perfrules.report.labels import label
from perfrules.report.make import declared, note_of
from perfrules.report.page import Colour, Page
from perfrules.report.speaking import Speaker
from perfrules.report.steps import Step, Steps
from perfrules.report.text import OUTCOME_WORDS

LABELS = {
    "when": Words("当", "when"),
    "require": Words("要求", "require"),
    "expected": Words("应得", "expected"),
    "claimed": Words("填报", "claimed"),
    "outcome": Words("结论", "outcome"),
    "remedy": Words("改法", "remedy"),
    "message": Words("说明", "message"),
    "remark": Words("附注", "remark"),
    "basis": Words("依据", "basis"),
    "rule": Words("规则", "rule"),
    "score": Words("计分", "score"),
}
NO_SUBJECT = Words("表上没有它所针对的行，所以没有结论", "the form has no rows that it is about, so there is no outcome")
COLOURS: dict[str, Colour] = {"pass": "good", "fail": "error", "undetermined": "undetermined"}


def decisive(when: Derivation) -> list[Derivation]:
    """The parts that alone make a condition false."""
    if isinstance(when.node, core.All):
        return [each for below in when.below if below.value is False for each in decisive(below)]
    return [when]


def _spans(numbers: list[int]) -> list[str]:
    """Numbers that rise, those next to one another joined: `1-3`, `7`."""
    spans: list[tuple[int, int]] = []
    for number in numbers:
        if spans and spans[-1][1] == number - 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    return [str(first) if first == last else f"{first}-{last}" for first, last in spans]


class Explained:
    """The page of one rule on one form."""

    def __init__(
        self,
        program: core.Program,
        templates: Templates,
        form: Form,
        language: Language,
        page: Page,
        batch: Batch | None = None,
    ) -> None:
        self.program = program
        self.form = form
        self.language: Language = language
        self.page = page
        self.said = Speaker(program, templates, form, batch)
        self.beside = max(page.size(self._(words)) for words in LABELS.values()) + 2

    def _(self, words: Words) -> str:
        return words.text(self.language)

    def text(self, explanations: tuple[Explanation, ...], check: core.Rule | core.Score, *, summed: bool = False) -> str:
        """The whole page; `summed`, the rows that nobody needs to look at are only counted, where there are several."""
        lines = [*self._head(check)]
        rest: dict[Outcome, list[int]] = {}
        for number, explanation in enumerate(explanations, 1):
            outcome = explanation.result.outcome
            looked_at = outcome in ("fail", "undetermined") or (outcome == "off" and number == 1)  # why, stands there once
            if looked_at or not summed or len(explanations) == 1:
                lines += ["", *self._subject(explanation)]
            else:
                rest.setdefault(outcome, []).append(number)
        if rest:
            lines += ["", *self._rest(rest, len(explanations))]
        if not explanations:
            lines += ["", *self.page.wrapped(self._(NO_SUBJECT))]
        return "".join(line + "\n" for line in lines)

    def _head(self, check: core.Rule | core.Score) -> Iterator[str]:
        page, form = self.page, self.form
        title = form.template.about.title
        name = form.cells[title].text if title else None
        yield from (page.paint(line, "strong") for line in page.wrapped("  ".join(filter(None, (form.id, name)))))
        kind = "score" if isinstance(check, core.Score) else "rule"
        yield from self._beside(kind, "  ".join(filter(None, (check.name, check.title))), 0)
        line, _ = check.source.line_and_column(check.span.start)
        edition = check.edition or self.program.name
        amended = Words("", "")
        if edition != self.program.name:
            amended = Words(f"{self.program.name}，出自 ", f"{self.program.name}, as in ")
        where = Words("政策 ", "policy ") + amended + Words(f"{edition} 第 {line} 行", f"{edition} line {line}")
        yield from self._beside(None, self._(where), 0, "quiet")
        basis = self.program.cited(check)
        yield from self._beside("basis", "\n".join(basis_text(each, self.language) for each in basis), 0)

    def _rest(self, rows: dict[Outcome, list[int]], of: int) -> list[str]:
        """The rows that are not shown, in one sentence: how many have which outcome, and their numbers."""
        each = [(OUTCOME_WORDS[outcome], len(rows[outcome]), _spans(rows[outcome])) for outcome in OUTCOMES if outcome in rows]
        count = sum(number for _, number, _ in each)
        zh = "，".join(f"{words.zh} {number}（第 {'、'.join(spans)} 行）" for words, number, spans in each)
        en = ", ".join(f"{words.en} {number} ({', '.join(spans)})" for words, number, spans in each)
        rest = ("其余 ", "the other ") if count < of else ("", "")
        told = Words(
            f"{rest[0]}{count} 行：{zh}；加 --row 看其中一行",
            f"{rest[1]}{count} row{'' if count == 1 else 's'}: {en}; --row shows one of them",
        )
        return self.page.wrapped(self._(told))

    # ── one subject ──

    def _subject(self, explanation: Explanation) -> Iterator[str]:
        page, outcome = self.page, explanation.result.outcome
        about = self._(label(self.form, explanation.result.path))
        told = self._(OUTCOME_WORDS[outcome])
        yield f"{page.paint(page.clip(about, page.width - 20), 'strong')}  {page.paint(told, COLOURS.get(outcome, 'quiet'))}"
        off = explanation.check.off
        if off is not None:
            yield from self._beside("outcome", self._(suspended(off)))
            yield from self._beside("basis", "\n".join(basis_text(each, self.language) for each in off.basis))
            return
        steps = Steps(self.said)
        if explanation.when is not None:
            parts = decisive(explanation.when) if outcome == "not_applicable" else [explanation.when]
            yield from self._steps("when", tuple(step for part in parts for step in steps.of(part)))
        if outcome != "not_applicable":
            score = isinstance(explanation.check, core.Score)
            yield from self._steps("expected" if score else "require", steps.of(explanation.requirement))
            yield from self._claimed(explanation)
        yield from self._outcome(explanation)

    def _claimed(self, explanation: Explanation) -> Iterator[str]:
        cell = explanation.claimed
        if cell is None:
            return
        name = label(self.form, cell.path)
        text = cell.text or self._(Words("空白", "blank"))
        yield from self._steps("claimed", (Step(0, Words(f"{name.zh} = {text}", f"{name.en} = {text}"), cell.place, cell.path),))

    def _outcome(self, explanation: Explanation) -> Iterator[str]:
        result = explanation.result
        if result.outcome == "fail":
            said = what_decided(self.said, explanation)
            yield from self._beside("outcome", self._(said.words).strip())
            if said.remedy is not None:
                yield from self._beside("remedy", self._(said.remedy).strip())
            yield from self._beside("remark", "\n".join(self._(words) for words in declared(explanation.declared)))
        elif result.outcome == "undetermined":
            causes = dict.fromkeys(detailed(cause) for cause in sorted(result.causes))
            yield from self._beside("outcome", "\n".join(self._(self.said.cause(each)) for each in causes))
        note = note_of(explanation.message)
        if note is not None and result.outcome == "fail":
            yield from self._beside("message", self._(note))

    # ── lines ──

    def _steps(self, name: str, steps: tuple[Step, ...]) -> Iterator[str]:
        """The steps under one label; each place at the end of its line, or on the next where it does not fit."""
        page, first = self.page, True
        for step in steps:
            indent = 2 + self.beside + 2 * step.depth
            lines = page.wrapped(self._(step.words).strip(), indent)
            place = "" if step.place is None else step.place.text(self.language)
            head = self._label(name) if first else " " * self.beside
            yield from (
                "  " + (head if at == 0 else " " * self.beside) + " " * 2 * step.depth + line
                for at, line in enumerate(lines[:-1])
            )
            begin = "  " + (head if len(lines) == 1 else " " * self.beside) + " " * 2 * step.depth
            if not place or indent + page.size(lines[-1]) + 2 + page.size(place) <= page.width:
                yield begin + lines[-1] + ("  " + page.paint(place, "quiet") if place else "")
            else:
                yield begin + lines[-1]
                yield from (" " * (indent + 2) + page.paint(line, "quiet") for line in page.wrapped(place, indent + 2))
            first = False

    def _label(self, name: str | None) -> str:
        words = "" if name is None else self._(LABELS[name])
        return self.page.paint(words, "quiet") + " " * (self.beside - self.page.size(words))

    def _beside(self, name: str | None, text: str, indent: int = 2, colour: Colour | None = None) -> Iterator[str]:
        if not text:
            return
        for at, line in enumerate(self.page.wrapped(text, indent + self.beside)):
            head = self._label(name) if at == 0 else " " * self.beside
            yield " " * indent + head + (self.page.paint(line, colour) if colour else line)
