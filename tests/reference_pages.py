"""The parts of the reference that are made: the other spelling under each rules block, the words, the functions, the index.

What is made stands after MADE or under a heading of its own; what a person wrote beside it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from chapters import HEADER
from spelt_rules import spelt

from perfrules import library
from perfrules.forms import Template, shipped_templates
from perfrules.syntax import tree as syntax
from perfrules.syntax.names import CLAUSES, ITEMS, VERBS
from perfrules.syntax.takes import NEEDS, REPEATS
from perfrules.syntax.takes import TAKES as TAKEN_BY
from perfrules.syntax.words import words
from perfrules.values.numbers import decimal_text

MADE = "<!-- 以下由 make bless 生成 · made by make bless -->"
RULES = re.compile(
    r"^```rules (policy|items)((?: loose| \S+\.rules| on=\S+)*)\n((?:.*\n)*?)```\n(?:\n```rules twin\n(?:.*\n)*?```\n)?",
    re.MULTILINE,
)


def refreshed(text: str) -> str:
    """A chapter with its rules laid out as `perfrules fmt` does, each followed by its other spelling."""
    return RULES.sub(lambda match: _both(match[1], match[2], match[3]), text)


def _both(kind: str, more: str, text: str) -> str:
    header = "" if kind == "policy" else HEADER.format("项目自评表")
    laid_out = text if " loose" in more else spelt(header + text, None).removeprefix(header)
    english = _without(spelt(header + text, "en"), header)
    if english == laid_out:
        english = _without(spelt(header + text, "zh"), header)
    return f"```rules {kind}{more}\n{laid_out}```\n\n```rules twin\n{english}```\n"


def _without(text: str, header: str) -> str:
    """The items after the header, in whatever spelling it is."""
    return text if not header else text.split("\n\n", 1)[1]


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    first = list(heads)
    lines = [first, ["---"] * len(first), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def after_mark(page: Path, made: str) -> str:
    """The page with what stands after the mark made anew."""
    kept = page.read_text(encoding="utf-8").partition(MADE)[0] if page.exists() else ""
    return f"{kept}{MADE}\n\n{made}"


# ── the words ──


def words_page() -> str:
    groups = words().groups
    first = shipped_templates().get("project_form")
    assert first is not None
    others = [template for template in shipped_templates().all if template is not first]
    return "\n".join(
        [
            "## 条目 · Items\n",
            "顶格写，开始一个条目。\n\n> Open an item, at the left edge.\n",
            _pairs(groups["items"]),
            "## 修改 · Amendments\n",
            "写在条目前面，修改另一版的条目。\n\n> Stand before an item and amend that of another edition.\n",
            _pairs(groups["verbs"]),
            "## 子句 · Clauses\n",
            "写在行首，开始一个子句。\n\n> Open a clause, at the start of a line.\n",
            _clauses(),
            "## 保留词 · Reserved words\n",
            "处处保留，不能作名称。\n\n> Reserved everywhere; they name nothing.\n",
            _pairs(groups["reserved"]),
            "## 子句里的词 · Words inside clauses\n",
            "只在该出现的地方起作用。\n\n> Are words only where they fit.\n",
            _pairs(groups["words"]),
            "## 结论、级别、单位 · Outcomes, severities, units\n",
            "分别写在 `结论为`、`级别` 之后和数之后；`停用` 只在报告里，例不写它。\n",
            "> Stand after `expect`, after `severity`, and after a number; `off` stands in reports only, not in examples.\n",
            _pairs({**groups["outcomes"], **groups["severities"], **groups["units"]}),
            "## 函数和常数 · Functions and constants\n",
            "意思和例子见[第 12 章](12-functions.md)。\n\n> What they mean is in [chapter 12](12-functions.md).\n",
            _pairs(dict(library.names().values())),
            "## 带单位的数的三个部分 · Parts of a written quantity\n",
            "接在栏目后面，如 `目标值.单位`。\n\n> Follow a field, like `target.measure`.\n",
            _pairs({"comparator": "比较符", "measure": "单位", "text": "原文"}),
            "## 栏目 · Fields\n",
            "标 `*` 的组有许多行。步长是这一栏保留到的最小一位。\n",
            "> Groups marked `*` have many rows. The step is the last digit the column is kept to.\n",
            _fields(first),
            *(_fields(template, first if template.fields.keys() > first.fields.keys() else None) for template in others),
            "## 别的说法 · What people write instead\n",
            "左边的词不是规则里的词；写了，消息会说右边的写法。\n",
            "> Those on the left are no words of the language; the message names what is on the right.\n",
            _instead(),
        ]
    )


def _pairs(group: dict[str, str]) -> str:
    return table(("中文", "English"), ((f"`{zh}`", f"`{en}`") for en, zh in group.items()))


def _clauses() -> str:
    """Which items take each clause: bold where an item needs it, with an ellipsis where it may repeat."""
    rows = []
    heads = {**ITEMS, **VERBS}
    kinds = {**{english: kind for kind, english in CLAUSES.items()}, "to one": syntax.To}
    for english, chinese in words().groups["clauses"].items():
        kind = kinds[english]
        takers = [item for item in heads if kind in TAKEN_BY[item]]
        again = " …" if kind in REPEATS else ""
        marked = ["**{}**" if kind in NEEDS.get(item, ()) else "{}" for item in takers]
        zh = "、".join(mark.format(words().spelled(heads[item], "zh")) for mark, item in zip(marked, takers, strict=True))
        en = ", ".join(mark.format(heads[item]) for mark, item in zip(marked, takers, strict=True))
        rows.append((f"`{chinese}`", f"`{english}`", zh + again, en + again))
    zh = "粗体的条目必须有它，`…` 表示可以重复。`自`、`至` 也写在 `新增`、`替换` 的条目里。"
    en = "An item in bold must have it; `…` means that it may repeat. `from` and `until` stand in `new` and `replace` items, too."
    told = f"{zh}\n\n> {en}\n"
    return table(("中文", "English", "用在", "belongs to"), rows) + "\n" + told


KINDS = {
    "money": "金额",
    "points": "分",
    "ratio": "比率",
    "number": "数",
    "quantity": "带单位的数",
    "text": "文字",
    "choice": "选项",
    "ticks": "勾选",
    "date": "日期",
}


def _fields(template: Template, known: Template | None = None) -> str:
    """The fields of a template; those that are `known` from another are not listed again."""
    rows = []
    for part in (None, *template.parts.values()):
        its = None if known is None else known.fields if part is None else known.parts[part.name].fields
        for field in (part or template).fields.values():
            if its is not None and field.name in its:
                continue
            held = ("" if part is None else f"`{part.zh}`{' *' if part.many else ''}", "" if part is None else f"`{part.name}`")
            step = "" if field.step is None else decimal_text(field.step)
            choices = "、".join(field.choices)
            rows.append(
                (held[0], f"`{field.zh}`", held[1], f"`{field.name}`", f"{KINDS[field.kind]} {field.kind}", step, choices)
            )
    heads = ("在", "栏目", "in", "field", "种类 kind", "步长 step", "选项 choices")
    also = "" if known is None else f"另有{known.zh}的全部栏目。\n\n> And all fields of `{known.name}`.\n\n"
    return f"### {template.zh} · {template.name}\n\n{also}{table(heads, rows)}"


def _instead() -> str:
    rows = []
    for group in words().instead.values():
        meant: dict[str, list[str]] = {}
        for said, right in group.items():
            meant.setdefault(right, []).append(f"`{said}`")
        rows += [(" ".join(said), f"`{right}`") for right, said in meant.items()]
    return table(("不写 not", "写 but"), rows)


# ── the functions ──

TAKES = {
    "number": "数 number",
    "step": "步长 step",
    "text": "文字 text",
    "words": "词或一组词 word or set",
    "pattern": "模式 pattern",
    "cell": "栏目 cell",
    "written": "数的栏目 cell of numbers",
    "quantity": "带单位的数 written quantity",
    "any": "值 value",
    "date": "日期 date",
    "reason": "原因 reason",
    "rows": "一组行 rows",
    "values": "一组行的一栏 field of rows",
}
GIVES = {
    "like": "同类的值 a value of that kind",
    "number": "数 number",
    "count": "个数 count",
    "ratio": "比率 ratio",
    "truth": "条件 truth",
    "missing": "无法判断 undetermined",
}
OTHERS = {
    library.UNDETERMINED: (("reason",), "missing", "写明为什么无法判断", "says why something cannot be decided"),
    library.AUDITED: (("cell",), "like", "这一栏的复核值", "the audited value of a cell"),
    library.ALL_PASS: (
        (),
        "truth",
        "其余各条规则都符合、不适用或停用；只写在性质里",
        "whether every other rule is met, does not apply or is off; stands in properties only",
    ),
}
EXAMPLES = re.compile(r"^### (\S+) · \S+\n(?:.*\n)*?(```eval.*\n(?:.*\n)*?```)$", re.MULTILINE)


def functions_page(page: Path) -> str:
    """The records, each with the examples that stand under its heading now."""
    held = {match[1]: match[2] for match in EXAMPLES.finditer(page.read_text(encoding="utf-8"))}
    scalar = [
        _function(each.en, each.zh, each.takes, each.gives, each.summary_zh, each.summary_en, held)
        for each in _once(library.builtins())
    ]
    rows = [
        _function(each.en, each.zh, (each.over,), each.gives, each.summary_zh, each.summary_en, held)
        for each in _once(library.aggregates())
    ]
    others = [_function(en, zh, *OTHERS[(en, zh)], held) for en, zh in OTHERS]
    return "\n".join(
        ["## 单个值的函数 · Functions of single values\n", *scalar, "## 按行取值的函数 · Functions of rows\n", *rows, *others]
    )


def _once(records: dict[str, Any]) -> list[Any]:
    return list(dict.fromkeys(records.values()))


def _function(en: str, zh: str, takes: Iterable[str], gives: str, summary_zh: str, summary_en: str, held: dict[str, str]) -> str:
    taken = [TAKES[each].split(" ", 1) for each in takes]
    given = GIVES[gives].split(" ", 1)
    zh_call, en_call = (f"`{name}({', '.join(each[at] for each in taken)})` → {given[at]}" for at, name in enumerate((zh, en)))
    examples = held.get(zh, "```eval\n```")
    return (
        f"### {zh} · {en}\n\n{zh_call}。{summary_zh}。\n\n> {en_call}. {summary_en[0].upper()}{summary_en[1:]}.\n\n{examples}\n"
    )


# ── the index ──


def index(reference: Path) -> str:
    """The chapters and the pages of the problems, by their titles."""
    chapters = [(page, _title(page)) for page in sorted(reference.glob("[0-9]*.md"))]
    pages = [(page, _title(page)) for page in sorted((reference / "diagnostics").glob("*.md"))]
    listed = "".join(f"- [{zh}]({page.name}) · {en}\n" for page, (zh, en) in chapters)
    rows = table(("错误", "problem"), ((zh, f"[{en}](diagnostics/{page.name})") for page, (zh, en) in pages))
    return f"## 各章 · Chapters\n\n{listed}\n## 错误 · Problems\n\n{rows}"


def _title(page: Path) -> list[str]:
    return page.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ").split(" · ")
