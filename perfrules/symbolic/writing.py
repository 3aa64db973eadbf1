"""A form written down from a solver's model: plain data, as `forms.make_form` takes it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from typing import Any

from perfrules.forms import CELLS, FIGURES
from perfrules.forms.reading import MONEY_UNITS
from perfrules.symbolic import terms
from perfrules.symbolic.cells import SymbolicCell
from perfrules.symbolic.samples import sample
from perfrules.symbolic.solving import Model
from perfrules.symbolic.space import Space, Thing
from perfrules.symbolic.spellings import Spelling
from perfrules.symbolic.texts import Texts
from perfrules.symbolic.verdicts import UNREADABLE, Data
from perfrules.symbolic.vocabulary import COMPARATORS
from perfrules.values.numbers import decimal_text, digits_after_point
from perfrules.values.quantity import PERCENT

MOST_DIGITS = 4
"""Decimals shown of a number that a model gives more of: a form found so is tried like any other."""
PLAIN_WORDS = ("甲", "乙", "丙", "丁", "戊", "己", "庚", "辛")
LONGEST = 200


class Writing:
    """One model written down. Cells outside `matters`, by their paths, are blank."""

    def __init__(self, space: Space, model: Model, matters: set[str]) -> None:
        self.space, self.model, self.matters = space, model, matters
        self.words = Words(space.texts, model)
        unit = f"/{space.template.money_unit}"
        self.money = next(factor for when, factor in reversed(space.money) if unit not in matters or model.truth(when))

    def data(self) -> Data:
        written: Data = dict(self._cells(self.space.whole))
        for name, things in self.space.things.items():
            if name is None or name in (CELLS, FIGURES):
                continue
            if not self.space.template.parts[name].many:
                if cells := dict(self._cells(things[0])):
                    written[name] = cells
                continue
            if rows := [dict(self._cells(thing)) for thing in things if self.model.truth(thing.present)]:
                written[name] = rows
        return written

    def _cells(self, thing: Thing) -> Iterator[tuple[str, Any]]:
        for name, cell in thing.cells.items():
            if isinstance(cell, SymbolicCell) and cell.path in self.matters and not self.model.truth(cell.blank):
                yield name, self._cell(cell)

    def _cell(self, cell: SymbolicCell) -> Any:
        if cell.field.kind == "ticks":
            return [choice for choice, of in cell.ticked.items() if self.model.truth(of)]
        if cell.field.kind in ("text", "choice") or self.model.truth(cell.words):
            return self.words.text(self.model.code(cell.wording)) if cell.text_matters else UNREADABLE
        listed = self.model.code(cell.wording) if cell.text_matters else -1
        if 0 < listed < len(self.space.texts.all):
            return self.space.texts.all[listed]
        match cell.field.kind:
            case "date":
                return _day(self.model.code(cell.day))
            case "quantity":
                return self._quantity(cell)
            case kind:
                return self._number(cell, kind)

    def _quantity(self, cell: SymbolicCell) -> str:
        unit = self.space.units[self.model.code(cell.unit)]
        comparator = COMPARATORS[self.model.code(cell.comparator)]
        scale = Fraction(1, 100) if unit == PERCENT else Fraction(1)
        number = self._digits(cell, scale)
        spelling = self._spelling(cell, comparator, unit) if cell.text_matters else None
        if spelling is not None:
            return spelling.before + number + unit + spelling.after
        return ("" if comparator == "=" else comparator) + number + unit

    def _spelling(self, cell: SymbolicCell, comparator: str, unit: str) -> Spelling | None:
        """How the comparator is spelt for the patterns to say of the text what they say in the model."""
        patterns, spellings = self.space.texts.spellings()
        code = self.model.code(cell.wording)
        alike = (each for each in spellings if (each.comparator, each.percent) == (comparator, unit == PERCENT))
        return next((each for each in alike if self.model.truth(self.space.texts.spelt(code, patterns, each))), None)

    def _number(self, cell: SymbolicCell, kind: str) -> str:
        if kind == "ratio":
            return self._digits(cell, Fraction(1, 100)) + "%"
        if kind != "money":
            return self._digits(cell, Fraction(1))
        step = cell.options[self.model.code(cell.shown)] if cell.step_matters else None
        for word, factor in ("", self.money), *MONEY_UNITS.items():
            if step is None or _tenth(step / factor) is not None:
                return self._digits(cell, factor) + word
        return self._digits(cell, Fraction(1)) + "元"

    def _digits(self, cell: SymbolicCell, scale: Fraction) -> str:
        """The number in units of `scale`, with as many decimals as the model shows."""
        value = self.model.number(cell.number) / scale
        places = digits_after_point(value)
        if places is None or places > MOST_DIGITS:
            value = Fraction(round(value * 10**MOST_DIGITS), 10**MOST_DIGITS)
            places = digits_after_point(value)
        shown = _tenth(cell.options[self.model.code(cell.shown)] / scale) if cell.step_matters else None
        return decimal_text(value, most=MOST_DIGITS, least=max(shown or 0, places or 0))


def _tenth(step: Fraction) -> int | None:
    """How many decimals show a step of that size."""
    return next((digits for digits in range(10) if step == Fraction(1, 10**digits)), None)


def _day(code: int) -> str:
    day = date(max(code // 400, 1), 1, 1) + timedelta(days=code % 400 - 1)
    return day.isoformat()


class Words:
    """Texts for codes: the listed one, else one made of the words and patterns the model says are in it."""

    def __init__(self, texts: Texts, model: Model) -> None:
        self.texts, self.model = texts, model
        self._made: dict[int, str] = {}

    def text(self, code: int) -> str:
        if 0 <= code < len(self.texts.all):
            return self.texts.all[code]
        if code not in self._made:
            self._made[code] = self._make(code, len(self._made))
        return self._made[code]

    def _make(self, code: int, at: int) -> str:
        held = [word for word, name in self.texts.words.items() if self.model.truth(terms.ask(name, code))]
        held = [word for word in held if not any(word != other and word in other for other in held)]
        found = [sample(pattern) for pattern, name in self.texts.patterns.items() if self.model.truth(terms.ask(name, code))]
        plain = PLAIN_WORDS[at % len(PLAIN_WORDS)] * (1 + at // len(PLAIN_WORDS))
        text = "".join([*filter(None, found), *held]) or plain
        if text in self.texts.all or text in self._made.values():
            text += plain
        if self.texts.counted:
            wanted = self.model.number(terms.measure("characters", code))
            text = text.ljust(min(ceil(wanted), LONGEST), "文")
        return text
