"""What became of each project of 2020 in the made-up year 2021, by the number of its form, and what is wrong on purpose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from making.form import Layout, Record

REAL_DEPARTMENT = "硚口区市场监督管理局"
GOAL: Record = {"title": "年度绩效目标 1", "weight": "80分"}


@dataclass(frozen=True, slots=True)
class Planned:
    """A defect on purpose: `others` may say `{last}` for last year's form."""

    defect: str
    at: str
    due: str | None
    zh: str
    en: str
    others: tuple[str, ...] = ("{last}",)


@dataclass(frozen=True, slots=True)
class Plan:
    """`rows` changes last year's rows by number (None drops one), `added` go before them; `repeats` are last year's texts."""

    budgeted: str
    executed: str
    rows: Mapping[int, Record | None] = field(default_factory=dict)
    added: tuple[Record, ...] = ()
    carried: str | None = None
    reason: str | None = None
    improvement: str | None = None
    repeats: tuple[str, ...] = ()
    labels: tuple[Planned, ...] = ()
    head: Mapping[str, Any] = field(default_factory=dict)
    goal: Record = field(default_factory=lambda: dict(GOAL))
    layout: Layout = "wuhan"

    def texts(self, last: Mapping[str, Any]) -> dict[str, str]:
        """Reason and measure, where the form has them."""
        told = {"deviation_reason": self.reason, "improvement": self.improvement} | {key: last[key] for key in self.repeats}
        return {key: text for key, text in told.items() if text is not None}


def _words(target: str) -> Record:
    return {"target": target, "actual": target}


PLANS: dict[int, Plan] = {
    1: Plan("205.5", "205.5"),
    2: Plan(
        "150",
        "58.46",
        {0: {"target": "≥105", "actual": "108"}, 4: {"target": "≤4", "actual": "3"}},
        reason="第三方审计合同年底签订，款项跨年支付；农贸市场排名因集中整治而提前。",
        improvement="上半年完成采购，按进度付款。",
        labels=(
            Planned(
                "Y05",
                "/budget/budgeted",
                None,
                "执行率上年 27.70%、今年 38.97%，预算反由 121.75 万元增到 150 万元",
                "27.70% was spent last year, 38.97% this year, and the budget rose from 121.75 to 150 万元",
            ),
        ),
    ),
    3: Plan("60", "57.3", {1: {"target": "82%", "actual": "84%"}}),
    4: Plan("12", "11.52", {0: {"target": "2次", "actual": "2次"}}),
    5: Plan(
        "110",
        "104.5",
        {
            0: {"target": "120家", "actual": "125家"},
            1: {"target": "600台", "actual": "610台", "remark": "在用电梯减少，上级下达的抽查任务相应调减"},
        },
        labels=(
            Planned(
                "Y01",
                "/indicators/0/target",
                None,
                "上年实际 135 家，今年目标降到 120 家，没有写原因",
                "135 were reached last year, the target fell to 120, and no reason is given",
            ),
        ),
    ),
    6: Plan(
        "430",
        "418.2",
        {0: {"target": "2800批次", "actual": "2850批次"}},
        carried="60.5",
        labels=(
            Planned(
                "Y03",
                "/budget/carried_in",
                "80.5",
                "上年未用完 80.5 万元，今年只结转 60.5 万元",
                "80.5 万元 were left last year, and 60.5 万元 are carried in",
            ),
        ),
    ),
    7: Plan(
        "120",
        "93.6",
        {0: {"target": "100000 批", "actual": "80000 批", "score": "32"}},
        improvement="按季度安排检测批次，及时调配检测人员。",
        repeats=("deviation_reason",),
        labels=(
            Planned(
                "Y04",
                "/deviation_reason",
                None,
                "原因照抄上年，连年份也没有改",
                "the reason is last year's, its year included",
            ),
        ),
    ),
    8: Plan(
        "20",
        "19.4",
        repeats=("improvement",),
        labels=(Planned("Y04", "/improvement", None, "改进措施照抄上年", "the measures are last year's"),),
    ),
    9: Plan("3", "2.9"),
    11: Plan(
        "240",
        "233.28",
        {
            0: None,
            10: _words("有效保护"),
            11: _words("有效维护"),
            12: _words("有效保障"),
            13: {"level1": "满意度指标"},
            14: {"level1": "满意度指标"},
            15: {"level1": "满意度指标"},
        },
        added=(
            {
                "level1": "产出指标",
                "level2": "数量指标",
                "name": "检测人员培训",
                "target": "40人次",
                "actual": "42人次",
                "score": "5",
            },
        ),
        labels=(
            Planned(
                "Y02",
                "/indicators",
                None,
                "上年未完成的“初级农产品快速检测”（10000 批次完成 5008 批次）今年没有了，也没有说明",
                "`初级农产品快速检测`, of which 5008 of 10000 were done last year, is gone without a word",
            ),
        ),
    ),
    12: Plan(
        "10",
        "9.6",
        {0: {"target": "24000羽", "actual": "24000羽", "score": "12"}, 1: {"target": "600瓶", "actual": "612瓶", "score": "12"}},
    ),
    13: Plan(
        "65",
        "62.4",
        {
            0: {"target": "200批次", "actual": "204批次"},
            1: {"actual": "4 个"},
            4: _words("有效保护") | {"score": "10"},
            5: _words("有效保障") | {"score": "10"},
            6: {"level1": "满意度指标", "target": "100%", "actual": "100%"},
        },
    ),
    14: Plan(
        "65",
        "65",
        {
            0: {"target": "99%", "actual": "99%", "weight": "30", "score": "30"},
            1: {"weight": "20", "score": "20"},
            2: {"weight": "20", "score": "20"},
            3: {"weight": "20", "score": "20"},
        },
        head={"money_unit": "万元"},
        goal={"title": "年度总体目标", "intended": "重点领域周检率 99%。", "achieved": "重点领域周检率 99%。"},
        layout="national",
        labels=(
            Planned(
                "X09",
                "/budget/weight",
                None,
                "与同批各表的表样不同：预算 10 分",
                "another layout than the others: 10 points for the budget",
                (),
            ),
            Planned("C08", "/budget/weight", "20", "武汉的预算分值是 20 分", "the budget has 20 points in Wuhan", ()),
            Planned("C08", "/indicators", None, "武汉的指标分值合计是 80 分", "the indicators have 80 points in Wuhan", ()),
            *(
                Planned(
                    "Y08",
                    f"/indicators/{at}/weight",
                    "25",
                    "分值与上年不同，没有说明",
                    "the weight is not last year's, nothing is said of it",
                )
                for at in range(4)
            ),
        ),
    ),
}

