"""A form without a mistake, in one of two layouts.

Wuhan's has 20 + 80 points and prints no weights; the national one has 10 + 90, weights, sources, reasons beside rows, a grade.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from fractions import Fraction
from random import Random

from making.form import Layout, MadeForm, Record, Row
from making.rows import cost, partly, rows
from making.subjects import LATE, MEASURES, PLACES, SHORT, SUBJECTS, TIMELY, Subject
from making.written import percent, plain, rounded
from perfrules.intake.draft import Plain

BUDGET_POINTS: dict[Layout, Fraction] = {"wuhan": Fraction(20), "national": Fraction(10)}
PLACE: dict[Layout, str] = {"wuhan": "武汉市（编造）", "national": "中央（编造）"}
GRADES = ((Fraction(90), "优"), (Fraction(80), "良"), (Fraction(60), "中"))
"""The least points of each grade; below the last it is 差. 财预〔2020〕10号, not seen (待核)."""
LOW = Fraction(80, 100)
DRIFT = Fraction(95, 100)
"""Below `LOW` a reason is asked for; the rate may stay behind the indicators by `DRIFT`. Neither is from a clause we saw."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a form must be like for a defect to be possible in it; None where it does not matter."""

    unmet: int | None = None
    low: bool | None = None
    partly: bool | None = None
    cost: bool | None = None

    def with_(self, other: Wish) -> Wish | None:
        """Both wishes at once, or None when they exclude each other."""
        held = {each.name: (getattr(self, each.name), getattr(other, each.name)) for each in fields(self)}
        if any(None not in pair and pair[0] != pair[1] for pair in held.values()):
            return None
        return Wish(**{name: mine if mine is not None else theirs for name, (mine, theirs) in held.items()})

    def settled(self, random: Random) -> Wish:
        """Every open point decided. Little is spent only where that is asked for: with most rows met it is a defect (C28)."""
        low = self.low is True
        unmet = self.unmet if self.unmet is not None else random.choice([0, 0, 1, 2])
        some = self.partly if self.partly is not None else random.randrange(6) == 0 and unmet != 0
        return Wish(unmet, low, some, self.cost if self.cost is not None else not low and random.randrange(3) == 0)


@dataclass(frozen=True, slots=True)
class Phrases:
    """The sentences a form's reasons are made of. Two forms that must not repeat each other get different ones."""

    late: str
    short: str
    measure: str

    @classmethod
    def several(cls, random: Random, number: int) -> list[Phrases]:
        """So many that have no sentence in common."""
        pools = (random.sample(pool, number) for pool in (LATE, SHORT, MEASURES))
        return [cls(*each) for each in zip(*pools, strict=True)]


def clean(
    random: Random, id: str, layout: Layout, wish: Wish, phrases: Phrases | None = None, subject: Subject | None = None
) -> MadeForm:
    """A form of 2020 whose every figure fits the others."""
    wish = wish.settled(random)
    subject = subject or random.choice(SUBJECTS)
    money = amounts(random, wish.low is True)
    its = rows(random, subject, layout, wish.unmet or 0)
    if wish.cost:
        cost(next(row for row in its if row.kind == "rate" and row.cells["level2"] == "质量指标"), *money)
    if wish.partly:
        worded = [row for row in its if row.kind == "words"]
        partly(random, random.choice(worded), layout, (*TIMELY, *subject.benefits))
    project = f"{random.choice(PLACES)}{subject.project}（编造 {id.removeprefix('made-up-')}）"
    head = _head(random, 2020, layout, f"{subject.unit}（编造）", project)
    return assembled(id, layout, head, its, money, sources(random, *money), phrases or Phrases.several(random, 1)[0])


def assembled(
    id: str,
    layout: Layout,
    head: dict[str, Plain],
    its: list[Row],
    money: tuple[Fraction, Fraction],
    from_: list[Record],
    phrases: Phrases,
) -> MadeForm:
    """Head, budget, goals, rows, reasons and total put together. `money` is budgeted and executed, `from_` its sources."""
    form = MadeForm(id, "project_form", layout, f"{head['year']} 年度{head['project']}自评表", dict(head), its)
    form.values["budget"] = budget(layout, *money)
    if layout == "national":
        form.values["sources"] = [*from_]
    form.values["goals"] = [goal(layout, form)]
    form.values["indicators"] = [row.cells for row in its]
    if layout == "national":
        print_weights(form)
        form.values["total_weight"] = "100"
    give_reasons(form, phrases, low=money[1] / money[0] < LOW)
    settle(form)
    return form


