"""A made-up second year of `examples/qiaokou-2020`: the same projects in 2021, for links and rules across years to run on.

What each project became is in `qiaokou_plan`; here it is carried out. Names, offices and rows are those of the real forms of
2020, or nothing would link to them; every figure and every sentence of 2021 is made up.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from making.clean import budget
from making.form import MadeForm, Record
from making.labelled import label_file
from making.qiaokou_plan import DEPARTMENT, NEW, PLANS, REAL_DEPARTMENT, Plan
from making.written import plain
from perfrules.diagnostics import Words
from perfrules.intake import Note

STEM = "made-up-qiaokou-2021"
HEAD = ("place", "unit", "project", "category", "nature", "duration", "money_unit")
REAL_NAMES = Words(
    "名称照 2020 年公开的表，为的是能与它对上；数字和文字是编造的，与这个单位无关",
    "named as on the published form of 2020, so that the two can be linked; figures and texts are made up and not the office's",
)

BATCH = """# 编造的这一批，2021 年的表都在这里。
# Of this made-up batch all forms of 2021 are here.
complete:
- {template: project_form, year: "2021", department: 硚口区市场监督管理局}
- {template: department_form, year: "2021", department: 硚口区市场监督管理局}
"""


def files(folder: Path) -> dict[str, str]:
    """The names and texts of the whole second year, made from the forms of 2020 in `folder`."""
    made = forms(folder)
    labels = [label for form in made for label in form.labels]
    beside = {"batch.yaml": BATCH, "labels.jsonl": label_file(labels), "README.md": _readme(made)}
    return {f"{form.id}.yaml": form.to_yaml() for form in made} | beside


def forms(folder: Path) -> list[MadeForm]:
    """The forms of 2021: the projects that went on, the one that is new, and the department."""
    projects = [_project(number, plan, _read(folder, number)) for number, plan in PLANS.items()]
    projects.append(_project(16, NEW, {"place": "武汉市硚口区", "money_unit": "万元"}))
    return [*projects, _department(_read(folder, 15), projects)]


def _read(folder: Path, number: int) -> dict[str, Any]:
    text = (folder / f"qiaokou-2020-{number:02}.yaml").read_text(encoding="utf-8")
    held = yaml.safe_load(text)
    assert isinstance(held, dict)
    return held


def _project(number: int, plan: Plan, last: dict[str, Any]) -> MadeForm:
    head = _head() | {key: last[key] for key in HEAD if key in last} | dict(plan.head)
    form = MadeForm(f"{STEM}-{number:02}", "project_form", plan.layout, f"2021 年度{head['project']}自评表", head)
    form.notes.append(Note("/project", REAL_NAMES))
    form.values["budget"] = _budget(plan, last.get("budget", {}))
    if plan.layout == "national":
        form.values["sources"] = [
            {"item": "当年财政拨款", "initial": plan.budgeted, "budgeted": plan.budgeted, "executed": plan.executed}
        ]
    form.values["goals"] = [dict(plan.goal)]
    form.values["indicators"] = _rows(plan, last.get("indicators", []))
    form.values |= plan.texts(last)
    if plan.layout == "national":
        form.values["total_weight"] = "100"
    form.add_up()
    for label in plan.labels:
        others = tuple(each.format(last=f"qiaokou-2020-{number:02}") for each in label.others)
        form.label(label.defect, label.at, label.due, label.zh, label.en, others)
    return form


def _head() -> dict[str, Any]:
    return {"year": "2021", "title_year": "2021", "filled_on": "2022年1月20日", "department": REAL_DEPARTMENT}


def _budget(plan: Plan, last: Record) -> Record:
    """The budget line; what was left last year is carried in unless the plan says something else."""
    held = budget(plan.layout, Fraction(plan.budgeted), Fraction(plan.executed))
    left = Fraction(last["budgeted"]) - Fraction(last["executed"]) if last else Fraction(0)
    carried = plan.carried or (plain(left) if left > 0 else None)
    first = {"initial": held.pop("initial")} if "initial" in held else {}
    return first | ({"carried_in": carried} if carried else {}) | held


def _rows(plan: Plan, last: list[Record]) -> list[Record]:
    """Last year's rows with the plan's changes, a row that becomes None left out, new rows where the plan puts them."""
    rows = []
    for at, row in enumerate(last):
        change = plan.rows.get(at, {})
        if change is not None:
            kept = {key: each for key, each in row.items() if key not in ("reason", "weight")}
            rows.append(_in_order(kept | change))
    return [*(_in_order(dict(row)) for row in plan.added), *rows]


def _in_order(row: Record) -> Record:
    order = ("level1", "level2", "name", "target", "actual", "weight", "score", "tier", "remark", "reason")
    return {key: row[key].replace(" 指标", "指标").replace("影 响", "影响") for key in order if key in row}


def _department(last: dict[str, Any], projects: list[MadeForm]) -> MadeForm:
    """The department's form: its project spending is what the project forms add up to."""
    spent = sum((Fraction(form.budget["executed"]) for form in projects), Fraction(0))
    head = _head() | {"place": last["place"], "money_unit": last["money_unit"]}
    form = MadeForm(f"{STEM}-15", "department_form", "wuhan", f"2021 年度{REAL_DEPARTMENT}部门整体绩效自评表", head)
    form.notes.append(Note("/department", REAL_NAMES))
    basic = Fraction(DEPARTMENT.executed) - spent
    form.values |= {"basic_spending": plain(basic), "project_spending": plain(spent)}
    form.values["budget"] = budget("wuhan", Fraction(DEPARTMENT.budgeted), Fraction(DEPARTMENT.executed))
    form.values["goals"] = [dict(DEPARTMENT.goal)]
    form.values["indicators"] = _rows(DEPARTMENT, last["indicators"])
    form.values |= DEPARTMENT.texts(last)
    form.add_up()
    return form


