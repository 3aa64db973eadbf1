"""What can be seen without a solver: names nothing reads, rules without basis or example, tolerances too fine."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from shlex import quote

from perfrules.analysis.codes import NO_BASIS, NO_EXAMPLE, TOO_FINE, UNREAD_FIELD, UNUSED
from perfrules.analysis.remarks import Remark, first_line, named, of_node, remark
from perfrules.analysis.study import Study
from perfrules.core import tree as core
from perfrules.core.reach import roots
from perfrules.diagnostics import Fix, Label, Words
from perfrules.forms import CELLS, FIGURES
from perfrules.forms.reading import MONEY_UNITS
from perfrules.source import Span
from perfrules.values import Value
from perfrules.values.numbers import decimal_text


def items(study: Study) -> Iterator[Remark]:
    yield from _unused(study)
    yield from _unread(study)
    for check in study.checks:
        if not check.basis:
            words = Words(f"`{check.name}` 没有写依据", f"`{check.name}` states no basis")
            yield remark(NO_BASIS, words, named(check), [check.name], help=Words("加一行 `依据`", "add a line `basis`"))
        if not any(example.of == check.name for example in study.program.examples):
            words = Words(f"`{check.name}` 没有例", f"`{check.name}` has no example")
            yield remark(NO_EXAMPLE, words, named(check), [check.name], help=_how_to_example(study))
        yield from _tolerances(study, check)


def _how_to_example(study: Study) -> Words:
    command = f"perfrules test {quote(study.own.name)} --write-examples"
    return Words(f"`{command}` 会给出可粘贴的例", f"`{command}` prints examples to paste")


# ── names nothing reads ──


def _unused(study: Study) -> Iterator[Remark]:
    program = study.program
    used = _named(study)
    for name, param in program.params.items():
        if study.mine(param) and ("param", name) not in used:
            yield _not_used(param, Words("参数", "the param"))
    for key, let in program.lets.items():
        if study.mine(let) and ("let", key) not in used:
            yield _not_used(let, Words("定义", "the let"))
    for key, link in program.links.items():
        if study.mine(link) and ("link", key) not in used:
            yield _not_used(link, Words("关联", "the link"))


def _named(study: Study) -> set[tuple[str, str]]:
    """Every param, let and link that a rule comes to, or that something else comes to that does."""
    program = study.program
    waiting = [root for check in program.checks for root in roots(check)]
    waiting += [part for each in program.properties for part in (each.when, each.require, each.rises) if part is not None]
    found: set[tuple[str, str]] = set()
    links: list[str] = []
    while waiting or links:
        if links:
            name = links.pop()
            if ("link", name) not in found:
                found.add(("link", name))
                through = program.links[name].through
                links += [step.name for step in through.steps if step.kind == "link"] if through is not None else []
            continue
        node = waiting.pop()
        waiting.extend(core.children(node))
        if isinstance(node, core.ParamRef) and ("param", node.name) not in found:
            found.add(("param", node.name))
            waiting.append(program.params[node.name].expression)
        if isinstance(node, core.LetRef) and ("let", node.name) not in found:
            found.add(("let", node.name))
            waiting.append(program.lets[node.name].value)
        if isinstance(node, core.Cell | core.LetRef | core.Aggregate):
            links += [step.name for step in node.route.steps if step.kind == "link"]
    return found


def _not_used(item: core.Item, kind: Words) -> Remark:
    words = Words(f"没有规则用到{kind.zh} `{item.name}`", f"no rule uses {kind.en} `{item.name}`")
    span = Span(first_line(item.source, item.span).start, _end(item))
    fix = Fix(((span, ""),))
    return remark(UNUSED, words, named(item), [item.name], help=Words("可以删去", "it may be taken out"), fix=fix)


def _end(item: core.Item) -> int:
    """Where the last line of an item ends."""
    last = max(item.span.start, item.span.end - 1)
    while last > item.span.start and item.source.text[last] in " \n":
        last -= 1
    return first_line(item.source, Span(last, last)).end


# ── fields nothing reads ──


def unread(study: Study) -> tuple[tuple[str | None, str], ...]:
    """The fields of the template that no rule of the policy reads; a rule for every cell reads all."""
    read: set[tuple[str | None, str]] = set()
    for check in study.program.checks:
        for column in study.columns(check):
            if column.subject.template == study.template.name:
                read.add((column.subject.part, column.field))
    holders = [(None, study.template.fields), *((part.name, part.fields) for part in study.template.parts.values())]
    return tuple(
        (name, field) for name, fields in holders if name not in (CELLS, FIGURES) for field in fields if (name, field) not in read
    )


def _unread(study: Study) -> Iterator[Remark]:
    """Cells that an example fills though nothing reads them: what it is meant to show, it cannot."""
    if any(check.subject.part == CELLS for check in study.program.checks):
        return
    gone = set(unread(study)) - {(None, study.template.about.filled_on)}  # by its day a form has the rules of that day
    for example in study.program.examples:
        for row in example.given:
            for name, _ in row.cells if row.link is None and example.source.name == study.own.name else ():
                if (row.part, name) in gone and not _narrated(study, row.part, name):
                    gone.discard((row.part, name))
                    part = study.template.parts[row.part] if row.part else None
                    field = (part or study.template).fields[name]
                    yield _unread_field(example, field.zh, field.name)


def _narrated(study: Study, part: str | None, name: str) -> bool:
    """Whether the numbers in it are looked at."""
    holder = study.template.parts[part] if part else study.template
    looked = any(check.subject.part == FIGURES for check in study.program.checks)
    return holder.fields[name].narrative and (looked or _figures(study))


def _figures(study: Study) -> bool:
    return any(
        isinstance(node, core.Aggregate) and node.route.end.part == FIGURES
        for check in study.program.checks
        for root in roots(check)
        for node in study.inside(root)
    )


def _unread_field(example: core.Example, zh: str, en: str) -> Remark:
    text = example.source.text
    at = next((found for name in (zh, en) if (found := text.find(name, example.span.start, example.span.end)) >= 0), -1)
    length = len(zh) if text.startswith(zh, at) else len(en)
    span = example.span if at < 0 else Span(at, at + length)
    words = Words(f"没有规则看 `{zh}`，例里却填了它", f"no rule reads `{en}`, yet an example fills it")
    return remark(UNREAD_FIELD, words, Label(example.source, span), [example.of])


# ── tolerances ──


def _tolerances(study: Study, check: core.Check) -> Iterator[Remark]:
    found: list[tuple[core.Cell, core.Expr]] = []
    if isinstance(check, core.Score) and check.tolerance is not None:
        found.append((check.claimed, check.tolerance))
    for root in roots(check):
        found += [
            (node.cell, node.tolerance)
            for node in study.inside(root)
            if isinstance(node, core.Agrees) and node.tolerance is not None
        ]
    for cell, tolerance in found:
        step, value = _step(study, cell), _constant(study, tolerance)
        if step is not None and value is not None and value < step / 2 and tolerance.source.name == study.own.name:
            shown = decimal_text(step)
            words = Words(
                f"误差比这一栏的一位数字（{shown}）的一半还小，四舍五入正确的数也会不符合",
                f"the tolerance is less than half of the last digit of the column ({shown}): a number rounded right would fail",
            )
            yield remark(TOO_FINE, words, of_node(tolerance), [check.name])


def _step(study: Study, cell: core.Cell) -> Fraction | None:
    """What the column is kept to, in the unit of its values."""
    holder = study.template.parts[cell.route.end.part] if cell.route.end.part else study.template
    if cell.route.end.template != study.template.name:
        return None
    field = holder.fields[cell.field]
    if field.step is None:
        return None
    return field.step * MONEY_UNITS[study.template.default_money_unit] if field.kind == "money" else field.step


def _constant(study: Study, node: core.Expr) -> Fraction | None:
    value: Value | None = None
    if isinstance(node, core.Constant):
        value = node.value
    elif isinstance(node, core.ParamRef):
        value = study.program.params[node.name].value
    return value if isinstance(value, Fraction) else None
