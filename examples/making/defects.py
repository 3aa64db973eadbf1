"""The catalogue of what can be planted in one form, by the ids of the domain's catalogue (C01 … C38).

A planter takes a form without a mistake, of the kind it wishes for, puts one mistake in it and labels the cell. What stands
beside it stays right: the scores are added up again afterwards, unless the total itself is what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from making.clean import Wish, clean, drifts, settle
from making.form import Layout, MadeForm, Row
from making.written import plain

Plant = Callable[[MadeForm, Random], None]
BOTH: tuple[Layout, ...] = ("wuhan", "national")
ALL_MET = Wish(unmet=0, low=False, partly=False)
"""Nothing fell short, so no reason stands on the form."""


@dataclass(frozen=True, slots=True)
class Defect:
    """One way to plant one id. `touches` names the sections it changes: two that touch the same do not go together.

    `hundred` is touched by what may bring the total above 100, where there is no grade, and by a wrong grade.
    """

    id: str
    plant: Plant
    needs: Wish
    layouts: tuple[Layout, ...]
    touches: frozenset[str]


CATALOGUE: list[Defect] = []


def defect(id: str, touches: str, needs: Wish | None = None, layouts: tuple[Layout, ...] = BOTH) -> Callable[[Plant], Plant]:
    """Enters a planter in the catalogue."""

    def enter(plant: Plant) -> Plant:
        CATALOGUE.append(Defect(id, plant, needs or Wish(), layouts, frozenset(touches.split())))
        return plant

    return enter


def of(layout: Layout, ids: Sequence[str] | None = None) -> dict[str, list[Defect]]:
    """The ways to plant each id in a layout, in the order of the ids."""
    ways: dict[str, list[Defect]] = {}
    for each in CATALOGUE:
        if layout in each.layouts and (ids is None or each.id in ids):
            ways.setdefault(each.id, []).append(each)
    return dict(sorted(ways.items()))


def together(random: Random, first: Defect, others: Sequence[Defect], number: int) -> list[Defect]:
    """`first` and up to `number - 1` more that wish for the same form and touch other sections."""
    chosen, wish = [first], first.needs
    for other in random.sample(others, len(others)):
        if len(chosen) == number:
            break
        both = wish.with_(other.needs)
        if both is not None and all(not other.touches & each.touches and other.id != each.id for each in chosen):
            chosen.append(other)
            wish = both
    return chosen


def planted(random: Random, id: str, layout: Layout, chosen: Sequence[Defect]) -> MadeForm:
    """A form made as the defects wish, with all of them in it."""
    wish = Wish()
    for each in chosen:
        both = wish.with_(each.needs)
        assert both is not None, "these defects wish for different forms"
        wish = both
    form = clean(random, id, layout, wish)
    for each in sorted(chosen, key=lambda each: "total" in each.touches):
        if "total" in each.touches:
            settle(form)
        each.plant(form, random)
    if not any("total" in each.touches for each in chosen):
        settle(form)
    if wish.low:
        label_drift(form)
    return form


def label_drift(form: MadeForm) -> None:
    """A form on which little was spent has this defect besides, unless as little was done."""
    if drifts(form):
        zh, en = "资金用得很少，指标却大多完成，投入与产出不相称", "little of the money was spent, and yet most is done"
        form.label("C28", "/budget/executed", None, zh, en)


def one(random: Random, form: MadeForm, fits: Callable[[Row], bool]) -> tuple[int, Row]:
    """A row that fits, and its number."""
    return random.choice([(at, row) for at, row in enumerate(form.rows) if fits(row)])


def reason_at(form: MadeForm) -> str:
    """Where the reason for the spending stands: once a form, or beside the budget."""
    return "/budget/reason" if form.layout == "national" else "/deviation_reason"


def reason_of_row(form: MadeForm, at: int) -> str:
    """Where the reason for a row stands: once a form, or beside the row."""
    return f"/indicators/{at}/reason" if form.layout == "national" else "/deviation_reason"


def give_reason(form: MadeForm, text: str) -> None:
    """Puts a sentence to the reason for the spending."""
    if form.layout == "national":
        form.budget["reason"] = "；".join(filter(None, [form.budget.get("reason"), text]))
        return
    said = (form.text("deviation_reason") or "").removesuffix("。")
    form.values["deviation_reason"] = "；".join(filter(None, [said, text])) + "。"
    form.values.setdefault("improvement", "细化用款计划，按月检查支出进度。")


def retell(form: MadeForm) -> None:
    """The goal's words again, with the figures that the rows have now."""
    told = [row for row in form.rows if row.kind == "count" and row.target is not None and row.actual is not None][:2]
    for key, figure in (("intended", "target"), ("achieved", "actual")):
        parts = [f"{row.cells['name']}{plain(getattr(row, figure) or Fraction(0))}{row.unit}" for row in told]
        form.group("goals")[0][key] = ("；".join(parts) or "按计划完成各项任务") + "。"