def amounts(random: Random, low: bool, between: tuple[Fraction, Fraction] | None = None) -> tuple[Fraction, Fraction]:
    """Budgeted (within the bounds, if there are any) and executed, in 万元.

    They are such that rounding the rate before the score or not gives the same points: clauses differ on it, and a form
    without a mistake should be so by both.
    """
    while True:
        parts = random.choice([1, 10, 100, 100])
        budgeted = Fraction(random.randint(5 * parts, 900 * parts), parts)
        if between is not None:
            budgeted = Fraction(random.randint(*(int(each * 100) for each in between)), 100)
        share = Fraction(random.randint(3500, 7800) if low else random.randint(9530, 10_000), 10_000)
        executed = rounded(budgeted * share)
        rate = executed / budgeted
        if (rate < LOW) == low and all(
            rounded(points * rate) == rounded(points * rounded(rate, 4)) for points in BUDGET_POINTS.values()
        ):
            return budgeted, executed


def budget(layout: Layout, budgeted: Fraction, executed: Fraction) -> Record:
    """The total line of the budget block."""
    rate = executed / budgeted
    points = BUDGET_POINTS[layout]
    held = {"initial": plain(budgeted)} if layout == "national" else {}
    held |= {"budgeted": plain(budgeted), "executed": plain(executed)}
    held |= {"weight": plain(points)} if layout == "national" else {}
    return held | {"rate": percent(rate), "score": plain(rounded(points * min(rate, Fraction(1))))}


def sources(random: Random, budgeted: Fraction, executed: Fraction, carried: Fraction | None = None) -> list[Record]:
    """This year's money and what was carried in: they add up to the total line."""
    if carried is None:
        carried = rounded(budgeted * Fraction(random.randint(0, 20), 100))
    spent = min(carried, executed)
    pairs = (("当年财政拨款", budgeted - carried, executed - spent), ("上年结转资金", carried, spent))
    return [
        {
            "item": item,
            "initial": plain(had),
            "budgeted": plain(had),
            "executed": plain(used),
            "weight": "—",
            "rate": "—",
            "score": "—",
        }
        for item, had, used in pairs
    ]


def goal(layout: Layout, form: MadeForm) -> Record:
    """The goal in words, its figures those of the first rows."""
    measured = [row for row in form.rows if row.kind == "count"][:2]
    intended = "；".join(f"{row.cells['name']}{plain(row.target or Fraction(0))}{row.unit}" for row in measured) + "。"
    achieved = "；".join(f"{row.cells['name']}{plain(row.actual or Fraction(0))}{row.unit}" for row in measured) + "。"
    head = {"title": "年度总体目标"} if layout == "national" else {"title": "年度绩效目标 1", "weight": "80分"}
    return head | {"intended": intended, "achieved": achieved}


def print_weights(form: MadeForm) -> None:
    """Puts each row's weight on the form, before its score."""
    for row in form.rows:
        score = row.cells.pop("score")
        row.cells |= {"weight": plain(row.weight), "score": score}


def grade(total: Fraction) -> str:
    return next((name for least, name in GRADES if total >= least), "差")


def settle(form: MadeForm) -> None:
    """Total and grade as the scores give them."""
    form.add_up()
    if form.layout == "national":
        form.values["grade"] = grade(form.claimed_total())


def drifts(form: MadeForm) -> bool:
    """Whether the indicators' share of their points is more than 5% (relative) above the share of the money spent: C28."""
    scores = sum((Fraction(record["score"]) for record in form.group("indicators")), Fraction(0))
    reached = scores / sum((row.weight for row in form.rows), Fraction(0))
    return Fraction(form.budget["executed"]) < reached * DRIFT * Fraction(form.budget["budgeted"])


def give_reasons(form: MadeForm, phrases: Phrases, low: bool) -> None:
    """A reason for each thing that fell short, and a measure: once a form, or beside each row in the national layout."""
    late = [phrases.late] if low else []
    short = [(row, phrases.short.format(name=row.cells["name"])) for row in form.rows if not row.met]
    if form.layout == "national":
        for row, reason in short:
            row.cells["reason"] = f"{reason}；{phrases.measure}"
        if late:
            form.budget["reason"] = f"{late[0]}；{phrases.measure}"
    elif late or short:
        form.values["deviation_reason"] = "；".join([*late, *(reason for _, reason in short)]) + "。"
        form.values["improvement"] = f"{phrases.measure}。"


def _head(random: Random, year: int, layout: Layout, unit: str, project: str) -> dict[str, Plain]:
    held: dict[str, Plain] = {
        "year": str(year),
        "title_year": str(year),
        "filled_on": filled_on(random, year),
        "place": PLACE[layout],
        "department": "某局（编造）",
        "unit": unit,
        "project": project,
    }
    if layout == "wuhan":
        held |= {"category": [random.choice(["部门预算项目", "财政专项资金"])], "nature": ["持续性项目"]}
        held |= {"duration": [random.choice(["常年性项目", "延续性项目", "一次性项目"])]}
    return held | {"money_unit": "万元"}


def filled_on(random: Random, year: int) -> str:
    return f"{year + 1}年{random.randint(1, 3)}月{random.randint(1, 28)}日"
