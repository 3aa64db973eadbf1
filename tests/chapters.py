"""Runs the reference: Markdown pages whose rules, forms, tables and values say what must come out.

What stands before a page's first section holds for all of them; within a section rules add up and a form stands until the next.
What a block is, its fence says: `rules policy` a whole file (with a name after it one that stays beside the others, for those
that amend or use it; with `on=2022-06-01` taken as on that day), `rules items` items under a header that is put before them,
`rules twin` their other spelling (made, not written), `yaml` forms, `yaml batch` what is declared of these, `eval` expressions
with their values, `diff OLD.rules NEW.rules` what is said of two of the files, `impact OLD.rules NEW.rules` what moves on the
form between them; `wrong CODE` after that, that it gives this one problem at the place between ⟪ and ⟫. A table headed 例 case
holds a form a row, one headed 规则 rule the outcomes of the form above.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import editions
import pytest
from commands import within
from naive import Others
from pages import Block, Section
from spelt_rules import TEMPLATES, Rules, is_same, said

import perfrules
from perfrules.analysis.lint import lint
from perfrules.analysis.study import Study
from perfrules.core import tree as core
from perfrules.diagnostics import Code, Diagnostic, Language
from perfrules.findings import Result
from perfrules.forms import Form, load_batch, load_forms, make_form
from perfrules.forms.template import Field
from perfrules.forms.template_file import read_templates
from perfrules.intake import read_printed
from perfrules.pipeline.expression import evaluate
from perfrules.pipeline.policies import compile_policy
from perfrules.source import Source, Span
from perfrules.syntax.words import words
from perfrules.trials.described import described
from perfrules.trials.examples import run_examples
from perfrules.values import Missing

HEADER = "政策 reference/chapter 2020\n  表样 {}\n\n"
MARKED = re.compile("⟪(.*?)⟫", re.DOTALL)
REPEATED = re.compile(r"⟦(.*?)×([0-9]+)⟧", re.DOTALL)
OUTCOME = re.compile(r"(\S+) (pass|fail|not applicable|undetermined|off)(?:（(.+?)）)?(?: → (.+))?")


class Run:
    """One section, block after block. `codes` are the problems its wrong examples gave."""

    def __init__(self, section: Section, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.section, self.folder, self.patch = section, folder, patch
        self.text = ""
        self.rules: Rules | None = None
        self.form: Form | None = None
        self.others = Others()
        self.codes: list[Code] = []

    def run(self) -> Run:
        for block in self.section.blocks:
            try:
                self._block(block)
            except AssertionError as error:
                raise AssertionError(f"{self.section.page.name}:{block.line}: {error}") from error
        return self

    def _block(self, block: Block) -> None:
        if block.kind == "table" and block.rows[0][0] == "例 case":
            self._cases(block)
        elif block.kind == "table" and block.rows[0][0] == "规则 rule":
            self._outcomes(block)
        elif block.kind == "table" and self.rules is not None:
            assert not any(map(self.rules.check, block.rows[0])), "a table of outcomes begins with `例 case` or `规则 rule`"
        elif block.kind == "fence":
            self._fence(block)

    def _fence(self, block: Block) -> None:
        name = next((word for word in block.words if "." in word), None)
        if name is not None:
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_text(block.text, encoding="utf-8")
            if block.words[:2] == ("rules", "policy"):
                self._rules(block)
        elif "wrong" in block.words or "right" in block.words:
            self._example(block)
        elif block.words[:2] in (("rules", "policy"), ("rules", "items")):
            self._rules(block)
        elif block.words[:2] == ("yaml", "batch"):
            stated = load_batch(Source.of("batch.yaml", block.text), TEMPLATES)
            assert stated.problems == (), [said(problem) for problem in stated.problems]
            held = [(each.template, dict(each.where)) for each in stated.held]
            self.others = Others(self.others.forms, held, [list(names) for names in stated.same])
        elif block.words[0] == "yaml":
            loaded = load_forms(Source.of("form.yaml", block.text), TEMPLATES)
            assert loaded.problems == (), [said(problem) for problem in loaded.problems]
            self.form = loaded.forms[0]
            self.others = Others(loaded.forms)
        elif block.words[0] == "eval":
            self._values(block)
        elif block.words[0] in ("diff", "impact"):
            self._compared(block)
        else:
            assert block.words[0] in ("text", "console") or block.words == ("rules", "twin"), (
                f"what is `{' '.join(block.words)}`?"
            )

    def _compared(self, block: Block) -> None:
        """Two editions of this section, compared: what is said in Chinese, then in English; of the form, what moves on it."""
        pytest.importorskip("z3", reason="the page shows what needs the solver")
        old, new = (self.folder / name for name in block.words[1:])
        forms = [self.form] if block.words[0] == "impact" and self.form is not None else None
        made = perfrules.diff(old, new, forms=forms)
        tell = editions.hit if forms else editions.said
        languages: tuple[Language, ...] = ("zh", "en")
        shown = "---\n".join("".join(line + "\n" for line in tell(made, language)) for language in languages)
        assert shown == block.text, shown

    def _rules(self, block: Block) -> None:
        whole = block.words[1] == "policy"
        self.text = block.text if whole else (self.text or HEADER.format("项目自评表")) + block.text
        day = next((date.fromisoformat(word.removeprefix("on=")) for word in block.words if word.startswith("on=")), None)
        self.rules = Rules.of(self.text, self.folder, day)
        for example in self.rules.written.examples:
            forms, problems = described(example, self.rules.written, TEMPLATES)
            assert problems == (), [said(problem) for problem in problems]
            self.rules.results(forms[0], Others(forms, None))
        for each in self.rules.programs:
            assert [run.example.title for run in run_examples(each) if not run.passed] == []

    # ── tables ──

    def _cases(self, block: Block) -> None:
        """A form a row: some columns are its cells, the others what a rule or a let gives on it."""
        assert self.rules is not None
        heads, *rows = block.rows
        template = TEMPLATES.get(self.rules.written.template)
        assert template is not None
        for row in rows:
            filled: dict[str, Any] = {}
            wanted = []
            for head, text in zip(heads[1:], row[1:], strict=True):
                name = head.split(" ")[0]
                if self.rules.check(name) is not None or name in self.rules.written.lets:
                    wanted.append((name, text))
                else:
                    put(filled, head, text, template)
            form = make_form(template, filled).only
            results = self.rules.results(form)
            for name, text in wanted:
                check = self.rules.check(name)
                if check is not None:
                    self._outcome(form, check, [each for each in results if each.check == name], text)
                else:
                    value, type_ = self.rules.value(form, name)
                    assert is_same(value, type_, text), f"{row[0]}: {name} is {value}, not {text}"

    def _outcome(self, form: Form, check: core.Check, results: list[Result], text: str) -> None:
        shown = OUTCOME.fullmatch(text)
        assert shown is not None, f"`{text}` is no outcome"
        zh, en, why, audited = shown.groups()
        assert words().groups["outcomes"][en] == zh
        told = {result.outcome for result in results}
        assert told == {en.replace(" ", "_")}, f"{check.name}: {told}, not {text}"
        if why is not None:
            assert {cause.why.value for result in results for cause in result.causes} == set(why.split("、")), results
        if audited is not None:
            assert isinstance(check, core.Score)
            assert len(results) == 1
            where = results[0].path if check.claimed.route.end == check.subject else ""
            value = self.rules.audited(form, where, check.claimed.field)  # type: ignore[union-attr]
            assert is_same(value, check.claimed.type, audited), f"{check.name}: audited {value}, not {audited}"

    def _outcomes(self, block: Block) -> None:
        """What the rules give on the form above, or on that of those above which is named: every subject of each rule listed."""
        assert self.rules is not None
        assert self.form is not None
        told = {form.id: self.rules.results(form, self.others) for form in self.others.forms}
        heads, *rows = block.rows
        for row in rows:
            said = dict(zip((head.split(" ")[0] for head in heads), row, strict=True))
            form = next(form for form in self.others.forms if form.id == said.get("表", self.form.id))
            results = told[form.id]
            its = [each for each in results if each.check == said["规则"]]
            number = said.get("行", "")
            its = its[int(number) - 1 : int(number)] if number else its
            check = self.rules.check(said["规则"])
            assert check is not None, f"there is no rule `{said['规则']}` here"
            assert its, f"there is no row {number}"
            self._outcome(form, check, its, said["结论"])
            if said.get("应得"):
                assert isinstance(check, core.Score)
                expected = its[0].expected
                assert expected is not None
                assert is_same(expected, check.expected.type, said["应得"]), f"{check.name} {number}: expected {expected}"
        if len(told) > 1:
            return
        listed = {row[0] for row in rows}
        assert [
            name for name in listed if sum(row[0] == name for row in rows) not in (1, sum(each.check == name for each in results))
        ] == []

    # ── values ──

    def _values(self, block: Block) -> None:
        """`expression → value`, each as `perfrules eval` works it out, then all together as lets in both spellings."""
        form = self.form if "form" in block.words else None
        text = self.text if "form" in block.words and self.text else HEADER.format("项目自评表")
        policy = Source.of("chapter.rules", text)
        lets = []
        for line in filter(str.strip, block.text.splitlines()):
            expression, shown = (part.strip() for part in line.rsplit("→", 1))
            made = evaluate(Source.of("page", expression), form, policy)
            if shown.startswith("错误 "):
                assert [problem.code.name for problem in made.problems] == [shown.split(" ")[-1]], line
                continue
            assert made.type is not None, f"{line}: {[said(problem) for problem in made.problems]}"
            assert made.value is not None
            assert is_same(made.value, made.type, shown), f"{line}: it is {made.value}"
            lets.append((expression, made.value))
        rules = Rules.of(text + "".join(f"\n定义 第{at}行 = {expression}\n" for at, (expression, _) in enumerate(lets)))
        form = form or make_form(TEMPLATES.all[1], {}).only
        for at, (expression, value) in enumerate(lets):
            again, _ = rules.value(form, f"第{at}行")
            assert again == value or (isinstance(again, Missing) and isinstance(value, Missing)), expression

    # ── what is wrong, and what is right instead ──

    def _example(self, block: Block) -> None:
        wrong = "wrong" in block.words
        plain, span = unmarked(block.text) if wrong else (block.text, Span(0, 0))
        if block.words[0] == "console":
            self._command(block, wrong)
            return
        found, shift = problems(block.words, plain, self.folder)
        if block.words[1] == "lint" and self.section.page.stem != "no-example":  # else every page would be full of examples
            found = [each for each in found if each.code.name != "no-example"]
        if not wrong:
            assert found == [], [said(problem) for problem in found]
            return
        code = next((word for word in block.words[block.words.index("wrong") + 1 :]), self.section.page.stem)
        assert len(found) == 1, [said(problem) for problem in found]
        assert found[0].code.name == code, said(found[0])
        assert found[0].at.span == span.shifted(shift), said(found[0])
        self.codes.append(found[0].code)

    def _command(self, block: Block, wrong: bool) -> None:
        for line in block.text.splitlines():
            arguments = line.removeprefix("$ perfrules ").split()
            _, told, _ = within(self.folder, [*arguments, "--language", "zh"], b"", self.patch)
            codes = re.findall(r"^(?:错误|警告|提示)\[(.+?)\]", told, re.MULTILINE)
            if wrong:
                mine = [code for code in every_code() if code.name == self.section.page.stem and [code.title.zh] == codes]
                assert mine, told
                self.codes += mine
            else:
                assert told == "", told


def put(data: dict[str, Any], head: str, text: str, template: Any) -> None:
    """Fills the cell that a heading names in both languages: `预算.预算数 budget.budgeted`."""
    cells = []
    for path in head.split(" "):
        first, _, last = path.rpartition(".")
        part = template.part(first) if first else None
        field: Field | None = (part or template).field(last)
        assert field is not None, f"there is no cell `{path}`"
        cells.append((part.name if part else None, field))
    assert len(cells) == 2, f"`{head}` is not a cell in both languages"
    assert cells[0] == cells[1], f"`{head}` are two cells"
    part_name, field = cells[0]
    if part_name is not None and template.part(part_name).many:
        data.setdefault(part_name, [{}])
    if text == "":
        return
    value = [box for box in text.removesuffix("[]").split("、") if box] if field.kind == "ticks" else text
    if part_name is None:
        data[field.name] = value
    elif template.part(part_name).many:
        data[part_name][0][field.name] = value
    else:
        data.setdefault(part_name, {})[field.name] = value


def unmarked(text: str) -> tuple[str, Span]:
    """The text without its marks, and the span between them; what stands in ⟦…×n⟧ stands there n times."""
    text = REPEATED.sub(lambda part: part[1] * int(part[2]), text)
    found = MARKED.search(text)
    if found is None:
        return text, Span(-1, -1)
    return text[: found.start()] + found[1] + text[found.end() :], Span(found.start(), found.start() + len(found[1]))


def problems(kind: tuple[str, ...], text: str, folder: Path) -> tuple[list[Diagnostic], int]:
    """Everything wrong with an example of its kind, and how far what was put before it moves it."""
    match kind[:2]:
        case ("rules", "lint"):
            header = HEADER.format("项目自评表")
            return remarks_of(Source.of("example.rules", header + text)), len(header)
        case ("rules", "policy" | "items"):
            header = HEADER.format("项目自评表") if kind[1] == "items" else ""
            file = folder / "example.rules"
            file.write_text(header + text, encoding="utf-8")
            found = compile_policy(Source.of(str(file), header + text), TEMPLATES).problems
            file.unlink()
            return list(found), len(header)
        case ("yaml", "batch"):
            return list(load_batch(Source.of("batch.yaml", text), TEMPLATES).problems), 0
        case ("yaml", "template"):
            return list(read_templates([Source.of("template.yaml", text)]).problems), 0
        case ("yaml", _):
            return list(load_forms(Source.of("form.yaml", text), TEMPLATES).problems), 0
        case ("json", _):
            return list(load_forms(Source.of("form.json", text), TEMPLATES).problems), 0
        case ("printed", _):
            return list(read_printed(Source.of("printed.txt", text.replace("⇥", "\t"))).problems), 0
    raise AssertionError(f"what is an example of `{' '.join(kind)}`?")


def remarks_of(source: Source) -> list[Diagnostic]:
    """What lint says of a policy."""
    compiled = compile_policy(source, TEMPLATES)
    assert compiled.program is not None, [said(problem) for problem in compiled.problems]
    template = TEMPLATES.get(compiled.program.template)
    assert template is not None
    pytest.importorskip("z3", reason="the page shows what needs the solver")
    return [each.problem for each in lint(Study(compiled.program, template, source, lambda *_: None, Fraction(20))).remarks]


def every_code() -> list[Code]:
    """Every kind of problem there is, found by looking into every module."""
    names = [each.name for each in pkgutil.walk_packages(perfrules.__path__, "perfrules.") if not each.name.endswith("__main__")]
    held = [vars(importlib.import_module(name)).values() for name in names]
    return list(dict.fromkeys(each for values in held for each in values if isinstance(each, Code)))
