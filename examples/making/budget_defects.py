"""Defects of the budget block: rates, points, sources, reasons for the spending."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from making.clean import BUDGET_POINTS, LOW, Wish, amounts, budget, sources
from making.defects import ALL_MET, defect, give_reason, one, reason_at
from making.form import MadeForm
from making.written import cut_percent, percent, plain, rounded


@defect("C01", "budget")
def rate_wrong(form: MadeForm, random: Random) -> None:
    due = form.budget["rate"]
    off = Fraction(random.randint(3, 300), 10_000)
    form.budget["rate"] = percent(_rate(form) + random.choice([-off, off] if _rate(form) + off < 1 else [-off]))
    form.label("C01", "/budget/rate", due, "执行率与执行数 ÷ 预算数不符", "the rate is not executed ÷ budgeted")


@defect("C02", "budget")
def points_wrong(form: MadeForm, random: Random) -> None:
    due = form.budget["score"]
    form.budget["score"] = plain(Fraction(due) - Fraction(random.randint(5, 250), 100))
    form.label("C02", "/budget/score", due, "预算得分与执行率不符", "the budget's points do not follow from the rate")


@defect("C03", "budget sources texts hundred", Wish(cost=False))
def points_above_the_greatest(form: MadeForm, random: Random) -> None:
    _spend(form, random, rounded(_budgeted(form) * Fraction(random.randint(105, 130), 100)))
    points = BUDGET_POINTS[form.layout]
    form.budget["score"] = plain(rounded(points * _rate(form)))
    give_reason(form, "年中追加任务，支出超过预算")
    form.label(
        "C03", "/budget/score", plain(points), "超预算执行，得分未封顶", "spent more than budgeted, and the points are not capped"
    )


@defect("C03", "budget sources texts", Wish(unmet=0, low=False, partly=False, cost=False))
def overspent_without_reason(form: MadeForm, random: Random) -> None:
    _spend(form, random, rounded(_budgeted(form) * Fraction(random.randint(105, 130), 100)))
    form.label("C03", reason_at(form), None, "超预算执行，没有写原因", "spent more than budgeted, and no reason is given")


@defect("C04", "budget sources texts", Wish(low=False, cost=False))
def points_without_a_budget(form: MadeForm, random: Random) -> None:
    form.budget["budgeted"] = "0"
    for record in (form.budget, *form.values.get("sources", [])):
        if isinstance(record, dict):
            record |= {key: "0" for key in ("initial", "budgeted") if key in record}
    form.budget.update({"rate": "100%", "score": plain(BUDGET_POINTS[form.layout])})
    give_reason(form, "资金为年底追加，未列入年初预算")
    form.label("C04", "/budget/rate", "", "没有预算，却填了执行率", "there is no budget, yet a rate is given")
    form.label("C04", "/budget/score", "0", "没有预算，却得了分", "there is no budget, yet points are given")


@defect("C05", "sources", layouts=("national",))
def sources_do_not_add_up(form: MadeForm, random: Random) -> None:
    record = form.group("sources")[0]
    due = record["executed"]
    record["executed"] = plain(Fraction(due) + Fraction(random.randint(50, 900), 100))
    zh, en = "各来源的执行数之和不等于总额", "what the sources spent does not add up to the total line"
    form.label("C05", "/sources/0/executed", due, zh, en)


@defect("C06", "budget sources texts", ALL_MET)
def adjusted_without_reason(form: MadeForm, random: Random) -> None:
    initial = rounded(_budgeted(form) * Fraction(random.randint(70, 95), 100))
    if form.layout == "national":
        first = form.group("sources")[0]
        first["initial"] = plain(Fraction(first["initial"]) - _budgeted(form) + initial)
    form.values["budget"] = {"initial": plain(initial)} | {key: each for key, each in form.budget.items() if key != "initial"}
    form.label("C06", reason_at(form), None, "调整了预算，没有写原因", "the budget was adjusted, and no reason is given")


@defect("C06", "budget texts", Wish(low=False, cost=False))
def budget_before_adjustment(form: MadeForm, random: Random) -> None:
    said = plain(rounded(_budgeted(form) * Fraction(random.randint(105, 140), 100)))
    give_reason(form, f"年中调整预算数为 {said} 万元")
    zh, en = "预算数不是文字里写明的调整后的预算数", "the amount budgeted is not the adjusted one that the text names"
    form.label("C06", "/budget/budgeted", said, zh, en)


@defect("C16", "texts", Wish(unmet=0, low=True, partly=False), ("wuhan",))
def low_without_reason(form: MadeForm, random: Random) -> None:
    del form.values["deviation_reason"], form.values["improvement"]
    form.label("C16", "/deviation_reason", None, "执行率低，没有写原因", "little was spent, and no reason is given")


@defect("C16", "texts", Wish(low=True, unmet=1), ("national",))
def low_without_reason_beside_it(form: MadeForm, random: Random) -> None:
    del form.budget["reason"]
    form.label("C16", "/budget/reason", None, "执行率低，没有写原因", "little was spent, and no reason is given")


@defect("C28", "budget", Wish(unmet=0, low=True, partly=False))
def much_done_on_little(form: MadeForm, random: Random) -> None:
    """Such a form has the defect as it is made; it is labelled with all on which little was spent."""


@defect("C30", "texts", Wish(low=False))
def amounts_in_words_do_not_add_up(form: MadeForm, random: Random) -> None:
    one_part, other = (Fraction(random.randint(100, 3000), 100) for _ in range(2))
    said = f"未付款项为设备款{plain(one_part)}万元、服务款{plain(other)}万元，合计"
    wrong, right = one_part + other + random.randint(1, 9), one_part + other
    give_reason(form, f"{said}{plain(wrong)}万元")
    at = reason_at(form)
    due = (form.written(at) or "").replace(f"{said}{plain(wrong)}", f"{said}{plain(right)}")
    form.label("C30", at, due, "文字里的分项之和不等于合计", "the parts in the text do not add up to the sum in it")


@defect("C33", "budget", layouts=("wuhan",))
def weights_of_another_rulebook(form: MadeForm, random: Random) -> None:
    score = rounded(BUDGET_POINTS["national"] * min(_rate(form), Fraction(1)))
    form.budget.update({"weight": "10", "score": plain(score)})
    zh, en = "预算执行用了另一种表样的 10 分", "the budget has the 10 points of another template"
    form.label("C33", "/budget/weight", "20", zh, en)
    form.label("C08", "/budget/weight", "20", "预算的分值不是 20 分", "the budget's points are not 20")


@defect("C36", "rows", Wish(cost=True))
def cost_is_not_what_was_spent(form: MadeForm, random: Random) -> None:
    at, row = one(random, form, lambda row: row.kind == "cost")
    due = row.cells["actual"]
    row.cells["actual"] = f"{plain(rounded((row.actual or Fraction(0)) * Fraction(random.randint(85, 95), 100)))}万元"
    zh, en = "成本指标的实际值与执行数不符", "the cost indicator is not what was spent"
    form.label("C36", f"/indicators/{at}/actual", due, zh, en)


@defect("C37", "budget sources", Wish(cost=False))
def rate_cut_off(form: MadeForm, random: Random) -> None:
    low = _rate(form) < LOW
    while percent(_rate(form)) == cut_percent(_rate(form)) or _rate(form) * 100 == int(_rate(form) * 100):
        budgeted, executed = amounts(random, low)
        _set(form, random, budgeted, executed)
    due = form.budget["rate"]
    form.budget["rate"] = cut_percent(_rate(form))
    form.label("C37", "/budget/rate", due, "执行率的尾数是截去的，不是四舍五入", "the rate is cut off, not rounded")


def _budgeted(form: MadeForm) -> Fraction:
    return Fraction(form.budget["budgeted"])


def _rate(form: MadeForm) -> Fraction:
    return Fraction(form.budget["executed"]) / _budgeted(form)


def _spend(form: MadeForm, random: Random, executed: Fraction) -> None:
    """Another amount spent, and what follows from it."""
    _set(form, random, _budgeted(form), executed)


def _set(form: MadeForm, random: Random, budgeted: Fraction, executed: Fraction) -> None:
    form.budget.update(budget(form.layout, budgeted, executed))
    if form.layout == "national":
        form.values["sources"] = sources(random, budgeted, executed)
