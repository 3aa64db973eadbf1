"""One project in two years: the second follows from the first as it should, but for what is planted (Y01 … Y06, Y08)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from making.clean import Phrases, Wish, amounts, assembled, clean, filled_on, settle, sources
from making.defects import label_drift, one, retell
from making.form import Layout, MadeForm, Row
from making.rows import give_points
from making.written import actual_text, plain, rounded

Pair = list[MadeForm]
YEAR = 2021


@dataclass(frozen=True, slots=True)
class Course:
    """How the two years go: whether something is unmet in each, and whether little was spent in each."""

    unmet: tuple[int, int]
    low: tuple[bool, bool]


COURSES = (
    Course((0, 0), (False, False)),
    Course((1, 0), (False, False)),
    Course((0, 1), (False, False)),
    Course((1, 1), (False, False)),
)
NEEDED = {
    "Y01": Course((0, 0), (False, False)),
    "Y02": Course((1, 0), (False, False)),
    "Y04": Course((1, 1), (False, False)),
    "Y05": Course((1, 1), (True, True)),
}


def pair(random: Random, id: str, layout: Layout, defect: str | None) -> Pair:
    """The forms of 2020 and 2021."""
    course = NEEDED.get(defect or "") or random.choice(COURSES)
    phrases = Phrases.several(random, 2)
    last = clean(random, f"{id}-2020", layout, Wish(course.unmet[0], course.low[0], partly=False, cost=False), phrases[0])
    last.values["project"] = f"{last.text('project')}".replace("-2020", "")
    if defect == "Y06" or random.randrange(3) == 0:
        _receptions(random, last)
    this = _following(random, f"{id}-2021", last, course, phrases[1])
    if defect is not None:
        YEAR_WAYS[layout][defect](random, last, this)
    return [last, this]


def _following(random: Random, id: str, last: MadeForm, course: Course, phrases: Phrases) -> MadeForm:
    """The same rows a year on: no target below what was reached, what was not spent carried in, other words."""
    money = _next_money(random, last, course)
    unspent = Fraction(last.budget["budgeted"]) - Fraction(last.budget["executed"])
    head = {key: last.values[key] for key in last.values if key not in AFTER_HEAD}
    head |= {"year": str(YEAR), "title_year": str(YEAR), "filled_on": filled_on(random, YEAR)}
    its = [replace(row, cells=_bare(row)) for row in last.rows]
    if last.layout == "national":
        for row in its:
            row.cells.pop("weight", None)
    for row in its:
        _advance(random, row)
    for row in [row for row in its if row.kind == "count"][: course.unmet[1]]:
        row.actual = Fraction(int((row.target or Fraction(0)) * Fraction(random.randint(60, 92), 100)))
        row.ratio = row.actual / (row.target or Fraction(1))
        row.cells["actual"] = actual_text(random, row.actual, row.unit)
    _vary(last.rows, its)
    for row in its:
        give_points(row)
    from_ = sources(random, *money, carried=unspent)
    this = assembled(id, last.layout, head, its, money, from_, phrases)
    this.values["budget"] = _with_carried(this.budget, plain(unspent))
    return this


AFTER_HEAD = (
    "budget",
    "sources",
    "goals",
    "indicators",
    "total_weight",
    "total_score",
    "grade",
    "deviation_reason",
    "improvement",
)


def _bare(row: Row) -> dict[str, str]:
    return {key: each for key, each in row.cells.items() if key != "reason"}


def _with_carried(budget: dict[str, str], carried: str) -> dict[str, str]:
    """The budget line with what was carried in before what was budgeted."""
    held: dict[str, str] = {}
    for key, each in budget.items():
        if key == "budgeted":
            held["carried_in"] = carried
        held[key] = each
    return held


def _next_money(random: Random, last: MadeForm, course: Course) -> tuple[Fraction, Fraction]:
    """A budget not below last year's: after two years in which little was spent, that is Y05."""
    before = Fraction(last.budget["budgeted"])
    return amounts(random, course.low[1], between=(before, rounded(before * Fraction(13, 10))))


def _advance(random: Random, row: Row) -> None:
    """A new target, never worse than what was reached, and what was reached of it; words and zeros stay."""
    target, reached = row.target, row.actual
    if target is None or reached is None or row.kind in ("words", "zero", "equal"):
        return
    if row.kind == "count":
        row.target = max(target, reached)
        row.actual = row.target + int(row.target * Fraction(random.randint(0, 12), 100))
        row.cells["target"] = f"{plain(row.target)}{row.unit}"
    elif row.kind == "rate":
        row.target = reached
        row.actual = reached + Fraction(random.randint(1, max(1, 999 - int(reached * 10))), 10)
        row.cells["target"] = f"≥{plain(reached)}%"
    elif row.kind == "inverse":
        row.target = row.actual = min(target, reached)
        row.cells["target"] = f"≤{plain(row.target)}{row.unit}"
    if row.kind != "cost":
        row.ratio = Fraction(1)
        row.cells["actual"] = actual_text(random, row.actual or Fraction(0), row.unit)


SPENT, CHANGE = "“三公”经费支出", "“三公”经费变动率"


