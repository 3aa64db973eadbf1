"""Any number of forms, some with defects. The same seed gives the same forms; more of them begin with the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

import making.budget_defects
import making.row_defects
import making.text_defects  # noqa: F401  (importing the three fills the catalogue)
from making.defects import Defect, of, planted, together
from making.departments import DEPARTMENT_WAYS, department
from making.form import Layout, MadeForm
from making.years import YEAR_WAYS, pair


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for. `share` of the forms (or departments, or pairs) get a defect, `together` defects each."""

    number: int
    seed: int
    layout: Layout = "wuhan"
    defects: tuple[str, ...] = ()
    share: Fraction = Fraction(0)
    together: int = 1


def plantable(layout: Layout) -> dict[str, tuple[str, ...]]:
    """The ids that can be planted: in single forms, in the forms of a department, in pairs of years."""
    return {
        "forms": tuple(of(layout)),
        "departments": tuple(DEPARTMENT_WAYS) if layout == "wuhan" else (),
        "years": tuple(YEAR_WAYS[layout]),
    }


def forms(order: Order) -> Iterator[MadeForm]:
    """Single forms."""
    ways = of(order.layout, order.defects)
    every = [way for each in ways.values() for way in each]
    turn: dict[str, int] = dict.fromkeys(ways, 0)

    def chosen(random: Random, id: str) -> list[Defect]:
        turn[id] += 1
        return together(random, ways[id][turn[id] % len(ways[id])], every, order.together)

    for at, random, id in _turns(order, list(ways)):
        yield planted(random, f"made-up-{at:05}", order.layout, chosen(random, id) if id else [])


def departments(order: Order) -> Iterator[list[MadeForm]]:
    """The forms of whole departments: their projects and their own. Always of the Wuhan layout, which has a department form."""
    for at, random, id in _turns(order, [each for each in DEPARTMENT_WAYS if each in order.defects]):
        yield department(random, f"made-up-d{at:04}", id)


def pairs(order: Order) -> Iterator[list[MadeForm]]:
    """One project's forms of 2020 and 2021."""
    ids = [each for each in YEAR_WAYS[order.layout] if each in order.defects]
    for at, random, id in _turns(order, ids):
        yield pair(random, f"made-up-p{at:04}", order.layout, id)


def _turns(order: Order, ids: Sequence[str]) -> Iterator[tuple[int, Random, str | None]]:
    """Number, source of chance, and the defect's id; the ids take turns, so that each is planted as often as the others."""
    planted = 0
    for at in range(1, order.number + 1):
        random = Random(f"{order.seed}/{order.layout}/{at}")
        due = ids and int(order.share * at) > planted
        yield at, random, ids[planted % len(ids)] if due else None
        planted += 1 if due else 0


MAKERS: dict[str, Callable[[Order], Iterator[list[MadeForm]]]] = {
    "forms": lambda order: ([form] for form in forms(order)),
    "departments": departments,
    "years": pairs,
}
