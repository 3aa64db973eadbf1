"""Signs of another keyboard, another language or a spreadsheet, and numbers written with them."""

from __future__ import annotations

import re
import unicodedata

from perfrules.diagnostics import Diagnostic, Fix, Words
from perfrules.syntax.grammar import Unexpected
from perfrules.syntax.problems.wrong import WRONG_MARK, WRONG_NUMBER, Wrong, padded

MARKS = {
    "==": "=",
    "===": "=",
    "<>": "!=",
    "=>": ">=",
    "=<": "<=",
    "≧": ">=",
    "≦": "<=",
    "≥=": ">=",
    "≤=": "<=",
    "!==": "!=",
    "&&": "and",
    "&": "and",
    "||": "or",
    "!": "not",
    "≈": "agrees with",
    "≒": "agrees with",
    "∈": "in",
    "∧": "and",
    "∨": "or",
    "¬": "not",
    "—": "-",
    "–": "-",
    "−": "-",
    "·": "*",
    "∗": "*",
    "✕": "*",
    "∕": "/",
    "：": ":",
    "。": "",
    ";": "",
    "…": "",
    "@": "",
    "$": "",
    "¥": "",
    "￥": "",
    "\\": "",
    "`": "",
    "~": "",
}
QUOTES = {"'": "'", "‘": "’", "’": "’", "「": "」", "『": "』", "《": "》", "〈": "〉", "”": "”"}
BRACKETS = {"【": "[", "】": "]", "〔": "(", "〕": ")", "〖": "[", "〗": "]"}
INVISIBLE = {"Cc", "Cf", "Co", "Cn", "Cs"}
RANGE = re.compile(r"([0-9.]+(?:\s*(?:%|分|元|万元|亿元))?)\s*[~—–]+\s*([0-9.]+(?:\s*(?:%|分|元|万元|亿元))?)")


