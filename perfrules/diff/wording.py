"""What a comparison calls things, in both languages: one place for every page."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from perfrules.diagnostics import Words
from perfrules.diff.model import Aspect, Change, Citation, Difference, How, Sureness, What
from perfrules.findings.citing import basis_text
from perfrules.values.numbers import percent_text

WHAT: Mapping[What, Words] = {
    "param": Words("参数", "param"),
    "let": Words("定义", "let"),
    "table": Words("分档表", "table"),
    "link": Words("关联", "link"),
    "rule": Words("规则", "rule"),
    "score": Words("计分", "score"),
}
HOW: Mapping[How, Words] = {
    "added": Words("新增", "added"),
    "repealed": Words("废止", "repealed"),
    "switched_off": Words("停用", "switched off"),
    "switched_on": Words("恢复", "switched on"),
    "changed": Words("修改", "changed"),
    "renamed": Words("改名", "renamed"),
}
ASPECT: Mapping[Aspect, Words] = {
    "value": Words("数值", "value"),
    "formula": Words("算式", "formula"),
    "condition": Words("条件", "condition"),
    "requirement": Words("要求", "requirement"),
    "rows": Words("表行", "table rows"),
    "tolerance": Words("误差", "tolerance"),
    "rounding": Words("舍入", "rounding"),
    "severity": Words("级别", "severity"),
    "missing": Words("缺失的处理", "what missing means"),
    "scope": Words("针对的范围", "scope"),
    "cell": Words("所填的栏", "cell claimed"),
    "keys": Words("关联的键", "keys"),
    "switch": Words("停用", "switch"),
    "basis": Words("依据", "basis"),
    "wording": Words("只是措辞", "wording only"),
    "rewritten": Words("换了写法，代入名称后相同", "written otherwise, the same once names are put in place"),
}
OPEN = Words("缺数据或算不出的表", "where data are missing or cannot be worked out")
SURE: Mapping[Sureness, Words] = {
    "name": Words("", ""),
    "meaning": Words("代入名称后相同，据此认定是改名", "known by meaning: the same once names are put in place"),
    "likeness": Words("按相似程度推断，不能肯定", "guessed by likeness, not certain"),
}
NOTHING = Words(
    "两版相同：没有一项规则、计分、定义、参数或关联有改动", "no difference: every rule, score, let, param and link is the same"
)


def listed(words: list[Words]) -> Words:
    return Words("、".join(each.zh for each in words), ", ".join(each.en for each in words))


def aspects_of(change: Change) -> Words:
    """What kind of change it is, in a few words."""
    named = listed([ASPECT[aspect] for aspect in change.aspects if aspect != "wording" or change.aspects == ("wording",)])
    if change.by == "likeness" and change.likeness is not None:
        like = percent_text(change.likeness, 0).replace("…", "")
        sure = Words(f"{SURE['likeness'].zh}（{like}）", f"{SURE['likeness'].en} ({like})")
        return listed([each for each in (named, sure) if each.zh])
    return listed([each for each in (named, SURE[change.by]) if each.zh])


def counts(difference: Difference) -> Words:
    """`修改 9、新增 4、…；未动 6`"""
    told = [(HOW[how], difference.count(how)) for how in HOW]
    shown = listed([Words(f"{words.zh} {count}", f"{words.en} {count}") for words, count in told if count])
    kept = Words(f"未动 {difference.unchanged}", f"the same {difference.unchanged}")
    return Words(f"{shown.zh}；{kept.zh}", f"{shown.en}; {kept.en}") if shown.zh else kept


def cited(citation: Citation) -> Words:
    """The edition, the line, and what it rests on."""
    zh = "；".join(basis_text(each, "zh") for each in citation.basis)
    en = "; ".join(basis_text(each, "en") for each in citation.basis)
    return Words(
        f"{citation.edition} 第 {citation.line} 行" + (f"，{zh}" if zh else ""),
        f"{citation.edition} line {citation.line}" + (f", {en}" if en else ""),
    )


def signed(number: Fraction, text: str) -> str:
    """A difference with its sign; a true minus, so that it is no hyphen."""
    return ("+" if number > 0 else "") + text.replace("-", "−")
