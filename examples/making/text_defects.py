"""Defects of the head, the words, the total and the grade."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from making.clean import GRADES, Wish, grade
from making.defects import ALL_MET, defect, give_reason, one
from making.form import MadeForm
from making.written import plain


@defect("C07", "total")
def total_wrong(form: MadeForm, random: Random) -> None:
    """The grade stays the one of the total claimed, or two things would be wrong."""
    due = form.claimed_total()
    wrong = [due + Fraction(off, 100) for off in (-1000, -500, -300, -100, 25, 50) if due + Fraction(off, 100) <= 100]
    kept = [total for total in wrong if grade(total) == grade(due)] or [due - Fraction(1, 4)]
    form.values["total_score"] = plain(random.choice(kept))
    zh, en = "总分不等于各项得分之和", "the total is not the sum of the points"
    form.label("C07", "/total_score", plain(due), zh, en)


@defect("C15", "texts", Wish(unmet=1, low=False, partly=False))
def unmet_without_reason(form: MadeForm, random: Random) -> None:
    at, row = one(random, form, lambda row: not row.met)
    if form.layout == "national":
        del row.cells["reason"]
        where = f"/indicators/{at}/reason"
    else:
        del form.values["deviation_reason"]
        where = "/deviation_reason"
    form.label("C15", where, None, "有未完成的指标，没有写原因", "something is unmet, and no reason is given")


@defect("C15", "texts", Wish(unmet=1, low=False, partly=False), ("wuhan",))
def unmet_without_measure(form: MadeForm, random: Random) -> None:
    del form.values["improvement"]
    zh, en = "有未完成的指标，没有写改进措施", "something is unmet, and no measure is given"
    form.label("C15", "/improvement", None, zh, en)


@defect("C21", "goals", layouts=("wuhan",))
def points_left_as_printed(form: MadeForm, random: Random) -> None:
    form.group("goals")[0]["weight"] = random.choice(["XX分", "XX 分"])
    form.label("C21", "/goals/0/weight", "80分", "留着表上印的“XX 分”", "the printed `XX 分` was left")


@defect("C21", "goals")
def instruction_left(form: MadeForm, random: Random) -> None:
    due = form.group("goals")[0]["achieved"]
    form.group("goals")[0]["achieved"] = random.choice(["（100字以内）", "对照目标填写实际完成情况……"])
    form.label("C21", "/goals/0/achieved", due, "留着填表提示", "the instruction was left")


@defect("C29", "texts rows", ALL_MET)
def words_contradict_figures(form: MadeForm, random: Random) -> None:
    at, row = one(random, form, lambda row: row.kind == "count")
    give_reason(form, f"因时间冲突，本年度取消了原定的{row.cells['name']}")
    zh, en = (
        f"文字说取消了“{row.cells['name']}”，它却得了满分",
        f"the text says `{row.cells['name']}` was cancelled, yet it has full points",
    )
    form.label("C29", f"/indicators/{at}/score", None, zh, en)


@defect("C31", "head")
def title_of_another_year(form: MadeForm, random: Random) -> None:
    due = form.text("year")
    form.values["title_year"] = str(int(due or 0) - 1)
    form.label("C31", "/title_year", due, "标题的年度不是表内的年度", "the title's year is not the form's")


@defect("C31", "head")
def filled_in_too_early(form: MadeForm, random: Random) -> None:
    year = int(form.text("year") or 0) - 1
    form.values["filled_on"] = f"{year}年{random.randint(1, 12)}月{random.randint(1, 28)}日"
    form.label("C31", "/filled_on", None, "填表日期在年度开始之前", "filled in before the year began")


@defect("C32", "head", layouts=("wuhan",))
def two_boxes_ticked(form: MadeForm, random: Random) -> None:
    due = form.written("/category")
    form.values["category"] = ["部门预算项目", "财政专项资金"]
    form.label("C32", "/category", due, "一行勾了两个", "two boxes of one line are ticked")


@defect("C32", "head")
def head_left_blank(form: MadeForm, random: Random) -> None:
    name = random.choice(["unit", "department", "project"])
    due = form.text(name)
    form.values[name] = random.choice(["", "/", "—"])
    form.label("C32", f"/{name}", due, "表头没有填", "the head is not filled in")


@defect("C34", "total hundred", layouts=("national",))
def grade_wrong(form: MadeForm, random: Random) -> None:
    due = form.text("grade")
    form.values["grade"] = random.choice([name for name in (*(name for _, name in GRADES), "差") if name != due])
    form.label("C34", "/grade", due, "等级与总分不符", "the grade is not the one of the total")


@defect("C35", "goals")
def goal_and_indicator_differ(form: MadeForm, random: Random) -> None:
    told = form.group("goals")[0]["intended"]
    _, row = one(random, form, lambda row: row.kind == "count" and row.cells["name"] in told)
    figure = plain(row.target or Fraction(0))
    other = plain(Fraction(int((row.target or Fraction(0)) * Fraction(random.randint(130, 180), 100)) + 1))
    form.group("goals")[0]["intended"] = told.replace(f"{row.cells['name']}{figure}", f"{row.cells['name']}{other}")
    form.label(
        "C35", "/goals/0/intended", told, "目标文字里的数与指标不同", "the figure in the goal's words is not the indicator's"
    )
