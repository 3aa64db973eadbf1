"""Questions about every form of a space: a form where something holds, a proof that there is none, or that it is not known.

A form that is found has been tried on the ordinary evaluator (by `confirm`), and is as small as trying makes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Literal

from perfrules.diagnostics import Words
from perfrules.forms import Form, make_form
from perfrules.symbolic import solving, terms, unknowns
from perfrules.symbolic.cells import SymbolicCell
from perfrules.symbolic.shrinking import shrunk
from perfrules.symbolic.solving import Model
from perfrules.symbolic.space import Space
from perfrules.symbolic.terms import Bool, both, either, opposite
from perfrules.symbolic.verdicts import Answer, Data, Found, Nothing, Undecided
from perfrules.symbolic.writing import Writing

RAN_OUT = Words("试了给定的步数，没有得出结论", "it took all the steps it was given and came to no conclusion")
NOT_CONFIRMED = Words(
    "推算出的表，写成填报的数字再复核，结果不是推算的那样",
    "the forms it worked out, once written in figures and checked, did not show it",
)

Confirm = Callable[[Form], bool]


class Search:
    """Asks about one space. `seconds`, and `work` if given, is what one question may take, more or less."""

    def __init__(self, space: Space, seconds: Fraction = Fraction(4), work: solving.Work | None = None) -> None:
        self.space, self.seconds, self.work = space, seconds, work
        self._unknowns = unknowns.Unknowns()
        self._inside: dict[tuple[str, bool, bool], set[str]] = {}
        self._facts: dict[str, tuple[object, Bool, set[str]]] = {}

    def find(self, wanted: Bool, confirm: Confirm, free: Words | None = None, small: bool = True) -> Answer:
        """A form where `wanted` holds, made `small` if asked. `free` says why its terms may say less than the evaluator does."""
        if wanted is False:
            return Nothing()
        _, cells = self._around(wanted)
        unsure = NOT_CONFIRMED if free is None else free
        for told in self.models(wanted):
            if told is False:
                return Nothing()
            if told is None:
                unsure = RAN_OUT
            elif (found := self._tried(told, cells, confirm, small)) is not None:
                return found
        return Undecided(unsure)

    def written(self, model: Model, wanted: Bool, confirm: Confirm, small: bool = True) -> Found | None:
        """The form of a model that was found by other means; None when it is not confirmed."""
        return self._tried(model, self._around(wanted)[1], confirm, small)

    def models(self, wanted: Bool) -> Iterator[Model | Literal[False] | None]:
        """Values where it holds, ever easier to write down; False when there are none, None when that is not known."""
        domain, cells = self._around(wanted)
        told = solving.satisfied([wanted, *domain], self.seconds, self.work)
        yield told if isinstance(told, Model) else None if told is None else False
        for narrower in self._narrower(cells) if told is not False else ():
            easier = solving.satisfied([wanted, *domain, narrower], self.seconds / 2, self.work)
            if isinstance(easier, Model):
                yield easier

    def easy(self, wanted: Bool) -> Iterator[Data]:
        """Forms of plain values where it should hold, written down as they come and not tried. None need be among them."""
        domain, cells = self._around(wanted)
        paths = {cell.path for cell in cells}
        round_, plain, least = self._narrower(cells)
        for narrower in (both(self._listed(cells), least), plain, least, round_):
            told = solving.satisfied([wanted, *domain, narrower], self.seconds, self.work)
            if isinstance(told, Model):
                yield Writing(self.space, told, paths).data()

    def impossible(self, wanted: Bool) -> bool | None:
        """Whether no form of the space is such; None when that is not known. Nothing is written down."""
        told = False if wanted is False else solving.satisfied([wanted, *self._around(wanted)[0]], self.seconds, self.work)
        return None if told is None else told is False

    def around(self, wanted: Bool) -> list[Bool]:
        """What is so of every form as far as `wanted` is about it: for whoever asks much about the same cells."""
        return self._around(wanted)[0]

    def mattering(self, wanted: Bool) -> list[SymbolicCell]:
        """The cells that it is about."""
        return self._around(wanted)[1]

    def _around(self, wanted: Bool) -> tuple[list[Bool], list[SymbolicCell]]:
        """What is so of the rows and of the cells that `wanted` is about; every other cell may be blank."""
        named = self._unknowns.of(wanted)
        cells = {cell.path: cell for _, cell in self.space.cells()}
        facts: dict[str, Bool] = {}
        waiting = _about(named, cells)
        while waiting:
            path = waiting.pop()
            facts[path], inside = self._domain(cells[path])
            waiting |= {other for other in inside if other not in facts}
        return [self.space.order(), *(fact for _, fact in sorted(facts.items()))], [cells[path] for path in sorted(facts)]

    def _domain(self, cell: SymbolicCell) -> tuple[Bool, set[str]]:
        """What is so of a cell, and the cells that this is about; worked out again only when more of it has come to matter."""
        texts = self.space.texts
        asked = (cell.text_matters, cell.step_matters, len(texts.words), len(texts.patterns), texts.counted)
        known = self._facts.get(cell.path)
        if known is None or known[0] != asked:
            fact = cell.domain()
            key = (cell.path, cell.text_matters, cell.step_matters)
            if key not in self._inside:
                cells = {each.path: each for _, each in self.space.cells()}
                self._inside[key] = _about(self._unknowns.of(fact), cells)
            known = self._facts[cell.path] = (asked, fact, self._inside[key])
        return known[1], known[2]

    def _tried(self, model: Model, cells: list[SymbolicCell], confirm: Confirm, small: bool) -> Found | None:
        data = Writing(self.space, model, {cell.path for cell in cells}).data()

        def holds(candidate: Data) -> Form | None:
            loaded = make_form(self.space.template, candidate)
            form = loaded.forms[0] if loaded.forms and not loaded.problems else None
            return form if form is not None and confirm(form) else None

        if holds(data) is None:
            return None
        if small:
            data = shrunk(self.space.template, data, lambda candidate: holds(candidate) is not None)
        form = holds(data)
        assert form is not None
        return Found(form, data)

    def _narrower(self, cells: list[SymbolicCell]) -> Iterator[Bool]:
        """Fewer forms, that are easier to find and to write down: round numbers, listed texts, readable cells."""
        listed = self._listed(cells)
        numbers = [cell for cell in cells if _numbered(cell)]
        readable = both(*(opposite(cell.words) for cell in numbers))
        yield both(listed, *(terms.whole(terms.times(cell.number, Fraction(100))) for cell in numbers))
        yield both(listed, readable, *(_among(cell, (0, 1, 10, 20, 50, 80, 100)) for cell in numbers))
        yield both(readable, *(_among(cell, (0, 50, 100)) for cell in numbers))

    def _listed(self, cells: list[SymbolicCell]) -> Bool:
        return both(*(self.space.texts.listed(cell.wording) for cell in cells if cell.text_matters and _texted(cell)))


def _about(names: set[str], cells: Mapping[str, SymbolicCell]) -> set[str]:
    """The cells that unknowns of these names belong to."""
    return {path for name in names if (path := name.split(" ")[0]) in cells}


def _texted(cell: SymbolicCell) -> bool:
    return cell.field.kind in ("text", "choice")


def _numbered(cell: SymbolicCell) -> bool:
    return cell.field.kind in ("money", "points", "ratio", "number", "quantity")


def _among(cell: SymbolicCell, numbers: tuple[int, ...]) -> Bool:
    """Round numbers of the cell's own size."""
    scale = Fraction(1, 100) if cell.field.kind == "ratio" else cell.money[0][1] if cell.field.kind == "money" else Fraction(1)
    return either(*(terms.equal(cell.number, number * scale) for number in numbers))
