"""Headers of items: a verb without its item, a name that is missing or none, an edition or a `=` left out; and years."""

from __future__ import annotations

import re

from perfrules.diagnostics import Diagnostic, Words
from perfrules.syntax.grammar import Unexpected
from perfrules.syntax.numerals import arabic
from perfrules.syntax.problems.shapes import BARE, STARTS_VALUE
from perfrules.syntax.problems.wrong import UNEXPECTED, WRONG_NAME, WRONG_YEARS, Wrong
from perfrules.syntax.words import words


def header(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """An item without a name, with a name that is none, or a policy without its edition."""
    if wrong.start != "header":
        return None
    word = _opening(wrong)
    if "NAME" in stop.accepts and not stop.accepts & {"STRING", "EDITION"}:
        return _no_name(wrong, stop, word)
    if stop.accepts >= {"EDITION", "OVER"}:
        digits = arabic(stop.text) if stop.text else None
        return Diagnostic(
            WRONG_YEARS,
            Words("政策名称后面要有四位数的年度", "a policy's name is followed by its edition, a year of four digits"),
            wrong.label(stop.start, stop.end),
            help=Words('如 `政策 武汉/项目 2020 "名称"`', 'like `policy wuhan/project 2020 "title"`'),
            fix=wrong.mends(stop.start, (stop.start, stop.end, digits)) if digits else None,
        )
    if stop.accepts == {"STRING"} and stop.kind not in BARE:
        return Diagnostic(
            UNEXPECTED,
            Words(f"`{word}` 后面缺标题", f"a title is missing after `{word}`"),
            wrong.label(stop.start, stop.end),
            help=Words('标题写在引号里，如 `例 "满分" 针对 …`', 'a title stands in quotes, like `example "full marks" for …`'),
        )
    if stop.kind == "DASH" and re.match(r"-\w", wrong.text[stop.start :]):
        return Diagnostic(
            WRONG_NAME,
            Words("名称里不能有 `-`", "there is no `-` in a name"),
            wrong.label(stop.start, stop.end),
            help=Words("写成 `_`，或不写", "write `_`, or nothing"),
            fix=wrong.mends(stop.start, (stop.start, stop.end, "_")),
        )
    return None


def verb(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """`新增 总分不超`, `停用 参数 …`: after a verb comes what kind of item it is about."""
    if wrong.start != "header" or "RULE" not in stop.accepts:
        return None
    word = wrong.opening_text
    kinds = words().groups["items"]
    if "PARAM" in stop.accepts:
        listed = [kind for kind in kinds if kind != "policy"]
        said = Words(f"`{word}` 后面要写是哪一种条目", f"`{word}` is followed by the kind of item it is about")
    else:
        listed = [kind for kind in kinds if kind in ("score", "rule")]
        said = Words("只有规则和计分能停用", "only rules and scores can be switched off")
    zh, en = "、".join(kinds[kind] for kind in listed), ", ".join(listed)
    new = wrong.spelled("rule") + " "
    fix = wrong.mends(stop.start, (stop.start, stop.start, new)) if stop.kind == "NAME" else None
    end = len(wrong.text.rstrip())
    at = (end, end) if stop.kind == "$END" else (stop.start, stop.end)
    return Diagnostic(
        UNEXPECTED,
        said,
        wrong.label(*at),
        help=Words(f"可以写 {zh}", f"there are {en}"),
        fix=fix if "PARAM" in stop.accepts else None,
    )


def _opening(wrong: Wrong) -> str:
    """The word that opens the item, with that of its verb."""
    verbs = "|".join(re.escape(word) for word in words().every("verbs"))
    whole = re.match(rf"(?:{verbs})[ \t]+\w+", wrong.text)
    return whole[0] if whole else wrong.opening_text


def _no_name(wrong: Wrong, stop: Unexpected, word: str) -> Diagnostic:
    said = Words(f"`{word}` 后面缺名称", f"a name is missing after `{word}`")
    if wrong.text[: stop.start].strip() != word:
        said = Words("这里缺一个名称", "a name is missing here")
    help_, fix = None, None
    if words().english("reserved", stop.text) is not None:
        said = Words(f"`{stop.text}` 是保留词，不能作名称", f"`{stop.text}` is reserved and names nothing")
    elif stop.text[:1].isdigit():
        whole = re.match(r"\w+", wrong.text[stop.start :])
        said = Words("名称不能以数字开头", "a name does not begin with a digit")
        fix = wrong.mends(stop.start, (stop.start, stop.start, "_")) if whole else None
        return Diagnostic(WRONG_NAME, said, wrong.label(stop.start, stop.start + (whole.end() if whole else 1)), fix=fix)
    else:
        help_ = Words(f"如 `{word} 执行率达标`", f"like `{word} rate_reached`")
    return Diagnostic(WRONG_NAME, said, wrong.label(stop.start, stop.end), help=help_, fix=fix)


def equals_missing(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """`定义 满分 20 分`, and a title after the formula."""
    if wrong.start != "header":
        return None
    sign = wrong.text.find("=")
    if stop.kind == "STRING" and "PLUS" in stop.accepts and 0 < sign < stop.start:
        before = len(wrong.text[: stop.start].rstrip())
        return Diagnostic(
            UNEXPECTED,
            Words("标题要写在 `=` 前面", "the title stands before `=`"),
            wrong.label(stop.start, stop.end),
            fix=wrong.mends(stop.start, (sign, sign, stop.text + " "), (before, stop.end, "")),
        )
    if "EQ" not in stop.accepts or stop.kind not in STARTS_VALUE - {"STRING"} or sign >= 0:
        return None
    return Diagnostic(
        UNEXPECTED,
        Words(f"`{stop.text}` 前面缺 `=`", f"`=` is missing before `{stop.text}`"),
        wrong.label(stop.start, stop.end),
        fix=wrong.mends(stop.start, (stop.start, stop.start, "= ")),
    )


def years(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """`2020年`, `2020 到 2022`"""
    if wrong.word != "years":
        return None
    found = re.findall(r"[0-9]{4}", wrong.text)
    body = len(wrong.opening_text)
    start = body + len(wrong.text[body:]) - len(wrong.text[body:].lstrip())
    right = "-".join((found[0], found[-1])) if len(found) > 1 else "".join(found)
    return Diagnostic(
        WRONG_YEARS,
        Words("年度写成 `2020` 或 `2022-2023`", "years are written `2020` or `2022-2023`"),
        wrong.label(min(stop.start, len(wrong.text.rstrip())), max(stop.end, stop.start)),
        fix=wrong.mends(stop.start, (start, len(wrong.text.rstrip()), right)) if found else None,
    )
