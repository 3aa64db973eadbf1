"""The interpreter: a value of an expression for a row of a form, by looking at the tree and doing what it says."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from naive import functions
from naive.functions import compare
from naive.values import (
    NO_UNIT_WRITTEN,
    Amount,
    Gone,
    Members,
    Range,
    all_gone,
    amount,
    every,
    gone,
    product,
    side_by_side,
    some,
    to_multiple,
    vanishes,
)
from perfrules.core import tree as core
from perfrules.core.types import Kind, Type
from perfrules.forms import Cell as Written
from perfrules.forms import Form
from perfrules.values import Missing, Quantity


@dataclass(frozen=True, eq=False)
class Thing:
    """The form, a record or a row; `home` is everything of its form."""

    subject: core.Subject
    cells: Any
    path: str
    home: Home


class Home:
    """The things of one form."""

    def __init__(self, form: Form) -> None:
        self.form = form
        name = form.template.name
        rows = {part: (record,) for part, record in form.records.items()} | dict(form.groups)
        self.whole = Thing(core.Subject(name), form.cells, "", self)
        self.parts = {
            part: [Thing(core.Subject(name, part), row.cells, row.path, self) for row in held] for part, held in rows.items()
        }


NOTHING: list[tuple[str, dict[str, Any]]] = []


class Others:
    """The forms of a run: `held` says which are here in full (all, when it is None), `same` which names are one,
    `programs` by which program those of a template are audited."""

    def __init__(
        self,
        forms: tuple[Form, ...] = (),
        held: list[tuple[str, dict[str, Any]]] | None = NOTHING,
        same: list[list[str]] | None = None,
        programs: dict[str, core.Program] | None = None,
    ) -> None:
        self.forms, self.held, self.same, self.programs = forms, held, same or [], programs or {}
        self.homes = [Home(form) for form in self.forms]

    def __repr__(self) -> str:
        """What is written on each form, for a person to read."""
        told = [
            f"{form.template.name}({', '.join(f'{c.path} {c.text}' for c in form.every_cell() if c.text)})" for form in self.forms
        ]
        return "; ".join([*told, f"held {self.held}", f"same {self.same}"])

    def home(self, form: Form) -> Home:
        return next((home for home in self.homes if home.form is form), None) or Home(form)


@dataclass(frozen=True)
class At:
    """Where an expression is evaluated: the row in scope, what the item is about, and the column being audited, if one is."""

    row: Thing
    this: Thing
    auditing: core.Column | None = None


class Naive:
    """A program on a form, among others."""

    def __init__(self, program: core.Program, form: Form, others: Others | None = None) -> None:
        self.program = program
        self.others = others or Others((form,))
        self.home = self.others.home(form)
        self.whole, self.parts = self.home.whole, self.home.parts

    # ── outcomes ──

    def outcomes(self) -> list[tuple[str, str, str, frozenset[str]]]:
        """Of every check and subject, in the order of policy and form: name, path, outcome, and why it is undetermined."""
        return [
            (check.name, thing.path, *self.outcome(check, thing))
            for check in self.program.checks
            for thing in self.things(check.subject)
        ]

    def things(self, subject: core.Subject) -> list[Thing]:
        if subject.template != self.whole.subject.template:
            return []
        return [self.whole] if subject.part is None else self.parts[subject.part]

    def outcome(self, check: core.Rule | core.Score, thing: Thing) -> tuple[str, frozenset[str]]:
        if check.off is not None:
            return "off", frozenset()
        when = self.applies(check, thing)
        if when is False:
            return "not_applicable", frozenset()
        truth = self.value(check.require, At(thing, thing)) if isinstance(check, core.Rule) else self.agreed(check, thing)
        if isinstance(when, Gone) and truth is False:
            truth = when
        if isinstance(truth, bool):
            return ("pass" if truth else "fail"), frozenset()
        missing = all_gone(when, truth)
        assert missing is not None
        means = check.missing_means.replace(" ", "_")
        if missing.why <= {"blank", "blank-key"} and means != "undetermined":
            return means, frozenset()
        return "undetermined", missing.why

    def applies(self, check: core.Check, thing: Thing) -> Any:
        return True if check.when is None else self.value(check.when, At(thing, thing))

    # ── scores ──

    def agreed(self, score: core.Score, about: Thing) -> Any:
        """Whether the claimed cell shows what the score expects, if no other score may claim it as well."""
        holder = self.one(score.claimed.route, At(about, about))
        if isinstance(holder, Gone):
            return holder
        others = [claim for claim in self.claims(holder, score.claimed.field) if claim != (score, about)]
        rival = some(self.applies(other, thing) for other, thing in others)
        if rival is not False:
            return all_gone(rival) or gone("rival")
        return self.shows_expected(score, holder, At(about, about))

    def shows_expected(self, score: core.Score, holder: Thing, at: At) -> Any:
        expected = self.value(score.expected, at)
        tolerance = self.tolerance(score.tolerance, at)
        cell = holder.cells[score.claimed.field]
        return self.shows(cell, claim(cell), score.claimed.type, expected, score.expected.type, tolerance)

    def tolerance(self, node: core.Expr | None, at: At) -> tuple[Any, Type] | None:
        """A tolerance is never read off audited cells."""
        return None if node is None else (self.value(node, At(at.row, at.this)), node.type)

    def claims(self, holder: Thing, field: str) -> list[tuple[core.Score, Thing]]:
        """The scores that claim a cell, each with what it is about."""
        return [
            (score, thing)
            for score in self.program.scores()
            if score.claimed.field == field
            for thing in self.things(score.subject)
            if self.one(score.claimed.route, At(thing, thing)) is holder
        ]

    def audited(self, holder: Thing, field: str) -> Any:
        """The claim where it agrees with what is expected, or nothing is; else what is expected, as the column shows it. Of
        another form it is what the program says that audits that one."""
        if holder.home is not self.home:
            program = self.others.programs.get(holder.subject.template)
            return gone("no-audit") if program is None else Naive(program, holder.home.form, self.others).audited(holder, field)
        cell = holder.cells[field]
        told = [(self.applies(score, thing), score, thing) for score, thing in self.claims(holder, field)]
        unknown = all_gone(*(when for when, _, _ in told))
        if unknown:
            return unknown
        applying = [(score, thing) for when, score, thing in told if when is True]
        if len(applying) != 1:
            return gone("rival") if applying else claim(cell)
        score, thing = applying[0]
        at = At(thing, thing, score.column)
        if self.shows_expected(score, holder, at) is True:
            return claim(cell)
        return as_shown(self.value(score.expected, at), score, cell)

    # ── a cell against a value ──

    def shows(self, cell: Written, claimed: Any, its: Type, value: Any, others: Type, tolerance: tuple[Any, Type] | None) -> Any:
        """Whether the cell shows the value, is in the interval (or agrees with an end that belongs to it), or is in the set."""
        if isinstance(value, Members):
            return some(self.shows(cell, claimed, its, member, type_, tolerance) for member, type_ in value.of)
        if not isinstance(value, Range):
            missing = all_gone(claimed, value, *(() if tolerance is None else (tolerance[0],)))
            return missing or self.shows_one(cell, claimed, its, value, others, tolerance)
        told = []
        for end, closed, sign in ((value.low, value.low_closed, ">"), (value.high, value.high_closed, "<")):
            if end is not None:
                met = [compare(claimed, its, "=", *end), self.shows(cell, claimed, its, *end, tolerance)] if closed else []
                told.append(some([compare(claimed, its, sign, *end), *met]))
        return every(told)

    def shows_one(
        self, cell: Written, claimed: Any, its: Type, value: Any, others: Type, tolerance: tuple[Any, Type] | None
    ) -> Any:
        if not isinstance(claimed, Fraction | Amount):
            return compare(claimed, its, "=", value, others)
        pair = side_by_side(claimed, its, value, others)
        if isinstance(pair, Gone):
            return pair
        shown, due, unit = pair
        if tolerance is not None:
            apart: Any = Amount(abs(shown - due), unit) if its.written or others.written else abs(shown - due)
            return compare(apart, its, "<=", *tolerance)
        steps = [step for step in (cell.step if claim(cell) == claimed else None, cell.column_step) if step is not None]
        return shown == (to_multiple(due, min(steps), "rounded") if steps else due)

    # ── expressions ──

    def value(self, node: core.Expr, at: At) -> Any:
        match node:
            case core.Constant(value=value):
                return value
            case core.ParamRef(name=name):
                return self.value(self.program.params[name].expression, at)
            case core.Cell():
                return self.read(node, at)
            case core.FacetOf():
                return self.facet(node, at)
            case core.LetRef(name=name, route=route):
                thing = self.one(route, at)
                if isinstance(thing, Gone):
                    return thing
                auditing = at.auditing if thing.home is self.home else None
                return self.value(self.program.lets[name].value, At(thing, thing, auditing))
            case core.Audited(cell=cell):
                thing = self.one(cell.route, at)
                value = thing if isinstance(thing, Gone) else self.audited(thing, cell.field)
                return all_gone(value) or value
            case core.Not(of=of):
                truth = self.value(of, at)
                return truth if isinstance(truth, Gone) else not truth
            case core.All(of=parts):
                return every(self.value(part, at) for part in parts)
            case core.Any(of=parts):
                return some(self.value(part, at) for part in parts)
            case core.Compare(left=left, operator=sign, right=right):
                return compare(self.value(left, at), left.type, sign, self.value(right, at), right.type)
            case core.Arithmetic():
                return self.arithmetic(node, at)
            case core.If():
                return self.choice(node, at)
            case core.IntervalOf(low=low, high=high, low_closed=low_closed, high_closed=high_closed):
                ends = [None if end is None else (self.value(end, at), end.type) for end in (low, high)]
                return Range(*ends, low_closed, high_closed)
            case core.SetOf(members=members):
                return Members(tuple((self.value(member, at), member.type) for member in members))
            case core.In(value=value, container=container):
                return holds(self.value(container, at), container.type, self.value(value, at), value.type)
            case core.Choose():
                return self.table(node, at)
            case core.Agrees():
                return self.agrees(node, at)
            case core.Aggregate():
                return self.aggregate(node, at)
            case core.Call():
                return self.call(node, at)
        raise AssertionError(node)

    def read(self, node: core.Cell, at: At) -> Any:
        """As claimed; on the audited form, as audited, but for the column that is being audited itself."""
        thing = self.one(node.route, at)
        if isinstance(thing, Gone):
            return thing
        column = core.Column(thing.subject, node.field)
        scored = column in {score.column for score in self.program.scores()}
        if at.auditing is not None and scored and column != at.auditing and thing.home is self.home:
            return self.audited(thing, node.field)
        return claim(thing.cells[node.field])

    def facet(self, node: core.FacetOf, at: At) -> Any:
        thing = self.one(node.cell.route, at)
        if isinstance(thing, Gone):
            return thing
        cell = thing.cells[node.cell.field]
        if cell.text is None:
            return Gone(frozenset({"blank"}), "")
        if node.facet == "text":
            return cell.text
        if cell.written is None:
            return gone("unreadable")
        return cell.written.comparator if node.facet == "comparator" else cell.written.unit

    def arithmetic(self, node: core.Arithmetic, at: At) -> Any:
        one, other = self.value(node.left, at), self.value(node.right, at)
        missing = all_gone(one, other)
        if missing:
            return missing
        if node.operator in "+-":
            pair = side_by_side(one, node.left.type, other, node.right.type)
            if isinstance(pair, Gone):
                return pair
            result = pair[0] + pair[1] if node.operator == "+" else pair[0] - pair[1]
            return functions.bounded(Amount(result, pair[2]) if node.type.written else result)
        return times(one, node.operator, other, node.type)

    def choice(self, node: core.If, at: At) -> Any:
        told = self.value(node.condition, at)
        then = typed(self.value(node.then, at), node.then.type, node.type)
        otherwise = typed(self.value(node.otherwise, at), node.otherwise.type, node.type)
        if isinstance(told, bool):
            return then if told else otherwise
        missing = all_gone(*parts_of(then), *parts_of(otherwise))
        return then if missing is None and alike(then, otherwise) else all_gone(told)

    def table(self, node: core.Choose, at: At) -> Any:
        subject = self.value(node.subject, at)
        missing = all_gone(subject)
        if missing:
            return missing
        for test, value in node.rows:
            told = True if test is None else holds(self.value(test, at), test.type, subject, node.subject.type)
            if told is not False:
                return told if isinstance(told, Gone) else typed(self.value(value, at), value.type, node.type)
        return gone("no-band")

    def agrees(self, node: core.Agrees, at: At) -> Any:
        thing = self.one(node.cell.route, at)
        if isinstance(thing, Gone):
            return thing
        claimed, value = self.read(node.cell, at), self.value(node.value, at)
        tolerance = None if node.tolerance is None else (self.value(node.tolerance, at), node.tolerance.type)
        return self.shows(thing.cells[node.cell.field], claimed, node.cell.type, value, node.value.type, tolerance)

    def aggregate(self, node: core.Aggregate, at: At) -> Any:
        things = self.go(node.route, at)
        if isinstance(things, Gone):
            return things
        inside = [At(thing, at.this, at.auditing) for thing in things]
        wheres = [True if node.where is None else self.value(node.where, there) for there in inside]
        values = [True if node.value is None else self.value(node.value, there) for there in inside]
        kept = [(counts, value) for counts, value in zip(wheres, values, strict=True) if counts is not False]
        type_ = node.type if node.value is None else node.value.type
        return functions.ROWS[node.function](kept, type_)

    def call(self, node: core.Call, at: At) -> Any:
        function, arguments = node.function, node.arguments
        if function == "undetermined":
            return gone("stated")
        if function == "all_pass":
            but = {argument.value for argument in arguments if isinstance(argument, core.Constant)}
            return all(outcome in ("pass", "not_applicable", "off") for name, _, outcome, _ in self.outcomes() if name not in but)
        if function == "filled":
            thing = self.one(arguments[0].route, at)
            return thing if isinstance(thing, Gone) else functions.filled(thing.cells[arguments[0].field].text)
        values = [self.value(argument, at) for argument in arguments]
        types = [argument.type for argument in arguments]
        match function:
            case "if_missing":
                blank = isinstance(values[0], Gone) and values[0].written == ""
                return typed(values[1], types[1], node.type) if blank else typed(values[0], types[0], node.type)
            case "numeric":
                return functions.numeric(values[0])
            case "comparable":
                values = [self.bound(argument, value, at) for argument, value in zip(arguments, values, strict=True)]
                return functions.comparable(values[0], types[0], values[1], types[1])
            case "min" | "max":
                return functions.extreme(list(zip(values, types, strict=True)), node.type, min if function == "min" else max)
            case "rounded" | "rounded_even" | "cut" | "raised":
                return functions.rounding(function, values[0], types[0], values[1], types[1])
            case "abs":
                return functions.absolute(values[0])
            case "percentage":
                return functions.percentage(values[0], types[0])
            case "count":
                return all_gone(values[0]) or Fraction(len(values[0]))
            case "year_of":
                return all_gone(values[0]) or Fraction(values[0].year)
            case "contains":
                return self.contains(*values)
        texts = [functions.asked(value) for value in values]
        return all_gone(*texts) or functions.TEXTS[function](*texts)

    def bound(self, node: core.Expr, value: Any, at: At) -> Any:
        """A range by the number that bounds it; any other value as it is."""
        if not isinstance(value, Gone) or not value.written or value.why != {"range"} or not isinstance(node, core.Cell):
            return value
        thing = self.one(node.route, at)
        assert isinstance(thing, Thing)
        held = thing.cells[node.field].written
        return Amount(held.value, ((held.unit or NO_UNIT_WRITTEN, 1),))

    def contains(self, text: Any, words: Any) -> Any:
        wanted = [word for word, _ in words.of] if isinstance(words, Members) else [words]
        asked = functions.asked(text)
        return all_gone(asked, *wanted) or functions.contains(asked, wanted)

    # ── the way to things ──

    def one(self, route: core.Route, at: At) -> Thing | Gone:
        """What a path of single steps leads to."""
        found = self.go(route, at)
        if isinstance(found, Gone):
            return found
        return found[0] if len(found) == 1 else gone("two-match" if found else "no-form")

    def go(self, route: core.Route, at: At) -> list[Thing] | Gone:
        """What a path leads to. On the way, a link to one must find one; at the end it may find none, or two."""
        found = [at.this if route.start == "this" else at.row]
        for step in route.steps:
            reached: list[Thing] = []
            for thing in found:
                near = self.step(step, thing)
                if isinstance(near, Gone):
                    return near
                to_one = step.kind == "link" and not self.program.links[step.name].many
                if to_one and step is not route.steps[-1] and len(near) != 1:
                    return gone("two-match" if near else "no-form")
                reached += near
            found = reached
        return found

    def step(self, step: core.Step, thing: Thing) -> list[Thing] | Gone:
        if step.kind == "form":
            return [thing.home.whole]
        return thing.home.parts[step.name] if step.kind == "part" else self.linked(self.program.links[step.name], thing)

    def linked(self, link: core.Link, thing: Thing) -> list[Thing] | Gone:
        """Whose keys equal ours. One that may be one of them makes it unknown which they are, and so does what is not here."""
        ours = [claim(thing.cells[our]) for _, our, _ in link.keys]
        missing = all_gone(*ours)
        if missing:
            return as_key(missing)
        among = self.among(link, thing, ours)
        if isinstance(among, Gone):
            return among
        found = []
        for row in among:
            if link.other and row in (thing, thing.home.whole):
                continue
            told = every(
                self.same_key(claim(row.cells[theirs]), our, shift)
                for our, (theirs, _, shift) in zip(ours, link.keys, strict=True)
            )
            if isinstance(told, Gone):
                return as_key(told)
            found += [row] if told else []
        return found

    def among(self, link: core.Link, thing: Thing, ours: list[Any]) -> list[Thing] | Gone:
        """Everything a link chooses from."""
        if link.through is not None:
            found = self.go(link.through, At(thing, thing))
            return [] if isinstance(found, Gone) and found.why == {"no-form"} else found
        if link.target.part is not None:
            return thing.home.parts[link.target.part]
        asked = {theirs: (our, shift) for our, (theirs, _, shift) in zip(ours, link.keys, strict=True)}
        if self.others.held is not None and not any(
            template == link.target.template
            and all(name in asked and self.same_key(value, *asked[name]) is True for name, value in where.items())
            for template, where in self.others.held
        ):
            return gone("not-loaded")
        return [home.whole for home in self.others.homes if home.form.template.name == link.target.template]

    def same_key(self, theirs: Any, ours: Any, shift: int) -> Any:
        """Whether two keys are equal, or names of one unit."""
        if isinstance(theirs, str) and isinstance(ours, str):
            both = {functions.same_text(theirs), functions.same_text(ours)}
            if any(both <= set(map(functions.same_text, names)) for names in self.others.same):
                return True
        any_type = Type(Kind.NUMBER)
        return compare(theirs, any_type, "=", ours + shift if shift and not isinstance(ours, Gone) else ours, any_type)


def as_key(missing: Gone) -> Gone:
    return Gone(frozenset("blank-key" if why == "blank" else why for why in missing.why))


def claim(cell: Written) -> Any:
    """A cell's value as it was read."""
    value = cell.value
    if isinstance(value, Missing):
        return Gone(frozenset(cause.why.value for cause in value.causes), cell.text or "")
    return Amount(value.value, value.unit) if isinstance(value, Quantity) else value


