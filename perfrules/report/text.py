"""The report a person reads and signs: form by form what is wrong and what could not be told, then all forms in one table.

It is quiet about what is in order. Findings are numbered within their form, so that a letter can cite them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from perfrules.diagnostics import Language, Words
from perfrules.findings import OUTCOMES, Outcome
from perfrules.findings.citing import UNVERIFIED, basis_text
from perfrules.report.lacking import HELP, lacking
from perfrules.report.model import Finding, FormReport, Report
from perfrules.report.off import off_lines
from perfrules.report.page import Colour, Column, Page, table
from perfrules.report.stopped import Entry, entries, headline, places, stopped
from perfrules.values.numbers import decimal_text
from perfrules.values.written import read_number

ORDER: tuple[Colour, ...] = ("error", "warning", "note", "undetermined")
MARKS: dict[Colour, Words] = {
    "error": Words("错误", "error"),
    "warning": Words("警告", "warning"),
    "note": Words("提示", "note"),
    "undetermined": Words("无法判断", "undetermined"),
}
OUTCOME_WORDS: dict[Outcome, Words] = {
    "pass": Words("符合", "pass"),
    "fail": Words("不符合", "fail"),
    "not_applicable": Words("不适用", "not applicable"),
    "undetermined": Words("无法判断", "undetermined"),
    "off": Words("停用", "off"),
}
HEADS: dict[Outcome, Words] = {
    "pass": Words("\n符合", "\npass"),
    "fail": Words("不\n符合", "\nfail"),
    "not_applicable": Words("不\n适用", "not\nappl."),
    "undetermined": Words("无法\n判断", "undet-\nermined"),
    "off": Words("\n停用", "\noff"),
}
LABELS = {
    "working": Words("算式", "working"),
    "place": Words("出处", "place"),
    "basis": Words("依据", "basis"),
    "note": Words("说明", "message"),
    "remark": Words("附注", "remark"),
    "rules": Words("规则", "rules"),
    "forms": Words("表", "forms"),
    "remedy": Words("改法", "remedy"),
}
INDENT = 4


def text_report(report: Report, language: Language, page: Page | None = None) -> str:
    """The whole report, ending in a line feed; nothing for a run without forms."""
    lines = _Text(report, language, page or Page()).lines()
    return "".join(line + "\n" for line in lines)


def kind(finding: Finding) -> Colour:
    """What a finding is shown as: how severe it is, or that it could not be told."""
    return "undetermined" if finding.outcome == "undetermined" else finding.severity


class _Text:
    def __init__(self, report: Report, language: Language, page: Page) -> None:
        self.report = report
        self.language: Language = language
        self.page = page
        # A label and two blanks: what stands beside it begins at one column everywhere.
        self.beside = max(page.size(self.said(words)) for words in LABELS.values()) + 2
        self.forms = _together(report.forms)
        self.lacking = [finding for finding in report.findings if finding.lacks is not None]
        self.waiting = {finding.form for finding in self.lacking}
        self.told = 0  # entries about what could not be told

    def said(self, words: Words) -> str:
        return words.text(self.language)

    def either(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def lines(self) -> Iterator[str]:
        if not self.report.forms:
            return
        found: dict[tuple[str, str], list[Finding]] = {}
        for finding in self.report.findings:
            if finding.lacks is not None:
                continue  # said once for the whole run, below
            found.setdefault((finding.form, finding.policy), []).append(finding)
        for first, *more in self.forms:
            its = [each for form in (first, *more) for each in found.get((form.id, form.policy), [])]
            policies = self.either("、", ", ").join(form.policy for form in (first, *more))
            yield from self._form(first, policies, sorted(its, key=lambda each: ORDER.index(kind(each))))
        yield from self._lacking()
        yield from self._summary()

    # ── one form ──

    def _form(self, form: FormReport, policies: str, findings: list[Finding]) -> Iterator[str]:
        page = self.page
        title = page.wrapped(f"{form.id}  {form.title}" if form.title and form.title != form.id else form.id)
        yield page.rule()
        yield from (page.paint(line, "strong") for line in title)
        totals, policy = " · ".join(self._totals(form)), f"{self.either('政策', 'policy')} {policies}"
        together = " · ".join(filter(None, (totals, policy)))
        yield from [together] if page.size(together) <= page.width else [*page.wrapped(totals), *page.wrapped(policy)]
        waits = form.id in self.waiting
        if not findings:
            found = ("没有别的发现；有的规则不能判断，见后面", "nothing else found; some rules cannot be decided, see below")
            none = ("没有发现", "nothing found")
            yield page.paint(self.either(*(found if waits else none)), "undetermined" if waits else "good")
        yield ""
        failed = [finding for finding in findings if kind(finding) != "undetermined"]
        for number, finding in enumerate(failed, 1):
            yield from self._finding(number, finding)
            yield ""
        for number, entry in enumerate(entries(findings), len(failed) + 1):
            self.told += 1
            yield from self._undecided(number, entry)
            yield ""
        if form.off:
            yield from off_lines(form, self.said(OUTCOME_WORDS["off"]), INDENT, self.page, self.language)
            yield ""

    def _totals(self, form: FormReport) -> Iterator[str]:
        if form.claimed_total is not None:
            yield f"{self.either('填报总分', 'claimed total')} {form.claimed_total}"
        audited = self._audited(form) or self.either("无法判断", "undetermined")
        if form.claimed_total is not None or form.audited_total is not None or form.audited_range is not None:
            yield f"{self.either('复核总分', 'audited total')} {audited}"
        if (difference := _difference(form)) not in ("", "0"):
            yield f"{self.either('复核减填报', 'audited less claimed')} {difference}"

    def _audited(self, form: FormReport) -> str:
        if form.audited_total is not None:
            return form.audited_total
        return "" if form.audited_range is None else self.either("～", "–").join(dict.fromkeys(form.audited_range))

    def _finding(self, number: int, finding: Finding) -> Iterator[str]:
        page, shown = self.page, kind(finding)
        mark = self.said(MARKS[shown])
        beside = page.size(mark) + 2
        first, *rest = page.wrapped("  ".join(filter(None, (finding.rule, finding.title))), INDENT + beside)
        name, blanks, title = first.partition("  ")
        yield f"{self._number(number, shown)}{page.paint(name, 'strong')}{blanks}{title}"
        yield from (" " * (INDENT + beside) + line for line in rest)
        yield from (" " * INDENT + line for line in page.wrapped(self.said(finding.message).strip(), INDENT))
        yield from self._beside("working", "\n".join(self._steps(self.said(words)) for words in finding.working))
        yield from self._beside("note", finding.note.text(self.language) if finding.note else "")
        yield from self._beside("remark", "\n".join(map(self.said, finding.remarks)))
        yield from self._beside("place", f"{finding.place.text(self.language)}  {finding.path}".rstrip())
        yield from self._beside("basis", "\n".join(basis_text(basis, self.language) for basis in finding.basis))

    def _undecided(self, number: int, entry: Entry) -> Iterator[str]:
        """The cause and where it is, then what it stops."""
        beside = self.page.size(self.said(MARKS["undetermined"])) + 2
        # The marks of the first line are taken off the text's own beginning, so that the rest may begin further left.
        first, *rest = self.page.wrapped("\u00a0" * beside + self.said(headline(entry.cause)), INDENT)
        yield self._number(number, "undetermined") + first[beside:]
        yield from (" " * INDENT + line for line in rest)
        remarks = dict.fromkeys(self.said(words) for finding in entry.findings for words in finding.remarks)
        yield from self._beside("remark", "\n".join(remarks))
        yield from self._beside(*places(entry.cause, self.language))
        for label, text in stopped(entry.cause.stops, entry.cause.spots, self.language):
            yield from self._beside(label, text)

    def _number(self, number: int, shown: Colour) -> str:
        return f"{number:>{INDENT - 2}}  {self.page.paint(self.said(MARKS[shown]), shown)}  "

    def _steps(self, working: str) -> str:
        """One line, or where that is too long a line for each step."""
        room = self.page.width - INDENT - self.beside
        return working if self.page.size(working) <= room else working.replace(" = ", "\n= ")

    def _beside(self, label: str, text: str) -> Iterator[str]:
        """The label, and the text in lines that stand under one another; nothing for no text."""
        if not text:
            return
        page, name = self.page, self.said(LABELS[label])
        for at, line in enumerate(page.wrapped(text, INDENT + self.beside)):
            head = page.paint(name, "quiet") + " " * (self.beside - page.size(name)) if at == 0 else " " * self.beside
            yield " " * INDENT + head + UNVERIFIED.sub(lambda mark: page.paint(mark[0], "warning"), line)

    # ── all forms ──

    def _lacking(self) -> Iterator[str]:
        """What the run would have to hold in full, each once, and what cannot be decided without."""
        if not self.lacking:
            return
        mark = self.page.paint(self.said(MARKS["undetermined"]), "undetermined")
        yield self.page.rule()
        yield f"{mark}  {self.either('不知下面的表在这次是否齐全', 'whether these forms are here in full is not said')}"
        yield ""
        for each in lacking(self.lacking):
            yield from (" " * INDENT + self.page.paint(line, "strong") for line in self.page.wrapped(each.statement, INDENT))
            self.told += 1
            for label, text in stopped(each.stops, (), self.language):
                yield from self._beside(label, text)
            yield from self._beside("forms", self.said(each.told))
            yield from self._beside("remedy", f"--complete '{each.statement}'")
            yield ""
        yield from self.page.wrapped(self.said(HELP))
        yield ""

    def _summary(self) -> Iterator[str]:
        yield self.page.rule("═")
        yield from table(self.page, self._columns(), [*map(self._row, self.forms), self._sums()], self._gap)
        yield ""
        yield from self.page.wrapped(self._verdict())

    @property
    def _gap(self) -> int:
        return 1 if self.page.width < 96 else 2

    def _columns(self) -> list[Column]:
        return [
            Column(self.either("表", "form"), most=24),
            Column(self.either("名称", "project"), most=self._room_for_title()),
            Column(self.either("填报\n总分", "claimed\ntotal"), right=True),
            Column(self.either("复核\n总分", "audited\ntotal"), right=True),
            Column(self.either("复核\n减填报", "differ-\nence"), right=True),
            *(Column(self.said(HEADS[outcome]), right=True) for outcome in OUTCOMES),
        ]

    def _room_for_title(self) -> int:
        """What the other columns leave."""
        size, rows = self.page.size, [self._row(each, "") for each in self.forms]
        heads = [self.said(HEADS[outcome]) for outcome in OUTCOMES]
        outcomes = sum(max(size(line) for line in head.split("\n")) for head in heads)
        others = [max([size(row[at]) for row in rows] + [7 if at else 4]) for at in (2, 3, 4)]
        taken = min(24, max(size(row[0]) for row in rows)) + sum(others) + outcomes + self._gap * 9
        return max(8, min(40, self.page.width - taken))

    def _row(self, together: list[FormReport], title: str | None = None) -> list[str]:
        form = together[0]
        counts = [str(sum(each.outcomes[outcome] for each in together)) for outcome in OUTCOMES]
        shown = form.title if title is None else title
        return [form.id, shown, form.claimed_total or "", self._audited(form), _difference(form), *counts]

    def _sums(self) -> list[str]:
        forms = len(self.forms)
        name = self.either(f"{forms} 张表", f"{forms} form{'' if forms == 1 else 's'}")
        return [self.either("合计", "total"), name, "", "", "", *(str(count) for count in self.report.outcomes.values())]

    def _verdict(self) -> str:
        counts = {shown: sum(kind(finding) == shown for finding in self.report.findings) for shown in ORDER}
        told = [f"{self.said(MARKS[shown])} {count}" for shown, count in counts.items() if count]
        if counts["undetermined"] > self.told:
            told[-1] += self.either(f"（归为 {self.told} 条）", f" (told in {self.told} entr{'y' if self.told == 1 else 'ies'})")
        total, listed = sum(counts.values()), self.either("，", ", ").join(told)
        said = self.either(f"发现共 {total} 项：{listed}。", f"{total} finding{'' if total == 1 else 's'}: {listed}.")
        said = said if told else self.either("没有发现。", "Nothing found.")
        unused = sum(problem.level == "error" for problem in self.report.problems)
        if unused:
            said += self.either(f"另有 {unused} 处输入不能用，不在表内。", f" Of what was given, {unused} could not be used.")
        return said


def _together(forms: Sequence[FormReport]) -> list[list[FormReport]]:
    """A form under its policy, and with it what policies for other templates say of it."""
    found: dict[str, list[FormReport]] = {}
    alone: list[list[FormReport]] = []
    for form in forms:
        if form.aside and form.id in found:
            found[form.id].append(form)
        else:
            found[form.id] = [form]
            alone.append(found[form.id])
    return alone


def _difference(form: FormReport) -> str:
    """Audited less claimed, with its sign; nothing when either is not one number."""
    claimed, audited = _number(form.claimed_total), _number(form.audited_total)
    if claimed is None or audited is None:
        return ""
    places = max(len((text or "").partition(".")[2]) for text in (form.claimed_total, form.audited_total))
    text = decimal_text(audited - claimed, least=places) if audited != claimed else "0"
    return f"+{text}" if audited > claimed else text


def _number(text: str | None) -> Fraction | None:
    read = None if text is None else read_number(text)
    return None if read is None else read[0]
