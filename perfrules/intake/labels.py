"""What is printed on the paper itself: titles, labels, headers, instructions, and the field each one announces.

All of it is compared without blanks and in half width, because a narrow cell breaks `实施单位` anywhere.
"""

from __future__ import annotations

import re

from perfrules.values.text import half_width, normal

# Spellings beside those a template gives. A template's own label goes before them.
HEAD = {
    "主管部门": "department",
    "主管部门及代码": "department",
    "主管单位": "department",
    "项目主管部门": "department",
    "项目单位": "unit",
    "单位名称": "unit",
    "填表时间": "filled_on",
    "填报时间": "filled_on",
}
# Fields whose labels stand elsewhere, or mean another thing in a head: `单位` there is who, not 万元.
NOT_IN_HEAD = ("year", "title_year", "money_unit", "total_weight", "total_score", "grade")
# Labels of the head that announce a value no template has a field for.
UNKEPT = re.compile(
    r"^(项目)?(联系人|联系电话|电话|负责人|负责人及电话|填报人|填表人|编码|代码|预算编码|起止时间|实施期限|审核人)$"
)

TITLE = re.compile(r"^.{0,60}(自评|自我评价)(价)?(情况)?表(\(.{0,20}\))?$")
REMARK = re.compile(r"^\(?(备注|注[:\d]|说明|填表|填报|单位负责人|(金额)?单位:|附件?\d*$)")
FURNITURE = re.compile(r"^(附件?\d*:?|第\d+页(,?共\d+页)?|[-—–]?\d+[-—–]?)$")
TEXT_YEAR = re.compile(r"(20\d\d)年")
FILLED_ON = re.compile(r"^(?:填表日期|填报日期|填表时间):?(.+)$")
UNIT_LINE = re.compile(r"(?:金额)?单位:\(?(亿元|万元|元)")
MONEY_UNIT = re.compile(r"(亿元|万元|(?<=[(:])元)")

# Columns, as patterns: a header may hold two of them in one cell.
BUDGET = {
    "上年结转数?": "carried_in",
    "(?:全年|调整后?|调整后的)预算数?": "budgeted",
    "(?:全年|实际)执行数|实际支出数?": "executed",
    "预算执行率": "rate",
    "(?:未完成|偏差)原因(?:分析)?(?:及改进措施)?": "reason",
}
INDICATOR = {
    "具体指标": "name",
    "(?:年初|年度)?(?:目标|指标)值|^年度$|^年度指标$": "target",
    "(?:全年)?实际(?:完成)?(?:值|情况|指标值)?|(?:全年)?完成值": "actual",
    "(?:未完成|偏差)(?:大)?(?:或目标未完成)?(?:的)?原因(?:分析)?(?:及改进措施)?": "reason",
    "备注": "remark",
}
GOAL_TITLE = re.compile(r"^(年度(?:总体|绩效)?目标\d*):?(?:\((\d+(?:\.\d+)?分|[Xx×*]+分)\))?:?$")
GOAL_OPEN = re.compile(r"年\s*度\s*(?:总\s*体|绩\s*效)?\s*目\s*标\s*\d*")
POINTS = re.compile(r"^\((\d+(?:\.\d+)?分|[Xx×*]+分)\)$")
INSTRUCTION = re.compile(r"^\((?:(?:\d+(?:\.\d+)?|[Xx×*]+)分(?:\*执行率)?|万元|A|B|B/A)\)$")
DOTS = re.compile(r"^[.…·。]+$")
TOTAL = re.compile(r"^(自评)?(总分|总得分|合计|总计|总评分)$")
BUDGET_TITLE = re.compile(r"^(预算执行情况|项目资金|部门预算执行情况|预算执行)(\(.*\))?$")
BLOCK = re.compile(r"^(年度)?绩效指标$")
TOTAL_MONEY = re.compile(r"(资金总额|支出总额|预算总额|^合计$|^资金合计$|^总计$)")
TEXTS = {
    "偏差大或目标未完成的原因分析": "deviation_reason",
    "未完成原因分析": "deviation_reason",
    "偏差原因分析": "deviation_reason",
    "改进措施及结果运用方案": "improvement",
}

OPENS_ROW = re.compile(r"^(年度|项目|单位名称|主管|预算|偏差|改进措施|绩效指标|指标\d|基本支出|[.…]+$)")
LEVEL1 = frozenset(("产出", "效益", "满意度", "成本", "决策", "过程", "投入", "管理"))
HOMES = {
    "数量": "产出",
    "质量": "产出",
    "时效": "产出",
    "成本": "产出",
    "经济效益": "效益",
    "社会效益": "效益",
    "生态效益": "效益",
    "环境效益": "效益",
    "可持续影响": "效益",
    "可持续发展": "效益",
    "经济成本": "成本",
    "社会成本": "成本",
    "生态环境成本": "成本",
}
NUMBERED = re.compile(r"^\s*指\s*标\s*\d+\s*[:：]?\s*")
NUMBER = re.compile(r"^(?:[-+]?\d[\d.,]*(?:分|元|万元|亿元)?|[—–/-]+|无)$")
PERCENT = re.compile(r"^[-+]?\d[\d.,]*%$")
DASH = re.compile(r"^[—–/\\-]+$")


def is_title(text: str) -> bool:
    plain = normal(text)
    return len(plain) <= 80 and "。" not in plain and TITLE.match(plain) is not None


def is_remark(text: str) -> bool:
    return REMARK.match(normal(text)) is not None


def is_page_furniture(text: str) -> bool:
    """`附件 1` and page numbers: about the document, not about a form."""
    return FURNITURE.match(normal(text)) is not None


def is_label(text: str) -> bool:
    """A text that opens a row by itself, so that it is not the rest of a cell of the line above."""
    plain = normal(text)
    return bool(level1(text) or home(text) or TOTAL.match(bare(text)) or OPENS_ROW.match(plain))


def bare(text: str) -> str:
    """`text` as a label: without blanks, half width, without what stands in brackets."""
    return re.sub(r"\([^()]*\)", "", normal(text))


def level1(text: str) -> str | None:
    """The first-level group a label names: `效益 指标` is `效益`."""
    plain = normal(text).removesuffix("指标")
    return plain if plain in LEVEL1 else None


def home(text: str) -> str | None:
    """The first-level group a second-level label belongs to by the printed template; None for labels it does not know."""
    plain = normal(text).removesuffix("指标")
    if plain.endswith("满意度") and plain != "满意度" and len(plain) <= 20:
        return "满意度"
    return HOMES.get(plain)


def is_number(text: str) -> bool:
    return NUMBER.match(normal(text)) is not None


def is_dash(text: str) -> bool:
    return DASH.match(normal(text)) is not None


def is_dots(text: str) -> bool:
    return DOTS.match(normal(text)) is not None


def after(text: str, label: str) -> str | None:
    """What follows `label` at the start of `text`, whatever blanks stand inside the label; None when it does not start so."""
    plain, at = half_width(text), 0
    for character in label:
        while at < len(plain) and plain[at].isspace():
            at += 1
        if at >= len(plain) or plain[at] != character:
            return None
        at += 1
    return text[at:].lstrip().removeprefix(":").removeprefix("：").lstrip()