def as_shown(expected: Any, score: core.Score, cell: Written) -> Any:
    """What the rules expect, in the unit of the column and to its step. An interval of one number is that number."""
    type_ = score.expected.type
    ends = (expected.low, expected.high) if isinstance(expected, Range) and expected.low_closed and expected.high_closed else ()
    if ends and None not in ends and ends[0][0] == ends[1][0]:
        expected, type_ = ends[0]
    if isinstance(expected, Gone | Range | Members):
        return all_gone(*parts_of(expected)) or gone("between")
    its = score.claimed.type
    if not its.number:
        return expected
    if its.written:
        return amount(expected, type_)
    if isinstance(expected, Amount):
        pair = side_by_side(Fraction(0), its, expected, type_)
        if isinstance(pair, Gone):
            return pair
        expected = pair[1]
    return expected if cell.column_step is None else to_multiple(expected, cell.column_step, "rounded")


def typed(value: Any, its: Type, wanted: Type) -> Any:
    """A number that takes the place of one whose unit the form gives."""
    return amount(value, its) if wanted.written and isinstance(value, Fraction) else value


def alike(one: Any, other: Any) -> bool:
    """Whether two known values are one."""
    if isinstance(one, Range):
        same_ends = (one.low is None, one.low_closed, one.high_closed) == (other.low is None, other.low_closed, other.high_closed)
        return same_ends and parts_of(one) == parts_of(other)
    return set(parts_of(one)) == set(parts_of(other)) if isinstance(one, Members) else one == other