NEW = Plan(
    "80",
    "77.6",
    added=(
        {"level1": "产出指标", "level2": "数量指标", "name": "建设功能模块", "target": "6个", "actual": "6个", "score": "20"},
        {
            "level1": "产出指标",
            "level2": "质量指标",
            "name": "系统一次验收合格率",
            "target": "100%",
            "actual": "100%",
            "score": "20",
        },
        {
            "level1": "效益指标",
            "level2": "社会效益指标",
            "name": "有助于提高监管效率",
            "target": "有助于",
            "actual": "有助于",
            "score": "30",
        },
        {
            "level1": "满意度指标",
            "level2": "服务对象满意度指标",
            "name": "使用人员满意度",
            "target": "≥90%",
            "actual": "93%",
            "score": "10",
        },
    ),
    head={
        "unit": "办公室",
        "project": "智慧监管平台建设（编造的项目）",
        "category": ["部门预算项目"],
        "nature": ["新增性项目"],
        "duration": ["一次性项目"],
    },
)

DEPARTMENT = Plan(
    "10800",
    "10584",
    {
        0: {"target": "2800批次", "actual": "2850批次", "score": "5"},
        1: {"target": "≥105", "actual": "108 家"},
        6: {"target": "≤4", "actual": "3"},
    },
    added=(
        {
            "level1": "产出指标",
            "level2": "数量指标",
            "name": "初级农产品农药残留检测",
            "target": "100000 批",
            "actual": "80000 批",
            "score": "4",
        },
    ),
    reason="初级农产品农药残留检测未完成，原因见项目自评表；农贸市场排名因集中整治而提前。",
    improvement="按季度通报检测进度。",
    goal={"title": "年度目标 1", "weight": "80分", "intended": "完成监督性抽检任务。"},
)