def _receptions(random: Random, form: MadeForm) -> None:
    """Two rows in place of the rates: what receptions, travel and cars cost, and by how much that changed."""
    spent, change = (row for row in form.rows if row.kind == "rate" and row.cells["level2"] == "质量指标")
    limit = rounded(Fraction(form.budget["executed"]) * Fraction(random.randint(10, 30), 100))
    spent.kind, spent.target, spent.unit = "cost", limit, "万元"
    spent.actual = rounded(limit * Fraction(random.randint(85, 99), 100))
    spent.cells.update(
        {"level2": "成本指标", "name": SPENT, "target": f"≤{plain(limit)}万元", "actual": f"{plain(spent.actual)}万元"}
    )
    change.kind, change.target, change.unit = "cost", Fraction(0), "%"
    fell = Fraction(random.randint(10, 90), 10)
    change.actual = -fell
    change.cells.update({"level2": "成本指标", "name": CHANGE, "target": "≤0%", "actual": f"-{plain(fell)}%"})


def _vary(before: list[Row], its: list[Row]) -> None:
    """This year's receptions a little cheaper, and the change worked out from last year's."""
    spent = next((row for row in its if row.cells["name"] == SPENT), None)
    if spent is None:
        return
    was = next(row.actual for row in before if row.cells["name"] == SPENT) or Fraction(1)
    spent.target, spent.actual = was, rounded(was * Fraction(96, 100))
    spent.cells.update({"target": f"≤{plain(was)}万元", "actual": f"{plain(spent.actual)}万元"})
    change = next(row for row in its if row.cells["name"] == CHANGE)
    change.actual = -rounded((was - spent.actual) / was * 100)
    change.cells["actual"] = f"{plain(change.actual)}%"


def _y01(random: Random, last: MadeForm, this: MadeForm) -> None:
    at, row = one(random, this, lambda row: row.kind == "count")
    before = last.rows[at].actual or Fraction(0)
    row.target = Fraction(int(before * Fraction(random.randint(70, 90), 100)))
    row.actual = row.target + int(row.target * Fraction(1, 10))
    row.cells.update({"target": f"{plain(row.target)}{row.unit}", "actual": f"{plain(row.actual)}{row.unit}"})
    retell(this)
    zh, en = "目标低于上年的实际值，没有写原因", "the target is below what was reached last year, and no reason is given"
    this.label("Y01", f"/indicators/{at}/target", None, zh, en, (last.id,))


def _y02(random: Random, last: MadeForm, this: MadeForm) -> None:
    """Another indicator of the same weight stands in its place."""
    at, gone = next((at, row) for at, row in enumerate(last.rows) if not row.met)
    row = this.rows[at]
    row.target = row.actual = Fraction(random.randint(2, 12))
    row.unit = "次"
    row.cells.update({"name": "召开工作例会", "target": f"{plain(row.target)}次", "actual": f"{plain(row.actual)}次"})
    retell(this)
    name = gone.cells["name"]
    zh, en = f"上年未完成的指标“{name}”今年没有了，也没有说明", f"`{name}`, unmet last year, is gone without a word"
    this.label("Y02", "/indicators", None, zh, en, (last.id,))


def _y03(random: Random, last: MadeForm, this: MadeForm) -> None:
    due = this.budget["carried_in"]
    this.budget["carried_in"] = plain(Fraction(due) + Fraction(random.randint(10, 900), 100))
    zh, en = "上年结转不等于上年未用完的数", "what was carried in is not what was left last year"
    this.label("Y03", "/budget/carried_in", due, zh, en, (last.id,))


def _y04(random: Random, last: MadeForm, this: MadeForm) -> None:
    zh, en = "原因照抄上年", "the reason is last year's"
    if this.layout == "wuhan":
        this.values["deviation_reason"] = last.values["deviation_reason"]
        this.label("Y04", "/deviation_reason", None, zh, en, (last.id,))
        return
    at, row = next((at, row) for at, row in enumerate(this.rows) if not row.met)
    row.cells["reason"] = last.rows[at].cells["reason"]
    this.label("Y04", f"/indicators/{at}/reason", None, zh, en, (last.id,))


def _y05(random: Random, last: MadeForm, this: MadeForm) -> None:
    """The course of such a pair has it already."""
    for form in (last, this):
        label_drift(form)
    zh, en = "连续两年执行率低，预算没有压减", "little was spent in two years running, and the budget was not reduced"
    this.label("Y05", "/budget/budgeted", None, zh, en, (last.id,))


def _y06(random: Random, last: MadeForm, this: MadeForm) -> None:
    at, row = one(random, this, lambda row: row.cells["name"] == CHANGE)
    due = row.cells["actual"]
    row.cells["actual"] = f"-{plain(abs(row.actual or Fraction(0)) + Fraction(random.randint(15, 90), 10))}%"
    zh, en = "变动率与两年的数不符", "the change is not the one of the two years' figures"
    this.label("Y06", f"/indicators/{at}/actual", due, zh, en, (last.id,))


def _y08(random: Random, last: MadeForm, this: MadeForm) -> None:
    counts = [(at, row) for at, row in enumerate(this.rows) if row.kind in ("count", "rate")]
    (up, more), (down, less) = random.sample(counts, 2)
    for at, row, by in ((up, more, 3), (down, less, -3)):
        row.weight += by
        row.cells["weight"] = plain(row.weight)
        give_points(row)
        zh, en = "分值与上年不同，没有说明", "the weight is not last year's, and nothing is said of it"
        this.label("Y08", f"/indicators/{at}/weight", plain(row.weight - by), zh, en, (last.id,))
    settle(this)


_WAYS: dict[str, Callable[[Random, MadeForm, MadeForm], None]] = {
    "Y01": _y01,
    "Y02": _y02,
    "Y03": _y03,
    "Y04": _y04,
    "Y05": _y05,
    "Y06": _y06,
}
YEAR_WAYS: dict[Layout, dict[str, Callable[[Random, MadeForm, MadeForm], None]]] = {
    "wuhan": _WAYS,
    "national": _WAYS | {"Y08": _y08},
}
