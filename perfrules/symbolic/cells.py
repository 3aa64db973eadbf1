"""Symbolic cells: everything that can stand in one field of a form. Blank and unreadable are values of every field.

What the reader accepts is what a cell may hold: amounts of any size and sign, however many digits (within a few choices of how
many are shown), quantities of every unit that matters, texts listed or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from perfrules.forms import Cell, Field
from perfrules.forms.reading import column_step, read_cell
from perfrules.library.scalar import DASHES
from perfrules.source import Place
from perfrules.symbolic import terms
from perfrules.symbolic.number import Number
from perfrules.symbolic.symbol import DAY, NUMBER, TEXT, TICKS, Part, Shape, Symbol, day_number
from perfrules.symbolic.terms import Bool, both, choose, either, opposite
from perfrules.symbolic.texts import NONE, Texts
from perfrules.symbolic.vocabulary import COMPARATORS
from perfrules.values import Missing, Why
from perfrules.values.quantity import PERCENT, unit

Money = Sequence[tuple[Bool, Fraction]]
"""How many 元 a bare amount counts, each where its condition holds."""

Steps = Sequence[tuple[Bool, "Fraction | None"]]
SHOWN = tuple(Fraction(1, 10**digits) for digits in range(4))


class SymbolicCell:
    """One field of one row. `seen` forms give it the steps they show."""

    def __init__(
        self, field: Field, path: str, fixed: bool, texts: Texts, units: Sequence[str], money: Money, seen: Sequence[Fraction]
    ) -> None:
        self.field, self.path, self.texts, self.units, self.money = field, path, texts, tuple(units), money
        self.fixed = fixed  # the template lets nothing but its choices stand there
        self.blank = terms.truth(f"{path} blank")
        self.words = False if field.kind in ("text", "ticks", "choice") else terms.truth(f"{path} words")
        self.wording = terms.code(f"{path} wording")
        self.number = terms.real(f"{path} number")
        self.day = terms.code(f"{path} day")
        self.unit = terms.code(f"{path} unit")
        self.comparator = terms.code(f"{path} comparator")
        self.shown = terms.code(f"{path} digits")
        self.ticked = {choice: terms.truth(f"{path} {choice}") for choice in field.choices} if field.kind == "ticks" else {}
        self.options = self._options(seen)
        self.text_matters = self.step_matters = False

    # ── what the language asks ──

    @property
    def filled(self) -> Bool:
        """Whether anything is written there."""
        if self.field.kind == "ticks":
            return both(opposite(self.blank), either(*self.ticked.values()))
        return opposite(self.blank)

    @property
    def text(self) -> Any:
        """The code of what is written; that of no text where nothing is."""
        self.text_matters = True
        return choose(self.filled, self.wording, NONE)

    @property
    def dash(self) -> Bool:
        """Whether what is written there is only a dash."""
        if self.field.kind == "ticks":
            return False
        self.text_matters = True
        dashed = self.texts.is_one_of(self.wording, DASHES)
        return dashed if self.words is False else both(self.words, dashed)

    @property
    def written(self) -> Bool:
        """Whether a quantity was read, if only as a range."""
        return both(opposite(self.blank), opposite(self.words)) if self.field.kind == "quantity" else False

    @property
    def value(self) -> Symbol:
        there = both(opposite(self.blank), opposite(self.words))
        other = opposite(self.blank)
        match self.field.kind:
            case "text":
                self.text_matters = True
                return Symbol((Part(TEXT, there, self.wording),), self.blank, other)
            case "choice":
                return self._choice()
            case "ticks":
                return Symbol((Part(TICKS, there, dict(self.ticked)),), self.blank, other)
            case "date":
                return Symbol((Part(DAY, there, self.day),), opposite(there), other)
            case "quantity":
                plain = there if self.field.limit else both(there, terms.equal(self.comparator, 0))
                parts = [
                    Part(Shape("quantity", unit(name)), both(plain, terms.equal(self.unit, at)), Number(self.number))
                    for at, name in enumerate(self.units)
                ]
                return Symbol(tuple(parts), opposite(plain), other)
            case _:
                return Symbol((Part(NUMBER, there, Number(self.number)),), opposite(there), other)

    def _choice(self) -> Symbol:
        self.text_matters = True
        plain = self.texts.normal(self.wording)
        read = either(*(terms.equal(plain, self.texts.normal(self.texts.code(choice))) for choice in self.field.choices))
        value: Any = self.texts.code(self.field.choices[0])
        for choice in self.field.choices[1:]:
            code = self.texts.code(choice)
            value = choose(terms.equal(plain, self.texts.normal(code)), code, value)
        there = both(opposite(self.blank), read)
        return Symbol((Part(TEXT, there, value),), opposite(there), opposite(self.blank))

    @property
    def range(self) -> Bool:
        """Whether a number stands there that is only a bound: 95%以上."""
        if self.field.kind != "quantity" or self.field.limit:
            return False
        return both(self.written, opposite(terms.equal(self.comparator, 0)))

    @property
    def comparator_text(self) -> Any:
        return self._listed(self.comparator, COMPARATORS)

    @property
    def unit_text(self) -> Any:
        return self._listed(self.unit, self.units)

    def _listed(self, at: Any, names: Sequence[str]) -> Any:
        found: Any = self.texts.code(names[0])
        for place, name in enumerate(names[1:], 1):
            found = choose(terms.equal(at, place), self.texts.code(name), found)
        return found

    @property
    def steps(self) -> Steps:
        """What the last digit shown is worth, where a number is read."""
        self.step_matters = True
        return [(terms.equal(self.shown, at), option) for at, option in enumerate(self.options)]

    @property
    def column(self) -> Steps:
        """What its column is kept to."""
        if self.field.step is None:
            return [(True, None)]
        if self.field.kind != "money":
            return [(True, self.field.step)]
        return [(when, column_step(self.field, factor)) for when, factor in self.money]

    def _options(self, seen: Sequence[Fraction]) -> tuple[Fraction, ...]:
        match self.field.kind:
            case "money":
                factors: Sequence[Fraction] = [factor for _, factor in self.money]
            case "ratio":
                factors = [Fraction(1, 100)]
            case "quantity":
                factors = [Fraction(1), Fraction(1, 100)]
            case _:
                factors = [Fraction(1)]
        made = [step * factor for factor in factors for step in SHOWN]
        return tuple(dict.fromkeys((*sorted(made, reverse=True), *seen)))

    # ── what a form can hold ──

    def domain(self) -> Bool:
        """What is so of the unknowns of every form."""
        facts: list[Bool] = []
        if self.field.kind == "quantity":
            facts += [terms.at_most(0, self.unit), terms.less(self.unit, len(self.units))]
            facts += [terms.at_most(0, self.comparator), terms.less(self.comparator, len(COMPARATORS))]
        if self.field.kind == "date":
            of_year = self.day - terms.divided(self.day, 400) * 400
            leap = terms.equal(self.day - terms.divided(self.day, 1600) * 1600 - of_year, 0)
            inside = both(terms.less(0, of_year), either(terms.at_most(of_year, 365), both(leap, terms.equal(of_year, 366))))
            facts.append(
                either(self.blank, self.words, both(inside, terms.at_most(400, self.day), terms.less(self.day, 4_000_000)))
            )
        if self.words is not False:
            facts.append(either(opposite(self.blank), opposite(self.words)))
        if self.step_matters:
            facts += [terms.at_most(0, self.shown), terms.less(self.shown, len(self.options))]
            facts += [
                either(
                    opposite(terms.equal(self.shown, at)), self.blank, self.words, terms.whole(terms.times(self.number, 1 / step))
                )
                for at, step in enumerate(self.options)
            ]
        if self.text_matters:
            facts += self._wordings()
        return both(*facts)

    def _wordings(self) -> Iterator[Bool]:
        """What the text may be, given what was read."""
        yield either(opposite(self.filled), self.texts.written(self.wording))
        match self.field.kind:
            case "text" | "ticks":
                return
            case "choice":
                if self.fixed:
                    yield either(self.blank, self.texts.is_one_of(self.wording, self.field.choices))
            case kind:
                if kind == "quantity":
                    yield either(self.blank, self.words, self.texts.listed(self.wording), self._spelt())
                yield either(self.blank, either(*(both(when, self._fits(factor)) for when, factor in self._factors())))

    def _spelt(self) -> Bool:
        """That the text is one that a quantity of this comparator can have."""
        patterns, spellings = self.texts.spellings()
        percent = terms.equal(self.unit, self.units.index(PERCENT))
        return not patterns or either(
            *(
                both(
                    terms.equal(self.comparator, COMPARATORS.index(each.comparator)),
                    percent if each.percent else opposite(percent),
                    self.texts.spelt(self.wording, patterns, each),
                )
                for each in spellings
            )
        )

    def _factors(self) -> Money:
        return self.money if self.field.kind == "money" else [(True, Fraction(1))]

    def _fits(self, factor: Fraction) -> Bool:
        """That the text is read as what was read: not listed, or listed and read so."""
        options = [both(opposite(self.texts.listed(self.wording)), terms.equal(terms.at_most(0, self.wording), self.words))]
        for at, text in enumerate(self.texts.all):
            if at != NONE:
                values = self.read(self._cell(text, factor))
                options.append(
                    both(terms.equal(self.wording, at), *(terms.equal(of, value) for of, value in values if of is not self.shown))
                )
        return either(*options)

    def _cell(self, text: str, factor: Fraction) -> Cell:
        reading = read_cell(self.field, text, factor)
        return Cell(self.field, text, "", Place("", 0), reading.value_at("", "", text), reading.step, None, reading.written)

    # ── one cell of one form ──

    def read(self, cell: Cell) -> list[tuple[Any, Any]]:
        """The unknowns that matter, with the values they have for a cell of a form."""
        blank = cell.text is None and not isinstance(cell.value, tuple)
        if self.field.kind == "ticks":
            held = cell.value if isinstance(cell.value, tuple) else ()
            return [(self.blank, blank), *((of, choice in held) for choice, of in self.ticked.items())]
        values: list[tuple[Any, Any]] = [(self.blank, blank)]
        range_ = isinstance(cell.value, Missing) and all(cause.why is Why.RANGE for cause in cell.value.causes)
        if self.words is not False:
            values.append((self.words, not blank and isinstance(cell.value, Missing) and not range_))
        values += self._value_of(cell)
        if cell.step is not None and cell.step in self.options:
            values.append((self.shown, self.options.index(cell.step)))
        return values

    def _value_of(self, cell: Cell) -> Iterator[tuple[Any, Any]]:
        if cell.written is not None:
            yield self.number, cell.written.value
            yield self.unit, self.units.index(cell.written.unit)
            yield self.comparator, COMPARATORS.index(cell.written.comparator)
        elif isinstance(cell.value, Fraction):
            yield self.number, cell.value
        elif isinstance(cell.value, date):
            yield self.day, day_number(cell.value)

    def pin(self, cell: Cell) -> list[tuple[Any, Any]]:
        """Values for every unknown, as they are for a cell of a form."""
        return self._with({of.get_id(): (of, value) for of, value in self.read(cell)}, cell.text)

    def unused(self) -> list[tuple[Any, Any]]:
        """Values for every unknown of a cell that is in no row."""
        return self._with({}, None)

    def _with(self, known: dict[int, tuple[Any, Any]], text: str | None) -> list[tuple[Any, Any]]:
        spare = [
            (self.blank, True),
            (self.number, Fraction(0)),
            (self.day, 0),
            (self.unit, 0),
            (self.comparator, 0),
            (self.shown, 0),
        ]
        spare += [(self.words, False)] if self.words is not False else []
        values = [known.get(of.get_id(), (of, value)) for of, value in (*spare, *((of, False) for of in self.ticked.values()))]
        wording = NONE if text is None else self.texts.code(text)
        return [*values, (self.wording, wording)]
