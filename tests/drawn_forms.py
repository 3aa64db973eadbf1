"""Forms drawn with what people really write in their cells: other units, words, ranges, look-alikes, nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from perfrules.forms import Field, Form, Template, make_form, shipped_templates

TEMPLATES = shipped_templates()


def template_named(name: str) -> Template:
    template = TEMPLATES.get(name)
    assert template is not None
    return template


POINTS = ["10", "0", "20", "17", "17.40", "13.33", "13.3", "80 分", "100", "5.545", "-1", "0.005", "十分"]
MONEY = ["100", "0", "121.75", "33.73", "69300", "2.6亿元", "5000元", "0.01", "-3", "1,234.50", "—", "约100"]
RATIOS = ["100%", "0", "27.70%", "27.7%", "121%", "79.995%", "80%", "0.01%", "100", "九成"]
QUANTITIES = [
    *("100", "100家", "0", "≥100", "95%以上", "100%", "5个", "有助于", "102 家", "1.2万亩", "12000亩", "95%", "不超过5天", "6天"),
    *(
        "<5",
        "2600 批 次",
        "2.6亿元",
        "0家",
        "10分",
        "0%",
        "按标准发放",
        "-5",
        "全区企业的 0.1%",
        "2021年底",
        "/",
        "有 助于",
        "３.50",
        "5‰",
    ),
]
TEXTS = [
    *(
        "有助于",
        "A1",
        "因疫情取消",
        "产出指标",
        "效益指标",
        "　",
        "—",
        "优",
        "良",
        "２０２０年 完成50%",
        "因 疫情 取消",
        "Ａ１",
        "检测69300批，完成 49.5%。",
    ),
    *("乙", "1", "按标准 发放"),
]
NUMBERS = ["2020", "2019", "2021年度", "二〇二〇", "0"]
DATES = ["2021-01-15", "2021年2月1日", "2020/12/31", "2021-02-30", "去年"]
BY_KIND = {
    "points": POINTS,
    "money": MONEY,
    "ratio": RATIOS,
    "quantity": QUANTITIES,
    "text": TEXTS,
    "number": NUMBERS,
    "date": DATES,
}


def written(of: Field) -> st.SearchStrategy[Any]:
    """What may stand in a cell, blank included."""
    if of.kind == "ticks":
        return st.none() | st.lists(st.sampled_from(of.choices), unique=True)
    if of.kind == "choice":
        return st.sampled_from([None, *of.choices] + ([] if of.name == "money_unit" else ["部分 达成", "尚可"]))
    digits = {"points": "{}", "money": "{}", "ratio": "{}%", "quantity": "{}家"}.get(of.kind)
    known = st.sampled_from([None, *BY_KIND[of.kind]])
    if digits is None:
        return known
    return known | st.decimals(0, 200, places=2).map(lambda number: digits.format(number))


# The fields that are drawn, few enough that rules and forms meet in them.
USED = {
    "": [
        "year",
        "filled_on",
        "place",
        "category",
        "money_unit",
        "total_weight",
        "total_score",
        "grade",
        "deviation_reason",
        "department",
    ],
    "budget": ["initial", "budgeted", "executed", "rate", "weight", "score", "reason"],
    "sources": ["item", "budgeted", "executed", "rate"],
    "goals": ["title", "weight"],
    "indicators": ["goal", "level1", "level2", "name", "target", "actual", "weight", "score", "tier", "reason"],
    "cells": ["label", "text"],
    "figures": ["label", "value", "text"],
}
MADE_BY_THE_READER = ("cells", "figures")


def used(template: Template, part: str) -> list[Field]:
    """The fields of the form or of a part that are drawn."""
    holder = template.part(part) if part else template
    assert holder is not None
    return [of for of in holder.fields.values() if of.name in USED[part]]


def cells(fields: Sequence[Field]) -> st.SearchStrategy[dict[str, Any]]:
    """What stands in them."""
    return st.fixed_dictionaries({of.name: written(of) for of in fields})


@st.composite
def form_data(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """What is written on a form of the template of that name."""
    template = template_named(name)
    data = draw(cells(used(template, "")))
    for part in template.parts.values():
        if part.name not in MADE_BY_THE_READER:
            rows = cells(used(template, part.name))
            data[part.name] = draw(st.lists(rows, max_size=4) if part.many else rows)
    return data


def forms(name: str) -> st.SearchStrategy[Form]:
    """Filled-in forms of the template of that name."""
    return form_data(name).map(lambda data: make_form(template_named(name), data).only)
