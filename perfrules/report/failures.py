"""What makes a requirement fail: it is followed to the comparisons that decided; each says what stands there and what should."""

from __future__ import annotations

from collections.abc import Iterator

from perfrules.core import tree as core
from perfrules.core.types import Kind
from perfrules.diagnostics import Words
from perfrules.evaluate import Explanation, cut_off
from perfrules.findings import Derivation
from perfrules.forms import Form
from perfrules.report.causes import reason
from perfrules.report.labels import label, written
from perfrules.report.questions import asked, plain
from perfrules.report.speaking import Said, Speaker, first_at, where
from perfrules.values import Missing
from perfrules.values.text import normal

SHOULD = {
    "=": ("应等于", "should equal"),
    "!=": ("不应等于", "should not equal"),
    ">=": ("应不小于", "should be at least"),
    "<=": ("应不大于", "should be at most"),
    ">": ("应大于", "should be more than"),
    "<": ("应小于", "should be less than"),
}
SIGN = {"=": "", "!=": "≠ ", ">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< "}
OPPOSITE = {"=": "!=", "!=": "=", ">=": "<", "<=": ">", ">": "<=", "<": ">="}
MOST_ROWS = 6
LONGEST = 24
MOST_CELLS = 3


def rule(said: Speaker, explanation: Explanation) -> Said:
    """What decided that the requirement does not hold."""
    every = list(_failures(said, explanation.requirement, False))
    first = next((each for each in every if each.path is not None), every[0])
    words = Words("；".join(each.words.zh for each in every[:MOST_ROWS]), "; ".join(each.words.en for each in every[:MOST_ROWS]))
    remedies = [each.remedy for each in every if each.remedy]
    remedy = Words("；".join(each.zh for each in remedies), "; ".join(each.en for each in remedies)) if remedies else None
    working = tuple(dict.fromkeys(line for each in every for line in each.working))
    return Said(words, first.path, first.claimed, first.expected, working, remedy)


def lacking(said: Speaker, explanation: Explanation) -> Said:
    """The cells that are blank, where the rule counts what is missing as a failure."""
    causes = sorted(explanation.result.causes)
    gone = [said.cause(each) for each in dict.fromkeys(map(reason, causes))]
    zh, en = "；".join(each.zh for each in gone), "; ".join(each.en for each in gone)
    path = next((cause.path for cause in causes if cause.form == said.form.id), None)
    return Said(Words(f"{zh}，缺失视为不符合", f"{en}; a missing value counts as a fail"), path)


def _failures(said: Speaker, at: Derivation, denied: bool) -> Iterator[Said]:
    """The parts that make a condition false (or, under `not`, true)."""
    node = at.node
    match node:
        case core.Not():
            yield from _failures(said, at.below[0], not denied)
        case core.All() | core.Any():
            wrong = [below for below in at.below if below.value is denied]
            if len(wrong) > 1 and not denied and all(_asks_filled(below) for below in wrong):
                yield _unfilled(said, wrong)
                return
            for below in _without_guards(wrong) or at.below:
                yield from _failures(said, below, denied)
        case core.LetRef() if at.below and node.type.kind is Kind.TRUTH:
            yield from _failures(said, at.below[0], denied)
        case core.If() if at.below:
            yield from _failures(said, at.below[-1], denied)
        case core.Compare():
            yield _comparison(said, at, node, denied)
        case core.Agrees():
            yield _agreement(said, at, node)
        case core.In():
            yield _membership(said, at, denied)
        case core.Aggregate():
            yield _rows(said, at, node, denied)
        case core.Call():
            yield asked(said, at, node, denied)
        case _:
            yield plain(said, at, denied)


def _unfilled(said: Speaker, wrong: list[Derivation]) -> Said:
    """Several cells, none of them filled in."""
    cells = [below.below[0] for below in wrong]
    names = [said.at(cell.path or "", cell.form) for cell in cells]
    zh, en = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
    return Said(
        Words(f"{zh}都没有填写", f"none of {en} is filled in"),
        cells[0].path,
        cells[0].text or "",
        None,
        (),
        Words(f"填写{names[0].zh}", f"fill in {names[0].en}"),
        cells[0].form,
    )


