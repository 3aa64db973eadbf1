"""Defects of the indicator rows: weights and points, targets and what was reached, what the rows measure."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from making.clean import Wish, print_weights
from making.defects import ALL_MET, defect, one, reason_of_row, retell
from making.form import MadeForm, Row
from making.rows import dealt
from making.written import plain, rounded

ONE_SHORT = Wish(unmet=1, partly=False)


@defect("C08", "goals", layouts=("wuhan",))
def goal_weight_wrong(form: MadeForm, random: Random) -> None:
    form.group("goals")[0]["weight"] = f"{random.choice([70, 90, 100])}分"
    form.label("C08", "/goals/0/weight", "80分", "目标的分值合计不是 80 分", "the goals' points are not 80 together")


@defect("C08", "rows", layouts=("national",))
def weights_do_not_add_up(form: MadeForm, random: Random) -> None:
    at, row = one(random, form, lambda row: row.met and row.kind != "words" and row.weight > 4)
    due = row.cells["weight"]
    row.cells["weight"] = row.cells["score"] = plain(row.weight - random.randint(1, 3))
    form.label("C08", f"/indicators/{at}/weight", due, "各行分值合计不足", "the rows' weights fall short of what they must be")


@defect("C09", "rows", Wish(unmet=0, partly=False))
def points_below_nothing(form: MadeForm, random: Random) -> None:
    at, row = one(random, form, lambda row: row.kind in ("count", "rate"))
    due = row.cells["score"]
    row.cells["score"] = str(-random.randint(1, 5))
    form.label("C09", f"/indicators/{at}/score", due, "得分为负", "points below nothing")
    if form.layout == "national":
        form.label("C10", f"/indicators/{at}/score", due, "得分与完成率不符", "the points do not follow from what was reached")


@defect("C09", "rows hundred", Wish(unmet=0, partly=False))
def points_above_the_weight(form: MadeForm, random: Random) -> None:
    at, row = one(random, form, lambda row: row.kind in ("count", "rate"))
    due = row.cells["score"]
    row.cells["score"] = plain(row.weight + random.randint(1, 5))
    form.label("C09", f"/indicators/{at}/score", due, "得分超过分值", "more points than the row is worth")
    if form.layout == "national":
        form.label("C10", f"/indicators/{at}/score", due, "得分与完成率不符", "the points do not follow from what was reached")


@defect("C10", "rows", ONE_SHORT)
def points_not_in_proportion(form: MadeForm, random: Random) -> None:
    at, row = one(random, form, lambda row: not row.met)
    due = row.cells["score"]
    row.cells["score"] = plain(rounded(row.weight * (1 + row.ratio) / 2))
    zh, en = "未完成的得分高于分值 × 完成率", "an unmet row has more points than its weight times what was reached"
    form.label("C10", f"/indicators/{at}/score", due, zh, en)


@defect("C11", "rows")
def less_is_better_but_not_said(form: MadeForm, random: Random) -> None:
    at, row = one(random, form, lambda row: row.kind == "rate" and row.cells["level2"] == "质量指标")
    number = random.randint(3, 9)
    taken = {each.cells["name"] for each in form.rows}
    names = (("同类项目年度考核排名", "名"), ("资料差错率", "%"), ("来信投诉率", "%"))
    name, unit = random.choice([each for each in names if each[0] not in taken])
    sign = "" if unit == "%" else random.choice(["≥", ""])
    row.kind, row.target, row.actual, row.unit = "inverse", Fraction(number), Fraction(number), unit
    row.cells.update({"name": name, "target": f"{sign}{number}{unit}", "actual": f"{number}{unit}"})
    zh, en = "越小越好的指标没有写 ≤", "less is better here, and the target does not say ≤"
    form.label("C11", f"/indicators/{at}/target", f"≤{number}{unit}", zh, en)


@defect("C12", "rows", Wish(unmet=0, partly=True))
def points_outside_the_tier(form: MadeForm, random: Random) -> None:
    if form.layout == "wuhan":
        print_weights(form)
    at, row = one(random, form, lambda row: row.cells.get("tier") == "部分达成")
    due = row.cells["score"]
    row.cells["score"] = plain(rounded(row.weight * Fraction(random.randint(85, 100), 100)))
    form.label("C12", f"/indicators/{at}/score", due, "得分不在所属档次之内", "the points are outside the tier")


@defect("C13", "rows", ONE_SHORT)
def full_points_for_unmet(form: MadeForm, random: Random) -> None:
    at, row = one(random, form, lambda row: not row.met)
    due = row.cells["score"]
    row.cells["score"] = plain(row.weight)
    form.label("C13", f"/indicators/{at}/score", due, "未完成却得满分", "unmet, and yet the full points")


@defect("C14", "rows texts", ALL_MET)
def points_taken_off_without_reason(form: MadeForm, random: Random) -> None:
    at, row = one(random, form, lambda row: row.kind in ("count", "rate"))
    due = row.cells["score"]
    row.cells["score"] = plain(row.weight - Fraction(random.choice([2, 5, 10]), 10))
    where = reason_of_row(form, at)
    zh, en = (
        f"指标“{row.cells['name']}”已完成却扣分，没有写原因",
        f"`{row.cells['name']}` is met, points are taken off, and no reason is given",
    )
    form.label("C14", where, None, zh, en)
    if form.layout == "national":
        form.label("C10", f"/indicators/{at}/score", due, "得分与完成率不符", "the points do not follow from what was reached")


@defect("C17", "rows texts goals", ALL_MET)
def far_above_without_reason(form: MadeForm, random: Random) -> None:
    at, row = one(random, form, lambda row: row.kind == "count")
    row.actual = Fraction(int((row.target or Fraction(1)) * random.randint(150, 260) / 100))
    row.cells["actual"] = f"{plain(row.actual)}{row.unit}"
    retell(form)
    zh, en = (
        f"“{row.cells['actual']}”远超目标，没有写原因",
        f"`{row.cells['actual']}` is far above the target, and no reason is given",
    )
    form.label("C17", f"/indicators/{at}/reason", None, zh, en)


@defect("C18", "rows goals", Wish(unmet=0, partly=False))
def units_differ(form: MadeForm, random: Random) -> None:
    at, row = one(random, form, lambda row: row.kind == "count")
    due = row.cells["actual"]
    row.cells["target"], row.cells["actual"] = f"{plain(row.target or Fraction(1))}{row.unit}", "100%"
    row.actual = None
    retell(form)
    form.label("C18", f"/indicators/{at}/actual", due, "目标值与实际值的单位不同", "target and actual have different units")


@defect("C19", "rows")
def actual_repeats_the_name(form: MadeForm, random: Random) -> None:
    at, row = one(random, form, lambda row: row.kind == "words" and row.met)
    due = row.cells["actual"]
    row.cells["actual"] = row.cells["name"]
    form.label("C19", f"/indicators/{at}/actual", due, "实际值照抄指标名称", "the actual value repeats the name")


@defect("C19", "rows")
def actual_repeats_the_target(form: MadeForm, random: Random) -> None:
    at, row = one(random, form, lambda row: row.kind == "words" and row.met)
    due = row.cells["actual"]
    row.cells["actual"] = row.cells["target"]
    form.label("C19", f"/indicators/{at}/actual", due, "实际值照抄目标值", "the actual value repeats the target")


@defect("C20", "rows goals", Wish(unmet=0, partly=False))
def blank_yet_scored(form: MadeForm, random: Random) -> None:
    at, row = one(random, form, lambda row: row.kind in ("count", "rate"))
    key = random.choice(["target", "actual"])
    due = row.cells.pop(key)
    setattr(row, key, None)
    retell(form)
    form.label("C20", f"/indicators/{at}/{key}", due, "没有填，却得了分", "left blank, and yet there are points")


@defect("C22", "rows goals")
def rate_among_counts(form: MadeForm, random: Random) -> None:
    at, row = one(random, form, lambda row: row.kind == "count" and row.met)
    row.kind, row.target, row.actual, row.unit = "rate", Fraction(95), Fraction(96), "%"
    row.cells.update({"name": f"{row.cells['name']}完成率", "target": "95%", "actual": "96%"})
    retell(form)
    form.label("C22", f"/indicators/{at}/target", None, "数量指标填的是比率", "a rate among the counts")


@defect("C23", "rows")
def count_for_satisfaction(form: MadeForm, random: Random) -> None:
    at, row = one(random, form, lambda row: row.cells["level1"] == "满意度指标")
    number = random.randint(20, 900)
    row.kind, row.target, row.actual, row.unit = "equal", Fraction(number), Fraction(number), "人"
    row.cells.update({"name": "接受服务人数", "target": f"{number}人", "actual": f"{number}人"})
    form.label("C23", f"/indicators/{at}/name", None, "满意度指标填的是人数", "a count of people for satisfaction")


@defect("C24", "rows")
def no_satisfaction(form: MadeForm, random: Random) -> None:
    gone = form.rows.pop()
    form.group("indicators").pop()
    heir = next(row for row in form.rows if row.cells["level1"] == "效益指标")
    share = Fraction(heir.cells["score"]) / heir.weight
    heir.weight += gone.weight
    heir.cells["score"] = plain(rounded(heir.weight * share))
    if "weight" in heir.cells:
        heir.cells["weight"] = plain(heir.weight)
    form.label("C24", "/indicators", None, "没有满意度指标", "there is no satisfaction indicator")


@defect("C25", "rows", Wish(unmet=0, partly=False))
def one_row_has_half(form: MadeForm, random: Random) -> None:
    at, row = one(random, form, lambda row: row.kind in ("count", "rate"))
    whole = sum((each.weight for each in form.rows), Fraction(0))
    big = Fraction(45 if form.layout == "wuhan" else 55)
    others = [each for each in form.rows if each is not row]
    for each, weight in zip([row, *others], [big, *dealt(whole - big, len(others))], strict=True):
        each.weight = weight
        each.cells.update({key: plain(weight) for key in ("weight", "score") if key in each.cells})
    key = "score" if form.layout == "wuhan" else "weight"
    form.label("C25", f"/indicators/{at}/{key}", None, "一行占了一半以上的分", "one row has more than half of the points")


@defect("C26", "rows", Wish(unmet=0, partly=False))
def row_twice(form: MadeForm, random: Random) -> None:
    _, row = one(random, form, lambda row: row.kind == "rate" and row.cells["level2"] == "质量指标")
    at, copy = one(random, form, lambda row: row.cells["level2"] == "时效指标")
    _become(copy, row)
    form.label("C26", f"/indicators/{at}/name", None, "同一指标填了两次", "the same indicator twice")


@defect("C26", "rows budget", Wish(low=False))
def execution_again(form: MadeForm, random: Random) -> None:
    at, row = one(random, form, lambda row: row.kind == "rate" and row.cells["level2"] == "质量指标")
    row.target = Fraction(95)
    row.cells.update({"name": "预算执行率", "target": "≥95%", "actual": form.budget["rate"]})
    zh, en = "预算执行率又作一项指标计分", "execution of the budget is counted again as an indicator"
    form.label("C26", f"/indicators/{at}/name", None, zh, en)


@defect("C27", "rows")
def two_measures_in_one(form: MadeForm, random: Random) -> None:
    at, row = one(random, form, lambda row: row.kind == "rate" and row.cells["level2"] == "质量指标")
    row.cells["name"] = f"{row.cells['name']}、信息公开率"
    form.label("C27", f"/indicators/{at}/name", None, "一行写了两个比率", "two rates in one row")


@defect("C38", "rows")
def satisfaction_too_round(form: MadeForm, random: Random) -> None:
    at, row = one(random, form, lambda row: row.cells["level1"] == "满意度指标")
    row.actual = random.choice([Fraction(100), row.target or Fraction(90)])
    row.cells["actual"] = f"{plain(row.actual)}%"
    zh, en = "满意度恰为 100% 或恰为目标，请查调查记录", "satisfaction is exactly 100% or exactly the target: ask for the survey"
    form.label("C38", f"/indicators/{at}/actual", None, zh, en)


def _become(row: Row, other: Row) -> None:
    """The measure of another row under this row's weight and points."""
    row.kind, row.target, row.actual, row.unit = other.kind, other.target, other.actual, other.unit
    row.cells.pop("tier", None)
    row.cells.update({key: other.cells[key] for key in ("level1", "level2", "name", "target", "actual")})
