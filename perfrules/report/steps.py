"""A derivation as the steps a reader follows: each formula with its numbers, and below it where each number stood.

Steps of arithmetic are not taken apart further: the formula with its numbers shows them. What was worked out already for the same
row is named again, not worked out again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from perfrules.core import tree as core
from perfrules.core.types import Kind
from perfrules.diagnostics import Words
from perfrules.findings import Derivation
from perfrules.report.speaking import Speaker, measures
from perfrules.source import Place
from perfrules.values import Missing

MOST_ROWS = 30
DEEPEST = 12
LONGEST = 60
AGAIN = Words("（见上）", " (see above)")
BLANK = Words("空白", "blank")


@dataclass(frozen=True, slots=True)
class Step:
    """One line, indented by `depth`; `place` and `path` are those of a cell."""

    depth: int
    words: Words
    place: Place | None = None
    path: str | None = None


class Steps:
    """The steps of one subject's derivations."""

    def __init__(self, said: Speaker) -> None:
        self.said = said
        self.known: set[tuple[str, str]] = set()

    def of(self, derivation: Derivation) -> tuple[Step, ...]:
        found = tuple(self._steps(derivation, 0, ""))
        # A value that is simply written in the rule has nothing below it, and is still an answer.
        return found or (Step(0, self.said.value(derivation)),)

    def _steps(self, at: Derivation, depth: int, row: str) -> Iterator[Step]:
        row = f"{at.of.id if at.of else ''} {at.label}" if at.label is not None else row
        match at.node:
            case core.Constant():
                return
            case core.ParamRef(name=name):
                value = self.said.value(at)
                yield self._once(("param", name), Step(depth, Words(f"{name} = {value.zh}", f"{name} = {value.en}")))
            case core.Cell() | core.FacetOf() if at.path is not None:
                yield self._once(
                    (
                        "cell",
                        f"{at.form.id if at.form else ''} {at.path} {at.node.id if isinstance(at.node, core.FacetOf) else ''}",
                    ),
                    self._cell(at, depth),
                )
            case core.LetRef(name=name):
                yield from self._let(at, name, depth, row)
            case core.Choose() if len(at.below) == 2:
                chosen, value = self.said.chosen(at), self.said.value(at)
                yield Step(depth, Words(f"{chosen.zh} → {value.zh}", f"{chosen.en} → {value.en}"))
                yield from self._below(at, depth + 1, row)
            case core.Aggregate():
                yield Step(depth, self._line(at))
                yield from self._rows(at, depth + 1)
            case _:
                yield Step(depth, self._line(at))
                yield from self._below(at, depth + 1, row)

    def _below(self, at: Derivation, depth: int, row: str) -> Iterator[Step]:
        """What a formula reads; arithmetic inside arithmetic is not a step."""
        for below in at.below if depth < DEEPEST else ():
            if isinstance(below.node, core.Arithmetic | core.Call | core.IntervalOf | core.SetOf) and _calculates(at.node):
                yield from self._below(below, depth, row)
            else:
                yield from self._steps(below, depth, row)

    def _once(self, key: tuple[str, str], step: Step) -> Step:
        if key in self.known:
            return replace(step, words=step.words + AGAIN, place=None)
        self.known.add(key)
        return step

    # ── lines ──

    def _line(self, at: Derivation) -> Words:
        """The formula, the numbers put into it where they say something, and what comes out."""
        steps, value = self.said.steps(at), self.said.value(at)
        if isinstance(at.value, Missing) or (at.node.type.kind is Kind.TRUTH and not measures(at.node)):
            steps = steps[:1]
        sign = " → " if at.node.type.kind is Kind.TRUTH or isinstance(at.value, Missing) else " = "
        told = [*steps, value]
        return Words(*(sign.join(dict.fromkeys(each)) for each in ([step.zh for step in told], [step.en for step in told])))

    def _cell(self, at: Derivation, depth: int) -> Step:
        name = self.said.at(at.path or "", at.form)
        if isinstance(at.node, core.FacetOf):
            facet, value = self.said.formula(at.node), self.said.value(at)
            name = Words(f"{name.zh}（{facet.zh.rpartition('.')[2]}）", f"{name.en} ({facet.en.rpartition('.')[2]})")
            return Step(depth, Words(f"{name.zh} = {value.zh}", f"{name.en} = {value.en}"), at.place, at.path)
        text = " ".join((at.text or "").split())
        shown = Words(text, text) if text else BLANK
        if len(text) > LONGEST:
            shown = Words(text[: LONGEST - 1] + "…", text[: LONGEST - 1] + "…")
        return Step(depth, Words(f"{name.zh} = {shown.zh}", f"{name.en} = {shown.en}"), at.place, at.path)

    def _let(self, at: Derivation, name: str, depth: int, row: str) -> Iterator[Step]:
        formula, value = self.said.formula(at.node), self.said.value(at)
        said = Words(f"{formula.zh} = {value.zh}", f"{formula.en} = {value.en}")
        first = self._once((name, f"{row} {at.form.id if at.form else ''}"), Step(depth, said))
        if first.words != said or not at.below:
            yield first
            return
        inner = list(self._steps(at.below[0], depth, row))
        if inner and not isinstance(at.below[0].node, core.Cell | core.LetRef | core.ParamRef):
            head, *rest = inner
            joint = Words(f"{formula.zh} = {head.words.zh}", f"{formula.en} = {head.words.en}")
            yield replace(head, words=joint)
            yield from rest
        else:
            yield first
            yield from (replace(step, depth=step.depth + 1) for step in inner)

    def _rows(self, at: Derivation, depth: int) -> Iterator[Step]:
        for below in at.below[:MOST_ROWS]:
            if isinstance(below.node, core.Cell):
                yield from self._steps(below, depth, "")
                continue
            name, value = self.said.at(below.label or "", below.of), self.said.value(below)
            yield Step(depth, Words(f"{name.zh}：{value.zh}", f"{name.en}: {value.en}"), below.place, below.label)
            if not isinstance(below.node, core.Aggregate):
                yield from self._below(below, depth + 1, f"{below.of.id if below.of else ''} {below.label}")
        more = len(at.below) - MOST_ROWS
        if more > 0:
            yield Step(depth, Words(f"……另有 {more} 行", f"… and {more} more rows"))


def _calculates(node: core.Expr) -> bool:
    return isinstance(node, core.Arithmetic | core.Call | core.Compare | core.IntervalOf | core.SetOf | core.Agrees | core.In)
