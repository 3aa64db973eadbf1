"""Values and formulas in the reader's language: the author's formula as it means, and the same with the numbers put in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from perfrules import library
from perfrules.core import tree as core
from perfrules.core.types import MONEY, POINTS, Sort, Type
from perfrules.diagnostics import Language
from perfrules.findings import Derivation
from perfrules.forms import Field, Templates
from perfrules.values import Interval, Missing, Quantity, Value, Why
from perfrules.values.numbers import decimal_text, percent_text
from perfrules.values.quantity import PERCENT, UNWRITTEN, YUAN

WAN = 10_000
MOST_TERMS = 12
WORDS = {
    "and": ("且", "and"),
    "or": ("或", "or"),
    "not": ("非", "not"),
    "in": ("属于", "in"),
    "where": ("满足", "where"),
    "if": ("如果", "if"),
    "then": ("则", "then"),
    "else": ("否则", "else"),
    "agrees with": ("应为", "agrees with"),
    "true": ("成立", "true"),
    "false": ("不成立", "false"),
    "unknown": ("无法判断", "unknown"),
    "blank": ("空白", "blank"),
    "this": ("本项", "this"),
    "comparator": ("比较符", "comparator"),
    "measure": ("单位", "measure"),
    "text": ("原文", "text"),
}
SIGNS = {">=": "≥", "<=": "≤", "!=": "≠", "*": "×", "/": "÷"}


def word(name: str, language: Language) -> str:
    return WORDS[name][0 if language == "zh" else 1]


def value_text(value: Value, type_: Type, language: Language) -> str:
    """A value as a reader would write it: money in 万元, ratios in percent, exact digits or `…` where they go on."""
    match value:
        case Missing():
            return word("unknown", language)
        case bool():
            return word("true" if value else "false", language)
        case Fraction():
            return number_text(value, type_)
        case Quantity():
            return quantity_text(value)
        case Interval():
            return interval_text(value, type_.of or type_)
        case frozenset():
            inner = type_.of or type_
            return "{" + "、".join(sorted(value_text(each, inner, language) for each in value)) + "}"
        case date():
            return value.isoformat()
        case tuple():
            return "、".join(value) or word("blank", language)
        case _:
            return f"“{value}”" if language == "zh" else f'"{value}"'


def number_text(value: Fraction, type_: Type) -> str:
    if type_.dimension == MONEY:
        return decimal_text(value / WAN) + " 万元"
    if type_.dimension == POINTS:
        return decimal_text(value, 4)
    return percent_text(value) if type_.sort is Sort.RATIO else decimal_text(value)


def quantity_text(of: Quantity) -> str:
    names = [name if power == 1 else f"{name}^{power}" for name, power in of.unit if name != UNWRITTEN]
    if names == [PERCENT]:
        return percent_text(of.value)
    if names == [YUAN]:
        return decimal_text(of.value / WAN) + " 万元"
    return decimal_text(of.value) + ("" if not names else " " + "·".join(names))


def interval_text(of: Interval, type_: Type) -> str:
    low, high = (None if end is None else _end(end, type_) for end in (of.low, of.high))
    return low if of.only is not None and low is not None else _between(low, high, of.low_closed, of.high_closed)


def _between(low: str | None, high: str | None, low_closed: bool, high_closed: bool) -> str:
    """An interval as it is written; one that goes on for ever by the sign of its one end."""
    if low is None and high is not None:
        return f"{'≤' if high_closed else '<'} {high}"
    if high is None and low is not None:
        return f"{'≥' if low_closed else '>'} {low}"
    return f"{'[' if low_closed else '('}{low or ''}, {high or ''}{']' if high_closed else ')'}"


def _end(end: Fraction | Quantity | date, type_: Type) -> str:
    if isinstance(end, date):
        return end.isoformat()
    return quantity_text(end) if isinstance(end, Quantity) else number_text(end, type_)


@dataclass(frozen=True, slots=True)
class Wording:
    """Formulas of one program in one language. `leaf` may put something in a node's place (a number for its name)."""

    program: core.Program
    templates: Templates
    language: Language

    def formula(self, node: core.Expr) -> str:
        """The formula by its names."""
        return self._text(node, lambda _: None, 0)

    def numbers(self, derivation: Derivation) -> str:
        """The formula with the values put in for names."""
        values = _values(derivation)
        return self._text(derivation.node, lambda node: self._number(node, values.get(node.id)), 0)

    def worked(self, derivation: Derivation) -> list[str]:
        """The formula with what functions inside it are given worked out, then with what they give."""
        values = _values(derivation)
        calls = [node for each in values.values() if isinstance(node := each.node, core.Call) and node.type.number]
        inner = [call for call in calls if call is not derivation.node]
        given = {argument.id for call in inner for argument in call.arguments if isinstance(argument, core.Arithmetic)}
        result = {call.id for call in inner if call.function not in ("min", "max")}  # which of two is larger is seen
        return [self._put_in(derivation, values, ids) for ids in (given, result) if ids]

    def _put_in(self, derivation: Derivation, values: Mapping[int, Derivation], ids: set[int]) -> str:
        def leaf(node: core.Expr) -> str | None:
            at = values.get(node.id)
            if node.id in ids and at is not None and not isinstance(at.value, Missing):
                return value_text(at.value, node.type, self.language)
            return self._number(node, at)

        return self._text(derivation.node, leaf, 0)

    def _number(self, node: core.Expr, at: Derivation | None) -> str | None:
        match node:
            case core.ParamRef() | core.LetRef() | core.Cell() | core.FacetOf() | core.Audited():
                value = self.program.params[node.name].value if isinstance(node, core.ParamRef) else at.value if at else None
                if isinstance(value, Missing) and {cause.why for cause in value.causes} == {Why.BLANK}:
                    return word("blank", self.language)
                return None if value is None else value_text(value, node.type, self.language)
            case core.Aggregate(function="sum") if at is not None and 2 <= len(at.below) <= MOST_TERMS:
                terms = [value_text(row.value, row.node.type, self.language) for row in at.below]
                return "(" + " + ".join(terms) + ")"
            case core.Aggregate() | core.If() | core.Choose():
                return None if at is None else value_text(at.value, node.type, self.language)
            case _:
                return None

    # ── the shapes ──

    def _text(self, node: core.Expr, leaf: Callable[[core.Expr], str | None], outer: int) -> str:
        """`outer` is how tightly what stands around binds: a looser node gets brackets."""
        put = leaf(node)
        if put is not None:
            return put
        own = _TIGHTNESS.get(type(node), 9)
        if isinstance(node, core.Arithmetic):
            own = 6 if node.operator in "+-" else 7
        text = self._shape(node, lambda inner, by=own: self._text(inner, leaf, by))
        return f"({text})" if own < outer else text

    def _shape(self, node: core.Expr, inside: Callable[..., str]) -> str:
        language = self.language
        match node:
            case core.Constant(value=value):
                return value_text(value, node.type, language)
            case core.ParamRef(name=name):
                return name
            case core.Cell(route=route, field=field):
                return self._path(route, self.field(route.end, field))
            case core.FacetOf(cell=cell, facet=facet):
                return f"{inside(cell)}.{word(facet, language)}"
            case core.LetRef(route=route, name=name):
                return self._path(route, self.program.lets[name].name)
            case core.Audited(cell=cell):
                return f"{library.AUDITED[self._at]}({inside(cell)})"
            case core.Not(of=of):
                return f"{word('not', language)} {inside(of)}"
            case core.All(of=parts):
                return f" {word('and', language)} ".join(inside(part, 4) for part in parts)
            case core.Any(of=parts):
                return f" {word('or', language)} ".join(inside(part, 4) for part in parts)
            case core.Compare(left=left, operator=operator, right=right):
                return f"{inside(left, 6)} {SIGNS.get(operator, operator)} {inside(right, 6)}"
            case core.Arithmetic(left=left, operator=operator, right=right):
                tighter = 7 if operator in "+-" else 8
                return f"{inside(left)} {SIGNS.get(operator, operator)} {inside(right, tighter)}"
            case core.If(condition=condition, then=then, otherwise=otherwise):
                words = [word(each, language) for each in ("if", "then", "else")]
                branches = zip(words, (condition, then, otherwise), strict=True)
                return " ".join(f"{word_} {inside(branch)}" for word_, branch in branches)
            case core.IntervalOf():
                low, high = (None if end is None else inside(end, 0) for end in (node.low, node.high))
                return _between(low, high, node.low_closed, node.high_closed)
            case core.SetOf(members=members):
                return "{" + ", ".join(inside(member, 0) for member in members) + "}"
            case core.In(value=value, container=container):
                return f"{inside(value, 6)} {word('in', language)} {inside(container, 6)}"
            case core.Choose(subject=subject):
                return f"按 {inside(subject, 0)} 查表" if language == "zh" else f"table by {inside(subject, 0)}"
            case core.Agrees(cell=cell, value=value):
                return f"{inside(cell, 6)} {word('agrees with', language)} {inside(value, 6)}"
            case core.Aggregate():
                return self._aggregate(node, inside)
            case core.Call(function=function, arguments=arguments):
                return f"{self._function(function)}({', '.join(inside(argument, 0) for argument in arguments)})"

    @property
    def _at(self) -> int:
        return 1 if self.language == "zh" else 0

    def _function(self, english: str) -> str:
        return library.names().get(english, (english, english))[self._at]

    def _aggregate(self, node: core.Aggregate, inside: Callable[..., str]) -> str:
        rows = self._path(node.route, None)
        value = "" if node.value is None else self._row_value(node.value)
        where = "" if node.where is None else f" {word('where', self.language)} {inside(node.where, 0)}"
        return f"{self._function(node.function)}({rows}{'.' if rows and value else ''}{value}{where})"

    def _row_value(self, value: core.Expr) -> str:
        match value:
            case core.Cell(route=route, field=field):
                return self.field(route.end, field)
            case core.LetRef(name=name):
                return self.program.lets[name].name
            case core.FacetOf(cell=cell, facet=facet):
                return f"{self._row_value(cell)}.{word(facet, self.language)}"
            case core.Audited(cell=cell):
                return self._row_value(cell)
            case _:
                return self.formula(value)

    def _path(self, route: core.Route, last: str | None) -> str:
        names = [word("this", self.language)] if route.start == "this" else []
        for at, step in enumerate(route.steps):
            if step.kind == "part":
                names.append(self.part(core.Subject(self._template(route, at), step.name)))
            elif step.kind == "link":
                names.append(self.program.links[step.name].name)
        return ".".join([*names, *([] if last is None else [last])])

    def _template(self, route: core.Route, at: int) -> str:
        """The template that a step stands in: the one the next link leaves from, or that of the end."""
        links = [self.program.links[step.name] for step in route.steps[at:] if step.kind == "link"]
        return links[0].subject.template if links else route.end.template

    def part(self, subject: core.Subject) -> str:
        """The name of a record or group, or of the form."""
        template = self.templates.get(subject.template)
        assert template is not None
        part = template.parts[subject.part] if subject.part else None
        owner = part or template
        return owner.zh if self.language == "zh" else owner.name

    def field(self, subject: core.Subject, name: str) -> str:
        field = self.field_of(subject, name)
        return field.zh if self.language == "zh" else field.name

    def field_of(self, subject: core.Subject, name: str) -> Field:
        template = self.templates.get(subject.template)
        assert template is not None
        return (template.parts[subject.part].fields if subject.part else template.fields)[name]


_TIGHTNESS: dict[type[core.Node], int] = {
    core.If: 1,
    core.Any: 3,
    core.All: 3,
    core.Not: 4,
    core.Compare: 5,
    core.In: 5,
    core.Agrees: 5,
}


def _values(derivation: Derivation) -> dict[int, Derivation]:
    """What each part of a formula came to, by the part; names and sums over rows are not gone into."""
    found: dict[int, Derivation] = {}
    waiting = [derivation]
    while waiting:
        current = waiting.pop()
        found.setdefault(current.node.id, current)
        if not isinstance(current.node, core.LetRef | core.Aggregate):
            waiting.extend(current.below)
    return found