def escaped(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """`"\\"无\\" 不是原因"`: a quote within a text, as programs write it."""
    line = wrong.text.rfind("\n", 0, stop.start) + 1
    at = wrong.text.find('\\"', line, stop.end)
    if at < 0 or wrong.text.find('"', line, at) < 0:
        return None
    return Diagnostic(
        WRONG_MARK,
        Words('文字到这个 `"` 就完了', 'the text ends at this `"`'),
        wrong.label(at, at + 2),
        help=Words(
            '文字里面的引号换一种：`"“无”不是原因"`',
            'a quote within a text is of the other kind: `"“none” is no reason"`',
        ),
    )


def mark(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """A sign that is not the language's, with the one that is."""
    for start in (stop.start - 1, stop.start):
        for length in (3, 2, 1):
            sign = wrong.text[max(start, 0) : start + length]
            if sign in MARKS and start >= 0 and start + length > stop.start and (length > 1 or not stop.kind):
                return _instead(wrong, stop, start, sign)
    sign = stop.text
    if stop.kind or sign == "%":
        return None
    if sign in QUOTES:
        return _quote(wrong, stop, sign)
    if sign in BRACKETS:
        return _bracket(wrong, stop, sign)
    if unicodedata.category(sign) in INVISIBLE:
        return _invisible(wrong, stop, sign)
    return Diagnostic(
        WRONG_MARK,
        Words(f"`{sign}` 不是规则里用的符号", f"`{sign}` is not a sign of the language"),
        wrong.label(stop.start, stop.end),
        help=_advice(sign),
    )


def _advice(sign: str) -> Words | None:
    if sign == "^":
        return Words("没有乘方，写成连乘", "there are no powers: write the multiplication out")
    return None


def _instead(wrong: Wrong, stop: Unexpected, start: int, sign: str) -> Diagnostic:
    right, end = MARKS[sign], start + len(sign)
    if sign == "。" and wrong.text[start - 1 : start].isdigit() and wrong.text[end : end + 1].isdigit():
        right = "."  # `100。5`: a decimal point, written with a Chinese keyboard
    if right.isalpha() or " " in right:
        right = wrong.spelled(right)
    new = padded(wrong.text, start, end, right) if right.replace(" ", "").isalpha() else right
    shown = wrong.source.text[wrong.span.start + start : wrong.span.start + end]
    return Diagnostic(
        WRONG_MARK,
        Words(f"`{shown}` 不是规则里用的符号", f"`{shown}` is not a sign of the language"),
        wrong.label(start, end),
        help=Words(f"写成 `{right}`", f"write `{right}`") if right else Words("删去它", "leave it out"),
        fix=wrong.mends(stop.start, (start, end, new)) or _doubled(wrong, stop, start, end),
    )


def _doubled(wrong: Wrong, stop: Unexpected, start: int, end: int) -> Fix | None:
    """What is left out may have come between two words: `产出；得分`."""
    return wrong.mends(stop.start, (start, end, " "))


def _quote(wrong: Wrong, stop: Unexpected, sign: str) -> Diagnostic:
    close = wrong.text.find(QUOTES[sign], stop.end, wrong.line_end(stop.end))
    fix = None if close < 0 else wrong.mends(stop.start, (stop.start, stop.end, '"'), (close, close + 1, '"'))
    return Diagnostic(
        WRONG_MARK,
        Words(f"`{sign}` 不是规则里用的引号", f"`{sign}` is not a quote of the language"),
        wrong.label(stop.start, stop.end),
        help=Words('文字写在 `"…"` 或 `“…”` 里', 'text stands in `"…"` or `“…”`'),
        fix=fix,
    )


def _bracket(wrong: Wrong, stop: Unexpected, sign: str) -> Diagnostic:
    edits = tuple((at, at + 1, BRACKETS[each]) for at, each in enumerate(wrong.text) if each in BRACKETS and at >= stop.start)
    return Diagnostic(
        WRONG_MARK,
        Words(f"`{sign}` 不是规则里用的括号", f"`{sign}` is not a bracket of the language"),
        wrong.label(stop.start, stop.end),
        help=Words(f"写成 `{BRACKETS[sign]}`", f"write `{BRACKETS[sign]}`"),
        fix=wrong.mends(stop.start, *edits),
    )


def _invisible(wrong: Wrong, stop: Unexpected, sign: str) -> Diagnostic:
    name = f"U+{ord(sign):04X}"
    return Diagnostic(
        WRONG_MARK,
        Words(f"这里有一个看不见的字符（{name}）", f"there is an invisible character here ({name})"),
        wrong.label(stop.start, stop.end),
        help=Words("删去它；多半是从别处粘贴来的", "leave it out; it was probably pasted"),
        fix=wrong.mends(stop.start, (stop.start, stop.end, "")) or wrong.mends(stop.start, (stop.start, stop.end, " ")),
    )


# ── numbers ──


def number(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """`1,000`, `1,5`, `.5`, `5‰`, `80%~100%`"""
    for explain in (_comma, _point, _per_mille, _range):
        problem = explain(wrong, stop)
        if problem is not None:
            return problem
    return None


def _comma(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """`1,000`, or `1,5`, which may be one number or two; in an example only the digits after the comma cannot stand there."""
    at = stop.start if stop.text == "," else stop.start - 1
    if at < 1 or wrong.text[at] != ",":
        return None
    before = re.search(r"(?<![\w.,])[0-9]+$", wrong.text[:at])
    after = re.match(r"((?:,[0-9]+)+)(\.[0-9]+)?(?![\w.])", wrong.text[at:])
    if before is None or after is None:
        return None
    groups = after[1][1:].split(",")
    if before[0] != "0" and len(before[0]) <= 3 and all(len(each) == 3 for each in groups):
        right = before[0] + "".join(groups)
        said = Words("数里不写千位逗号", "a number has no thousands commas")
        help_ = Words(f"写成 `{right}{after[2] or ''}`", f"write `{right}{after[2] or ''}`")
        fix = wrong.mends(stop.start, (before.start(), at + after.end(1), right))
        return Diagnostic(WRONG_NUMBER, said, wrong.label(at, at + 1), help=help_, fix=fix)
    said = Words("数里不写逗号", "a number has no comma")
    point = f"{before[0]}.{groups[0]}" if len(groups) == 1 and after[2] is None else None
    meant = Words(f"如果是小数点，写成 `{point}`", f"if it is the decimal point, write `{point}`") if point else None
    return Diagnostic(WRONG_NUMBER, said, wrong.label(at, at + 1), help=meant)


def _point(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    digits = re.match(r"\.[0-9]+", wrong.text[stop.start :])
    if digits is None or "NUMBER" not in stop.accepts:
        return None
    right = "0" + digits[0]
    return Diagnostic(
        WRONG_NUMBER,
        Words("小数点前面要有数字", "a digit stands before the point"),
        wrong.label(stop.start, stop.start + digits.end()),
        help=Words(f"写成 `{right}`", f"write `{right}`"),
        fix=wrong.mends(stop.start, (stop.start, stop.start, "0")),
    )


def _per_mille(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    digits = re.search(r"([0-9]+)\s*$", wrong.text[: stop.start])
    if stop.text != "‰" or digits is None:
        return None
    tenths = digits[1].rjust(2, "0")
    right = (tenths[:-1] + "." + tenths[-1]).removesuffix(".0") + "%"
    return Diagnostic(
        WRONG_NUMBER,
        Words("没有 `‰`", "there is no `‰`"),
        wrong.label(stop.start, stop.end),
        help=Words(f"写成 `{right}`", f"write `{right}`"),
        fix=wrong.mends(stop.start, (digits.start(), stop.end, right)),
    )


def _range(wrong: Wrong, stop: Unexpected) -> Diagnostic | None:
    """The ends of a range with a tilde between them."""
    if stop.text not in "~—–":
        return None
    for ends in RANGE.finditer(wrong.text):
        if ends.start() < stop.start < ends.end():
            right = f"[{ends[1]}, {ends[2]}]"
            return Diagnostic(
                WRONG_MARK,
                Words(f"区间不用 `{stop.text}` 连接", f"an interval is not written with `{stop.text}`"),
                wrong.label(stop.start, stop.end),
                help=Words(
                    f"写成 `{right}`，不含的一端用圆括号", f"write `{right}`, with a round bracket at an end that is not included"
                ),
                fix=wrong.mends(stop.start, (ends.start(), ends.end(), right)),
            )
    return None
