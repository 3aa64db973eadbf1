"""Why something cannot be decided, in a sentence, and which outcomes one cause stops."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from perfrules.diagnostics import Words
from perfrules.findings import Result
from perfrules.forms import Form
from perfrules.report.labels import label, label_elsewhere
from perfrules.values import Cause, Why


@dataclass(frozen=True, slots=True)
class Reason:
    """One cause as a reader sees it: a reason stated in the rule is one whatever row it is stated of, and so is what the run
    does not hold. `form` is the id of the form that `path` leads into."""

    why: Why
    form: str = ""
    path: str = ""
    detail: str = ""


def reason(cause: Cause) -> Reason:
    match cause.why:
        case Why.NOT_LOADED:
            return Reason(cause.why, detail=cause.detail)
        case Why.STATED:
            return Reason(cause.why, cause.form, detail=cause.detail)
        case Why.NO_AUDIT:
            return Reason(cause.why, detail=cause.detail)
        case Why.UNIT | Why.NOT_PERCENT:
            return Reason(cause.why, cause.form, cause.path)
        case _:
            return Reason(cause.why, cause.form, cause.path, cause.detail)


def detailed(cause: Cause) -> Reason:
    """A reason that is told apart, with all that its cause says of it."""
    return replace(reason(cause), detail=cause.detail)


def grouped(results: Iterable[Result]) -> list[tuple[Reason, list[Result]]]:
    """Undetermined results by the cause they share with the most others, in the order of the form."""
    every = [result for result in results if result.outcome == "undetermined"]
    stops = Counter(each for result in every for each in {reason(cause) for cause in result.causes})
    groups: dict[Reason, list[Result]] = {}
    for result in every:
        reasons = sorted({reason(cause) for cause in result.causes}, key=lambda each: (-stops[each], *_order(each)))
        groups.setdefault(reasons[0], []).append(result)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0].path, group[0].why.value, group[0].form))
    return [(_detailed(each, stopped), stopped) for each, stopped in ordered]


def _order(of: Reason) -> tuple[str, ...]:
    return of.why.value, of.path, of.detail, of.form


def _detailed(of: Reason, stopped: list[Result]) -> Reason:
    """The cause with what it says of units, which may differ from formula to formula: as one of them says it."""
    told = sorted(
        (cause.detail for each in stopped for cause in each.causes if reason(cause) == of), key=lambda text: (len(text), text)
    )
    return replace(of, detail=of.detail or told[0])


def of_column(form: Form, of: Reason) -> Words | None:
    """What is so of each cell of one column that is missing in this way: a blank cell is blank, whatever it is wanted for."""
    path = of.path.split("/")
    if len(path) < 3 or form.cell(of.path) is None:
        return None
    part = form.template.parts[path[1]]
    field = part.fields[path[-1]]
    at = Words(f"{part.zh}的{field.zh}", f"{part.name} {field.name}")
    match of.why:
        case Why.BLANK | Why.BLANK_KEY:
            return Words(f"{at.zh}空白", f"{at.en} is blank")
        case Why.UNREADABLE:
            return Words(f"{at.zh}读不出确定的数", f"no number can be read for certain in {at.en}")
        case Why.RANGE:
            return Words(f"{at.zh}是一个范围，不是一个数", f"{at.en} is a range, not a number")
        case Why.ZERO:
            return Words(f"{at.zh}为 0，不能作除数", f"{at.en} is 0 and cannot divide")
        case Why.UNIT:
            return Words(f"{at.zh}单位不同，不能计算", f"{at.en} has another unit")
        case Why.NOT_PERCENT:
            return Words(f"{at.zh}的单位不是 %，不能当作百分数", f"the unit of {at.en} is not %, so it is no percentage")
        case _:
            return None


def sentence(form: Form, of: Reason, other: Form | None = None) -> Words:
    """The cause in a sentence, with the place it names; `other` is the form it stands on, if that is not `form`."""
    why, path, detail = of.why, of.path, of.detail
    at = label(form, path) if other is None else label_elsewhere(other, path)
    cell = (other or form).cell(path)
    text = "" if cell is None or cell.text is None else cell.text
    kind = Words("表", "form") if ": " in detail else Words("行", "row")
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
            both = beside(detail)
            if not text:  # what the units stand beside is worked out, not written in one cell
                return Words(f"{at.zh}里的单位不同，不能计算（{both.zh}）", f"units in {at.en} differ ({both.en})")
            return Words(f"{at.zh}“{text}”单位不同，不能计算（{both.zh}）", f"{at.en} “{text}” has another unit ({both.en})")
        case Why.NOT_PERCENT:
            if not text:
                unit = detail or "没有写单位"
                return Words(
                    f"{at.zh}里的数单位不是 %，不能当作百分数（{unit}）",
                    f"a number in {at.en} has not the unit % ({detail or 'none'})",
                )
            return Words(
                f"{at.zh}“{text}”的单位不是 %，不能当作百分数", f"the unit of {at.en} “{text}” is not %, so it is no percentage"
            )
        case Why.NO_ROWS:
            return Words("没有可取值的行", "there are no rows to take a value from")
        case Why.NO_BAND:
            return Words(f"{at.zh}为 {detail}，表中没有一行接住它", f"{at.en} is {detail}, which no row of the table takes")
        case Why.STATED:
            return Words(detail, detail) if other is None else Words(f"{at.zh}：{detail}", f"{at.en}: {detail}")
        case Why.RIVAL:
            return Words(f"{at.zh}有两个计分同时适用（{detail}）", f"two scores apply to {at.en} ({detail})")
        case Why.BETWEEN:
            return Words(f"{at.zh}只知在 {detail} 之间", f"{at.en} is only known to lie in {detail}")
        case Why.NO_FORM:
            # Only of forms that the run declares to be here in full, by an option or a file, is it said that there is none.
            whole = Words("；这次运行声明这样的表齐全", "; this run declares such forms to be here in full")
            zh, en = (detail + whole.zh, detail + whole.en) if kind.en == "form" else (detail, detail)
            return Words(f"没有与{at.zh}对应的{kind.zh}（{zh}）", f"there is no {kind.en} for {at.en} ({en})")
        case Why.TWO_MATCH:
            two = "两张表" if kind.zh == "表" else "两行"
            return Words(f"{at.zh}对应了{two}，不知以哪个为准（{detail}）", f"two {kind.en}s match {at.en} ({detail})")
        case Why.NOT_LOADED:
            return Words(
                f"不知这次的表是否齐全：把 {detail} 的表都给出，并用 --complete '{detail}' 说明齐全",
                f"it is not said that all forms of `{detail}` are here: give them, and say so with --complete '{detail}'",
            )
        case Why.NO_AUDIT:
            zh, _, en = detail.partition(" ")
            return Words(f"这次没有复核{zh}的政策", f"this run has no policy that audits a {en}")
        case Why.CIRCLE:
            return Words(f"{at.zh}的复核值绕回了自己", f"the audited value of {at.en} needs itself")
        case Why.BLANK_KEY:
            return Words(f"{at.zh}空白，无法对应", f"{at.en} is blank, so nothing can be matched by it")
        case Why.TOO_LARGE:
            return Words("算出的数过大", "the number is too large")


def beside(detail: str) -> Words:
    """Amounts of other units, named beside each other: ` / ` would be read as a division."""
    return Words(detail.replace(" / ", "、"), detail.replace(" / ", ", "))
