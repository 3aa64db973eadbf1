"""What sentences are made of: formulas with names and with numbers, values, and what a side of a comparison is called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from perfrules.core import tree as core
from perfrules.diagnostics import Language, Words
from perfrules.findings import Derivation
from perfrules.forms import Form, Templates
from perfrules.report.labels import label, written
from perfrules.report.wording import Wording, value_text
from perfrules.values import Missing


@dataclass(frozen=True, slots=True)
class Said:
    """What decided a failure: the sentence, the cell it is about, and the values as they would be written."""

    words: Words
    path: str | None = None
    claimed: str | None = None
    expected: str | None = None
    working: tuple[Words, ...] = ()
    remedy: Words | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Speaks of one form under one program, in both languages at once."""

    program: core.Program
    templates: Templates
    form: Form

    def wording(self, language: Language) -> Wording:
        return Wording(self.program, self.templates, language)

    def formula(self, node: core.Expr) -> Words:
        return Words(self.wording("zh").formula(node), self.wording("en").formula(node))

    def numbers(self, derivation: Derivation) -> Words:
        return Words(self.wording("zh").numbers(derivation), self.wording("en").numbers(derivation))

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
            yield from self._working(derivation.below[1], depth)
            return
        if isinstance(node, core.LetRef) and derivation.below and depth:
            yield from self._working(derivation.below[0], depth)
            return
        if isinstance(node, core.Constant | core.Cell | core.FacetOf):
            return
        formula, numbers, value = self.formula(node), self.numbers(derivation), self.value(derivation)
        steps = [formula] if numbers == formula else [formula, numbers]
        if steps[-1] != value and not isinstance(derivation.value, Missing):
            steps.append(value)
        yield Words(" = ".join(step.zh for step in steps), " = ".join(step.en for step in steps))
        if depth:
            for below in _lets(derivation):
                inner = list(self._working(below.below[0], 0)) if below.below else []
                if inner:
                    name = self.formula(below.node)
                    yield Words(f"{name.zh} = {inner[0].zh}", f"{name.en} = {inner[0].en}")

    def chosen(self, at: Derivation) -> Words:
        """Which way an `if` went, or which row of a table took the subject."""
        what, value = self.formula(at.below[0].node), self.value(at.below[0])
        if isinstance(at.node, core.If):
            return Words(f"{what.zh} → {value.zh}", f"{what.en} → {value.en}")
        test = Words("其余", "otherwise") if at.test is None else self.formula(at.test)
        return Words(f"{what.zh} = {value.zh}，落在 {test.zh}", f"{what.en} = {value.en}, in the row {test.en}")

    def named(self, at: Derivation) -> Words:
        """What a side of a comparison is called: the cell by its label, a formula by its names."""
        if at.path is not None and isinstance(at.node, core.Cell):
            return label(self.form, at.path)
        if isinstance(at.node, core.FacetOf) and at.node.facet == "text" and at.path is not None:
            return label(self.form, at.path)
        if isinstance(at.node, core.FacetOf) and at.path is not None:
            name = label(self.form, at.path)
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
        if not isinstance(left.node, core.Cell) or left.path is None:
            return None
        cell = self.form.cell(left.path)
        return None if cell is None or isinstance(right.value, bool) else written(right.value, cell.field, cell)


def spaced(formula: str) -> str:
    """A formula set off from the Chinese around it, where it holds blanks itself."""
    return f" {formula} " if " " in formula else formula


def first_path(at: Derivation) -> str | None:
    waiting = list(at.below)
    while waiting:
        current = waiting.pop(0)
        if current.path is not None:
            return current.path
        waiting.extend(current.below)
    return None


def where(at: Derivation) -> str | None:
    """The cell that a value comes from; of a sum over rows, the group they stand in."""
    waiting = [at]
    while waiting:
        current = waiting.pop(0)
        if isinstance(current.node, core.Aggregate):
            part = current.node.route.end.part
            return f"/{part}" if part else None
        if current.path is not None:
            return current.path
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