def _readme(made: list[MadeForm]) -> str:
    rows = [
        f"| {label.defect} | `{form.id}` | `{label.at}` | {label.words.zh} | {label.words.en} |"
        for form in made
        for label in form.labels
    ]
    return README.format(rows="\n".join(rows))


README = """\
# 编造的 2021 年度自评表 / made-up self-evaluation forms of 2021

**这里的表全是编造的**，不是任何单位填报或公开的；项目、科室的名称照 `../qiaokou-2020` 里公开的
2020 年表，只为跨年的规则能把两年的表对上。数字、文字都由 `examples/made_up.py` 生成；
`python examples/made_up.py` 一字不差地重新写出整个文件夹。

- `made-up-qiaokou-2021-NN.yaml` 与 `qiaokou-2020-NN.yaml` 是同一个项目；`15` 是部门，`16` 是新项目；`10` 已结束，没有表。
- 每张表的编号、`source`、第一行和 `notes` 都写明是编造的。
- `batch.yaml` 声明 2021 年的表都在这里，规则才能说某张表没有。
- `labels.jsonl` 一行一处植入的差错：`defect` 差错类别，`form` 表，`at` 哪一格（JSON 指针），`written` 填的，`due` 应填的
  （没有唯一答案的为 `null`，看说明），`others` 有关的别的表，`zh`、`en` 说明。`perfrules check` 不把它当作表。
- 只到“提示”一级、照 2020 年的行带过来的（如数量指标填比率）不是植入的，没有列入。

**Every form here is made up**; no office filed or published it. Projects and units are named as on the published forms of 2020
in `../qiaokou-2020`, only so that rules across years can link the two. All figures and texts come from `examples/made_up.py`;
`python examples/made_up.py` writes this whole folder again, byte for byte.

- `made-up-qiaokou-2021-NN.yaml` is the project of `qiaokou-2020-NN.yaml`; `15` is the department, `16` a new project; `10` has
  ended and has no form.
- The id, the `source`, the first line and the `notes` of each form say that it is made up.
- `batch.yaml` declares that all forms of 2021 are here; only so can a rule say that one is not.
- `labels.jsonl` has one planted defect a line: `defect` its kind, `form`, `at` which cell (a JSON pointer), `written` what stands
  there, `due` what should (`null` where no one value is right; the words say what is), `others` other forms that take part, `zh`
  and `en` in words. `perfrules check` does not take it for a form.
- What is only worth a note and came along with the rows of 2020 (a rate among the counts, say) was not planted and is not listed.

| | 表 form | 格 cell | 说明 | in words |
| --- | --- | --- | --- | --- |
{rows}
"""