def _comparison(said: Speaker, at: Derivation, node: core.Compare, denied: bool) -> Said:
    left, right = at.below[0], at.below[1]
    operator = OPPOSITE[node.operator] if denied else node.operator
    if isinstance(left.node, core.Constant) and not isinstance(right.node, core.Constant):
        flip = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
        left, right, operator = right, left, flip.get(operator, operator)
    if operator == "!=" and isinstance(left.value, str) and left.path and right.path:
        return _same_text(said, left, right)
    should = SHOULD[operator]
    subject, value, against = said.named(left), said.value(left), said.value(right)
    bound = said.bound(right)
    text = Words(f"{subject.zh}为 {value.zh}，{should[0]} {bound.zh}", f"{subject.en} is {value.en}; it {should[1]} {bound.en}")
    working = tuple(
        line for side in (left, right) if not isinstance(side.node, core.Cell | core.Constant) for line in said.working(side)
    )
    path, form = _place(said, left, right)
    expected = SIGN[operator] + (said.as_written(left, right) or against.zh)
    remedy = Words(
        f"使{subject.zh}{should[0][1:]} {against.zh}", f"make {subject.en} {should[1].removeprefix('should ')} {against.en}"
    )
    if node.left.type.kind is Kind.TRUTH:
        return _truths(said, left, right)
    return Said(text, path, said.claimed(left), expected, working, remedy, form)


def _place(said: Speaker, left: Derivation, right: Derivation) -> tuple[str | None, Form | None]:
    """Where a comparison is shown: at one of its cells, on the form spoken of if it can be."""
    found = [(at.path, at.form) for at in (left, right) if at.path is not None]
    found += [at for at in (where(left), where(right)) if at is not None]
    mine = [at for at in found if at[1] is None or at[1] is said.form]
    return next(iter([*mine, *found]), (None, None))


def _truths(said: Speaker, left: Derivation, right: Derivation) -> Said:
    """Two conditions of which one holds and the other does not."""
    one, other = said.formula(left.node), said.formula(right.node)
    first, second = said.value(left), said.value(right)
    path, form = first_at(right) or first_at(left) or (None, None)
    cell = None if path is None else (form or said.form).cell(path)
    return Said(
        Words(f"{one.zh} {first.zh}，{other.zh} {second.zh}", f"{one.en} is {first.en}, {other.en} is {second.en}"),
        path,
        None if cell is None else cell.text,
        form=form,
    )


def _same_text(said: Speaker, left: Derivation, right: Derivation) -> Said:
    one, other = said.named(left), said.named(right)
    beside = (left.path or "").rpartition("/")[0], (right.path or "").rpartition("/")[0]
    if left.form is right.form and beside[0] == beside[1] != "":
        field = (right.form or said.form).cell(right.path or "")
        other = other if field is None else Words(f"同一行的{field.field.zh}", f"the {field.field.name} of its row")
    return Said(
        Words(f"{one.zh}与{other.zh}相同：“{left.text}”", f"{one.en} is the same as {other.en}: “{left.text}”"),
        left.path,
        left.text,
        "≠",
        form=left.form,
    )


def _agreement(said: Speaker, at: Derivation, node: core.Agrees) -> Said:
    due = at.below[1]
    cell = said.cell(at)
    if cell is None:
        return plain(said, at, False)

    expected = written(due.value, cell.field, cell) or said.value(due).zh
    name = said.at(cell.path, at.form)
    cut = cut_off(cell, due.value, node.cell.type, node.value.type)
    tail = Words("；尾数是截去的，不是四舍五入", "; the digits were cut off, not rounded") if cut else Words("", "")
    return Said(
        Words(f"{name.zh}填 {cell.text}，应为 {expected}", f"{name.en} shows {cell.text}; it should be {expected}") + tail,
        cell.path,
        cell.text,
        expected,
        said.working(due),
        Words(f"填 {expected}", f"write {expected}"),
        at.form,
    )


def _membership(said: Speaker, at: Derivation, denied: bool) -> Said:
    value, container = at.below[0], at.below[1]
    name, shown, held = said.named(value), said.value(value), said.value(container)
    if isinstance(container.value, Missing):
        held = said.formula(container.node)
    path, form = (value.path, value.form) if value.path is not None else first_at(value) or (None, None)
    zh, en = ("不应属于", "should not be in") if denied else ("应属于", "should be in")
    if isinstance(container.value, frozenset) and value.node.type.kind is Kind.TEXT:
        zh, en = ("不应是", "should not be") if denied else ("应是", "should be")
        members = sorted(str(each) for each in container.value)
        held = Words(" 或 ".join(f"“{each}”" for each in members), " or ".join(f"“{each}”" for each in members))
    return Said(
        Words(f"{name.zh}为 {shown.zh}，{zh} {held.zh}", f"{name.en} is {shown.en}; it {en} {held.en}"),
        path,
        said.claimed(value),
        f"{'∉' if denied else '∈'} {held.zh}",
        said.working(value),
        form=form,
    )


