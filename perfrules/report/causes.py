"""Why something cannot be decided, in a sentence, and which outcomes one cause stops."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from perfrules.diagnostics import Words
from perfrules.findings import Result
from perfrules.forms import Form
from perfrules.report.labels import label
from perfrules.values import Cause, Why

Reason = tuple[Why, str, str]
"""One cause as a reader sees it: a reason stated in the rule is one whatever row it is stated of."""


def reason(cause: Cause) -> Reason:
    if cause.why is Why.STATED:
        return cause.why, "", cause.detail
    if cause.why is Why.UNIT:
        return cause.why, cause.path, ""
    return cause.why, cause.path, cause.detail


def grouped(results: Iterable[Result]) -> list[tuple[Reason, list[Result]]]:
    """Undetermined results by the cause they share with the most others, in the order of the form."""
    every = [result for result in results if result.outcome == "undetermined"]
    stops = Counter(each for result in every for each in {reason(cause) for cause in result.causes})
    groups: dict[Reason, list[Result]] = {}
    for result in every:
        reasons = sorted({reason(cause) for cause in result.causes}, key=lambda each: (-stops[each], each[0].value, each[1:]))
        groups.setdefault(reasons[0], []).append(result)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0][1], group[0][0].value))
    return [(_detailed(each, stopped), stopped) for each, stopped in ordered]


def _detailed(of: Reason, stopped: list[Result]) -> Reason:
    """The cause with what it says of the two units, which may differ from formula to formula: as one of them says it."""
    told = sorted(
        (cause.detail for each in stopped for cause in each.causes if reason(cause) == of), key=lambda text: (len(text), text)
    )
    return of[0], of[1], of[2] or told[0]


def sentence(form: Form, cause: Reason) -> Words:
    """The cause in a sentence, with the place it names."""
    why, path, detail = cause
    at = label(form, path)
    cell = form.cell(path)
    text = "" if cell is None or cell.text is None else cell.text
    match why:
        case Why.BLANK:
            return Words(f"{at.zh}空白", f"{at.en} is blank")
        case Why.UNREADABLE:
            return Words(
                f"{at.zh}“{text or detail}”读不出确定的数", f"no number can be read for certain in {at.en} “{text or detail}”"
            )
        case Why.RANGE:
            return Words(
                f"{at.zh}“{text or detail}”是一个范围，不是一个数", f"{at.en} “{text or detail}” is a range, not a number"
            )
        case Why.ZERO:
            return Words(f"{at.zh}为 0，不能作除数", f"{at.en} is 0 and cannot divide")
        case Why.UNIT:
            return Words(f"{at.zh}“{text}”单位不同，不能计算（{detail}）", f"{at.en} “{text}” has another unit ({detail})")
        case Why.NO_ROWS:
            return Words("没有可取值的行", "there are no rows to take a value from")
        case Why.NO_BAND:
            return Words(f"{at.zh}为 {detail}，表中没有一行接住它", f"{at.en} is {detail}, which no row of the table takes")
        case Why.STATED:
            return Words(detail, detail)
        case Why.RIVAL:
            return Words(f"{at.zh}有两个计分同时适用（{detail}）", f"two scores apply to {at.en} ({detail})")
        case Why.BETWEEN:
            return Words(f"{at.zh}只知在 {detail} 之间", f"{at.en} is only known to lie in {detail}")
        case Why.NO_FORM:
            return Words(f"{at.zh}没有对应的行（{detail}）", f"nothing is linked to {at.en} ({detail})")
        case Why.TWO_MATCH:
            return Words(f"{at.zh}对应了两行（{detail}）", f"two rows match {at.en} ({detail})")
        case Why.NOT_LOADED:
            return Words("这次没有载入相关的表", "the forms it needs are not in this run")
        case Why.BLANK_KEY:
            return Words(f"{at.zh}空白，无法对应", f"{at.en} is blank, so nothing can be matched by it")
        case Why.TOO_LARGE:
            return Words("算出的数过大", "the number is too large")
