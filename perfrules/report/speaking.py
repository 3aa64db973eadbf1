"""What sentences are made of: formulas with names and with numbers, values, and what a side of a comparison is called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from perfrules.core import tree as core
from perfrules.diagnostics import Language, Words
from perfrules.evaluate import Batch
from perfrules.findings import Derivation
from perfrules.forms import Cell, Form, Templates
from perfrules.report.causes import Reason, sentence
from perfrules.report.labels import label, label_elsewhere, written
from perfrules.report.wording import Wording, value_text
from perfrules.values import Missing

MOST_TERMS = 20


@dataclass(frozen=True, slots=True)
class Said:
    """What decided a failure: the sentence, the cell it is about, and the values as they would be written.

    `form` is the form that `path` leads into, where it is not the one spoken of.
    """

    words: Words
    path: str | None = None
    claimed: str | None = None
    expected: str | None = None
    working: tuple[Words, ...] = ()
    remedy: Words | None = None
    form: Form | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Speaks of one form under one program, in both languages at once. `batch` knows the other forms of the run."""

    program: core.Program
    templates: Templates
    form: Form
    batch: Batch | None = None

    def at(self, path: str, form: Form | None = None) -> Words:
        """What is at a pointer; on another form, with that form."""
        if form is None or form is self.form:
            return label(self.form, path)
        return label_elsewhere(form, path)

    def cell(self, at: Derivation) -> Cell | None:
        """The cell that a value was read from."""
        return None if at.path is None else (at.form or self.form).cell(at.path)

    def cause(self, of: Reason) -> Words:
        """Why something cannot be decided, in a sentence."""
        form = self.batch.form(of.form) if self.batch is not None and of.form not in ("", self.form.id) else None
        return sentence(self.form, of, form)

    def wording(self, language: Language) -> Wording:
        return Wording(self.program, self.templates, language)

    def formula(self, node: core.Expr) -> Words:
        return Words(self.wording("zh").formula(node), self.wording("en").formula(node))

    def numbers(self, derivation: Derivation) -> Words:
        return Words(self.wording("zh").numbers(derivation), self.wording("en").numbers(derivation))

    def steps(self, derivation: Derivation) -> list[Words]:
        """The formula, the numbers put into it, and what functions inside it come to, each once."""
        zh, en = self.wording("zh"), self.wording("en")
        told = [self.formula(derivation.node), self.numbers(derivation)]
        told += [Words(*each) for each in zip(zh.worked(derivation), en.worked(derivation), strict=True)]
        return list(dict.fromkeys(told))

    def value(self, derivation: Derivation) -> Words:
        node = derivation.node
        return Words(value_text(derivation.value, node.type, "zh"), value_text(derivation.value, node.type, "en"))

    def working(self, derivation: Derivation) -> tuple[Words, ...]:
        """The formula, the numbers put into it, and what comes out; lets on the way are worked out below it."""
        return tuple(self._working(derivation, 3))

    def _working(self, derivation: Derivation, depth: int) -> Iterator[Words]:
        node = derivation.node
        if isinstance(node, core.If | core.Choose) and len(derivation.below) == 2:
            yield self.chosen(derivation)
            yield from self._read(derivation.below[0], depth)
            yield from self._working(derivation.below[1], depth)
            return
        if isinstance(node, core.LetRef) and derivation.below and depth:
            yield from self._working(derivation.below[0], depth)
            return
        if isinstance(node, core.Constant | core.Cell | core.FacetOf):
            return
        steps, value = self.steps(derivation), self.value(derivation)
        if steps[-1] != value and not isinstance(derivation.value, Missing):
            steps.append(value)
        yield Words(" = ".join(step.zh for step in steps), " = ".join(step.en for step in steps))
        yield from self._terms(derivation)
        yield from self._read(derivation, depth)

    def _read(self, derivation: Derivation, depth: int) -> Iterator[Words]:
        """The lets that a formula reads, worked out by the branch that was taken."""
        for below in _lets(derivation) if depth else ():
            taken = below.below[0] if below.below else below
            while isinstance(taken.node, core.If | core.Choose) and len(taken.below) == 2:
                taken = taken.below[1]
            inner = list(self._working(taken, 0)) if taken is not below else []
            if inner:
                name = self.formula(below.node)
                yield Words(f"{name.zh} = {inner[0].zh}", f"{name.en} = {inner[0].en}")

    def _terms(self, at: Derivation) -> Iterator[Words]:
        """Of a function over other forms: what each of them gave."""
        waiting = [at]
        while waiting:
            current = waiting.pop(0)
            if not isinstance(current.node, core.Aggregate):
                waiting += [each for each in current.below if not isinstance(each.node, core.LetRef)]
                continue
            rows = [row for row in current.below if row.of is not None and row.of is not self.form]
            if not rows or current.node.value is None:
                continue
            shown = [(f"{row.of.id} {self._row(row)}".rstrip(), self.value(row)) for row in rows[:MOST_TERMS] if row.of]
            more = len(rows) - len(shown)
            zh, en = (
                "、".join(f"{who} {value.zh}" for who, value in shown),
                ", ".join(f"{who} {value.en}" for who, value in shown),
            )
            yield Words(
                f"各表：{zh}" + (f"，另有 {more} 项" if more else ""),
                f"form by form: {en}" + (f", and {more} more" if more else ""),
            )

    def _row(self, row: Derivation) -> str:
        """A row of a group by its number; a form or a record needs none."""
        number = (row.label or "").rpartition("/")[2]
        return f"#{int(number) + 1}" if number.isdecimal() else ""

    def chosen(self, at: Derivation) -> Words:
        """Which way an `if` went, or which row of a table took the subject."""
        what, value = self.formula(at.below[0].node), self.value(at.below[0])
        if isinstance(at.node, core.If):
            numbers = self.numbers(at.below[0]) if measures(at.below[0].node) else what
            zh, en = dict.fromkeys((what.zh, numbers.zh, value.zh)), dict.fromkeys((what.en, numbers.en, value.en))
            return Words(" → ".join(zh), " → ".join(en))
        test = Words("其余", "otherwise") if at.test is None else self._test(at.test)
        return Words(f"{what.zh} = {value.zh}，落在 {test.zh}", f"{what.en} = {value.en}, in the row {test.en}")

    def _test(self, test: core.Expr) -> Words:
        """Which values a row takes: by its names, and with what they stand for."""
        names = self.formula(test)
        numbers = self.numbers(Derivation(test, False))
        return names if numbers == names else Words(f"{names.zh}（{numbers.zh}）", f"{names.en} ({numbers.en})")

    def named(self, at: Derivation) -> Words:
        """What a side of a comparison is called: the cell by its label, a formula by its names."""
        if at.path is not None and isinstance(at.node, core.Cell):
            return self.at(at.path, at.form)
        if isinstance(at.node, core.FacetOf) and at.node.facet == "text" and at.path is not None:
            return self.at(at.path, at.form)
        if isinstance(at.node, core.FacetOf) and at.path is not None:
            name = self.at(at.path, at.form)
            return Words(f"{name.zh}的{self.formula(at.node).zh.rpartition('.')[2]}", f"the {at.node.facet} of {name.en}")
        formula = self.formula(at.node)
        return Words(spaced(formula.zh), formula.en)

    def bound(self, at: Derivation) -> Words:
        value = self.value(at)
        if isinstance(at.node, core.Constant):
            return value
        name = self.named(at)
        return Words(f"{name.zh.strip()}（{value.zh}）", f"{name.en.strip()} ({value.en})")

    def claimed(self, at: Derivation) -> str | None:
        return at.text if at.text is not None else self.value(at).zh

    def as_written(self, left: Derivation, right: Derivation) -> str | None:
        """What a cell on the right says, or a number as the cell on the left would show it."""
        if right.text is not None:
            return right.text
        cell = self.cell(left) if isinstance(left.node, core.Cell) else None
        return None if cell is None or isinstance(right.value, bool) else written(right.value, cell.field, cell)