def _rows(said: Speaker, at: Derivation, node: core.Aggregate, denied: bool) -> Said:
    counting = [row for row in at.below if row.value is True or node.where is None or node.value is not None]
    condition = None if node.where is None else said.formula(node.where)
    which = Words(f"满足 {condition.zh} 的行", f"rows where {condition.en}") if condition else Words("行", "rows")
    group = said.wording("zh").part(node.route.end), said.wording("en").part(node.route.end)
    working = (Words(f"找的是：{condition.zh}", f"looked for: {condition.en}"),) if condition else ()
    if node.function == "unique":
        return _repeated(said, at)
    some = (node.function == "any") == denied
    if some and counting:
        names = [_row_words(said, row) for row in counting[:MOST_ROWS]]
        zh, en = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
        more = Words("" if len(counting) <= MOST_ROWS else " 等", "" if len(counting) <= MOST_ROWS else ", …")
        abroad = counting[0].of is not None and counting[0].of is not said.form
        kind = "张表" if abroad and not counting[0].label else "行"
        kinds = "forms" if kind == "张表" else "rows"
        return Said(
            Words(
                f"有这样的{kind[-1]}，不应有：{zh}{more.zh}（共 {len(counting)} {kind}）",
                f"there should be no such {kinds}: {en}{more.en} ({len(counting)} in all)",
            ),
            None if abroad else counting[0].label,
            working=working,
        )
    links = [said.program.links[step.name] for step in node.route.steps if step.kind == "link"]
    if links and any(link.target.part is None or link.through is not None for link in links):
        name = links[-1].title or links[-1].name
        return Said(Words(f"没有对应的{name}", f"there is no {name} for it"), working=working)
    return Said(
        Words(f"没有这样的{group[0]}", f"{group[1]} has no such row"),
        working=working,
        remedy=Words(f"补上{which.zh}", f"add {which.en}"),
    )


def _row_words(said: Speaker, row: Derivation) -> Words:
    """A row by its name; one of another form with what decided there."""
    name = said.at(row.label or "", row.of)
    if row.of is None or row.of is said.form:
        return name
    cells = {each.path: each for each in _cells(row) if each.form is row.of and each.text}
    shown = [_short(row.of, each) for each in list(cells.values())[:MOST_CELLS]]
    zh, en = "，".join(each.zh for each in shown), ", ".join(each.en for each in shown)
    return Words(f"{name.zh}（{zh}）", f"{name.en} ({en})") if shown else name


def _short(form: Form, cell: Derivation) -> Words:
    """A cell of another form with what it says and where it stands."""
    name, text = label(form, cell.path or ""), cell.text or ""
    text = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    zh, en = ("", "") if cell.place is None else (f" {cell.place.text('zh')}", f" {cell.place.text('en')}")
    return Words(f"{name.zh}“{text}”{zh}", f"{name.en} “{text}”{en}")


def _cells(at: Derivation) -> Iterator[Derivation]:
    if at.path is not None and isinstance(at.node, core.Cell | core.FacetOf):
        yield at
    for below in at.below:
        yield from _cells(below)


def _repeated(said: Speaker, at: Derivation) -> Said:
    seen: dict[object, Derivation] = {}
    for row in at.below:
        value = normal(row.value) if isinstance(row.value, str) else row.value
        if value in seen:
            earlier = seen[value]
            first, again = said.at(earlier.path or "", earlier.form), said.at(row.path or "", row.form)
            shown = said.value(row)
            return Said(
                Words(f"{shown.zh}重复：{first.zh}、{again.zh}", f"{shown.en} stands twice: {first.en}, {again.en}"),
                row.path,
                row.text,
                form=row.form,
            )
        seen[value] = row
    return plain(said, at, False)


def _without_guards(wrong: list[Derivation]) -> list[Derivation]:
    """Of `not filled(x) or y` it is y that is wrong: that x is filled in is only why y is asked."""
    rest = [below for below in wrong if not (isinstance(below.node, core.Not) and _asks_filled(below.below[0]))]
    return rest or wrong


def _asks_filled(at: Derivation) -> bool:
    return isinstance(at.node, core.Call) and at.node.function == "filled" and at.below[0].path is not None
