"""What programs mention: the cells they read, and the texts, units and patterns that make a difference to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from perfrules.core import tree as core
from perfrules.core.types import MEASURE, MONEY, POINTS
from perfrules.forms import CELLS, FIGURES, Form, Part, Template
from perfrules.library import builtins
from perfrules.symbolic.samples import sample
from perfrules.values import Value
from perfrules.values.quantity import PERCENT, YUAN
from perfrules.values.quantity import POINTS as POINTS_UNIT
from perfrules.values.text import half_width, normal
from perfrules.values.units import read_unit
from perfrules.values.written import read_written

COMPARATORS = ("=", "≥", "≤", ">", "<")
OTHERS = ("个", "次", "家", "人")
"""Units to stand for any that programs do not mention."""

Key = tuple[str | None, str]
"""A part of the form (None: the form itself) and a field of it."""


@dataclass(slots=True)
class Vocabulary:
    cells: set[Key] = field(default_factory=set)
    texts: dict[str, None] = field(default_factory=dict)
    units: dict[str, None] = field(default_factory=dict)
    parts: set[str] = field(default_factory=set)
    labels: bool = False
    """Whether it matters what a cell is called."""


def vocabulary(programs: Sequence[core.Program], template: Template, forms: Iterable[Form] = ()) -> Vocabulary:
    """What the programs mention, and what stands on the forms."""
    found = Vocabulary()
    found.texts.update(dict.fromkeys(("—", *COMPARATORS)))
    for program in programs:
        _program(program, template, found)
    for form in forms:
        _form(form, found)
    for text in list(found.texts):
        unit, written = read_unit("".join(half_width(text).split())), read_written(text)
        if unit is not None:
            found.units[unit[0]] = None
        if written is not None:
            found.units[written.unit] = None
    found.units.update(dict.fromkeys(("", PERCENT)))
    other = next(each for each in OTHERS if each not in found.units)
    found.units[other] = None
    for name in (*found.units, *(choice for part, of in found.cells for choice in _choices(template, part, of))):
        found.texts[name] = None
    if found.labels:
        found.texts.update({of.zh: None for holder in _holders(template) for of in holder.fields.values()})
    return found


def _holders(template: Template) -> Iterator[Template | Part]:
    yield template
    yield from template.parts.values()


def _choices(template: Template, part: str | None, name: str) -> tuple[str, ...]:
    holder = template.parts[part] if part else template
    return holder.fields[name].choices


def _program(program: core.Program, template: Template, found: Vocabulary) -> None:
    for link in program.links.values():
        for theirs, ours, _ in link.keys:
            if link.target.template == template.name and link.target.part:
                found.cells.add((link.target.part, theirs))
            if link.subject.template == template.name:
                found.cells.add((link.subject.part, ours))
    for node in expressions(program):
        _node(node, program, template, found)
    for check in program.checks:
        if check.subject.part:
            found.parts.add(check.subject.part)
    found.texts.update(dict.fromkeys(_telling(program, template)))


def _telling(program: core.Program, template: Template) -> Iterator[str]:
    """Texts of the program's examples, one for each way in which words and patterns are in them."""
    asked = [node for node in expressions(program) if isinstance(node, core.Call) and node.function in ("contains", "matches")]
    questions = [(builtins()[node.function].meaning, constant(node.arguments[1], program)) for node in asked]
    seen = {(False,) * len(questions)}
    for example in program.examples:
        for row in (row for row in example.given if row.link is None):
            holder = template.parts[row.part] if row.part else template
            for name, text in row.cells:
                if (
                    isinstance(text, str)
                    and name in holder.fields
                    and holder.fields[name].kind == "text"
                    and text == normal(text)
                ):
                    answers = tuple(wanted is not None and bool(meaning(text, wanted)) for meaning, wanted in questions)
                    if answers not in seen:
                        seen.add(answers)
                        yield text


def expressions(program: core.Program) -> Iterator[core.Expr]:
    """Every expression that can decide an outcome; a text that has a name is among them where something reads it."""
    waiting: list[core.Expr] = [let.value for let in program.lets.values() if not isinstance(let.value, core.Constant)]
    for check in program.checks:
        waiting += [check.when] if check.when is not None else []
        if isinstance(check, core.Rule):
            waiting.append(check.require)
        elif isinstance(check, core.Score):
            waiting += [check.claimed, check.expected, *([check.tolerance] if check.tolerance is not None else [])]
    named: set[str] = set()
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, core.Call) and node.function in ("undetermined", "matches"):
            waiting.extend(node.arguments[:-1])  # a reason or a pattern is no text of a form
        else:
            waiting.extend(core.children(node))
        if isinstance(node, core.ParamRef | core.LetRef) and node.name not in named:
            named.add(node.name)
            param = isinstance(node, core.ParamRef)
            waiting.append(program.params[node.name].expression if param else program.lets[node.name].value)


def _node(node: core.Expr, program: core.Program, template: Template, found: Vocabulary) -> None:
    match node:
        case core.Constant(value=value):
            _value(value, found)
        case core.ParamRef(name=name):
            _value(program.params[name].value, found)
        case core.Cell(route=route, field=name) if route.end.template == template.name:
            if route.end.part in (CELLS, FIGURES):
                found.parts.add(route.end.part)
                found.labels |= name == "label"
            else:
                found.cells.add((route.end.part, name))
        case core.Aggregate(route=route) if route.end.part:
            found.parts.add(route.end.part)
        case core.Call(function="matches", arguments=(_, pattern)):
            held = constant(pattern, program)
            if isinstance(held, str) and (text := sample(held)) is not None:
                found.texts[text] = None
        case core.Compare(left=left, right=right) | core.Arithmetic(left=left, right=right):
            for one, other in ((left, right), (right, left)):
                if one.type.written and one.type.dimension == MEASURE:
                    found.units.update({YUAN: None} if other.type.dimension == MONEY else {})
                    found.units.update({POINTS_UNIT: None} if other.type.dimension == POINTS else {})
        case _:
            pass
    for step in node.route.steps if isinstance(node, core.Cell | core.LetRef | core.Aggregate) else ():
        if step.kind == "part":
            found.parts.add(step.name)


def constant(node: core.Expr, program: core.Program) -> Value | None:
    """The value of an expression in which nothing of a form is."""
    match node:
        case core.Constant(value=value):
            return value
        case core.ParamRef(name=name):
            return program.params[name].value
        case core.SetOf(members=members):
            held = [constant(member, program) for member in members]
            return frozenset(each for each in held if each is not None) if None not in held else None
        case core.LetRef(name=name):
            return constant(program.lets[name].value, program)
        case _:
            return None


def _value(value: Value, found: Vocabulary) -> None:
    if isinstance(value, frozenset):
        for member in value:
            _value(member, found)
    elif isinstance(value, str) and not isinstance(value, date):
        found.texts[value] = None


def _form(form: Form, found: Vocabulary) -> None:
    for part, cells in [(None, form.cells), *((name, record.cells) for name, record in form.records.items())]:
        found.cells |= {(part, name) for name, cell in cells.items() if cell.text is not None}
    for name, rows in form.groups.items():
        if name in (CELLS, FIGURES):
            continue
        found.cells |= {(name, each) for row in rows for each, cell in row.cells.items() if cell.text is not None}
    for cell in form.every_cell():
        if cell.text is not None:
            found.texts[cell.text] = None
        if cell.written is not None:
            found.units[cell.written.unit] = None