def measures(node: core.Expr) -> bool:
    """Whether it holds by what its numbers are, and not by words or by its parts."""
    return isinstance(node, core.Compare | core.In | core.Agrees)


def spaced(formula: str) -> str:
    """A formula set off from the Chinese around it, where it holds blanks itself."""
    return f" {formula} " if " " in formula else formula


At = tuple[str, Form | None]
"""A pointer, and the form it leads into, where that is not the one spoken of."""


def first_at(at: Derivation) -> At | None:
    """The first cell below a value."""
    waiting = list(at.below)
    while waiting:
        current = waiting.pop(0)
        if current.path is not None:
            return current.path, current.form
        waiting.extend(current.below)
    return None


def where(at: Derivation) -> At | None:
    """The cell that a value comes from; of a sum over rows of the form, the group they stand in."""
    waiting = [at]
    while waiting:
        current = waiting.pop(0)
        if isinstance(current.node, core.Aggregate):
            route = current.node.route
            abroad = any(step.kind == "link" for step in route.steps)
            return (f"/{route.end.part}", None) if route.end.part and not abroad else None
        if current.path is not None:
            return current.path, current.form
        waiting.extend(current.below)
    return None


def _lets(at: Derivation) -> list[Derivation]:
    """The lets that a formula reads directly, once each."""
    found: dict[str, Derivation] = {}
    waiting = list(at.below)
    while waiting:
        current = waiting.pop(0)
        if isinstance(current.node, core.LetRef):
            found.setdefault(current.node.name, current)
        elif not isinstance(current.node, core.Aggregate):
            waiting.extend(current.below)
    return list(found.values())