def parts_of(value: Any) -> list[Any]:
    """The ends of an interval, the members of a set, or the value."""
    if isinstance(value, Range):
        return [end[0] for end in (value.low, value.high) if end is not None]
    return [member for member, _ in value.of] if isinstance(value, Members) else [value]


def times(one: Any, operator: str, other: Any, gives: Type) -> Any:
    """A product or a quotient; units that cancel are gone."""
    units = [number.unit if isinstance(number, Amount) else () for number in (one, other)]
    first, second = (number.value if isinstance(number, Amount) else number for number in (one, other))
    if operator == "/" and second == 0:
        return gone("zero")
    result = first * second if operator == "*" else first / second
    unit = None if None in units else product(*units, 1 if operator == "*" else -1)
    if gives.written:
        return functions.bounded(Amount(result, unit))
    return functions.bounded(result) if vanishes(unit) else gone("unit")


def holds(container: Any, type_: Type, value: Any, its: Type) -> Any:
    """Whether an interval (both its ends), a set (one of its members), boxes or a single value take the value."""
    if isinstance(container, Range):
        low = [] if container.low is None else [compare(value, its, ">=" if container.low_closed else ">", *container.low)]
        high = [] if container.high is None else [compare(value, its, "<=" if container.high_closed else "<", *container.high)]
        return every(low + high)
    if isinstance(container, Members):
        return some(compare(value, its, "=", *member) for member in container.of)
    if isinstance(container, tuple):
        return all_gone(value) or some(compare(value, its, "=", box, type_) for box in container)
    missing = all_gone(container, value)
    return missing or compare(value, its, "=", container, type_)
