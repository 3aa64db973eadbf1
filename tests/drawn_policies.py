"""A policy's text drawn word by word, by type: an expression of points, of money, of truth… is asked for where one is needed.

So what is drawn is sound by construction. Choices are made through `pick` alone, simplest first, so Hypothesis shrinks towards
short policies.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from drawn_forms import used
from hypothesis import strategies as st

from perfrules import library
from perfrules.forms import Field, Template
from perfrules.syntax.words import words

T = TypeVar("T")
FORM, BUDGET, INDICATORS, SOURCES, GOALS, FIGURES, CELLS = "", "budget", "indicators", "sources", "goals", "figures", "cells"
GROUPS = (INDICATORS, SOURCES, GOALS, FIGURES, CELLS)
SUBJECTS = (FORM, INDICATORS, BUDGET, SOURCES, FIGURES)
KIND_OF = {
    "points": "points",
    "money": "money",
    "ratio": "ratio",
    "number": "count",
    "quantity": "quantity",
    "text": "text",
    "choice": "choice",
    "ticks": "ticks",
    "date": "date",
}
NUMBERS_OF = ("points", "money", "ratio", "count", "quantity")
LITERALS = {
    "points": ["10 points", "0 points", "20 points", "0.5 points", "100 points"],
    "money": ["100 wan_yuan", "1 yuan", "500 wan_yuan", "1.5 yi_yuan"],
    "ratio": ["100%", "80%", "0.01%", "27.70%"],
    "count": ["1", "2", "0", "2020", "10", "0.5"],
    "quantity": ["100", "5", "0"],
    "choice": ['"达成"', '"元"'],
    "text": ['"有助于"', '"优"', '"家"', '"≥"', '"产出指标"'],
    "date": ["2021-01-15", "2021-02-01"],
    "truth": ["true", "false"],
}
STEPS = {
    "points": ["0.01", "1 points", "0.5"],
    "money": ["0.01 yuan", "1 wan_yuan"],
    "ratio": ["0.01%", "1%"],
    "count": ["1", "0.1"],
}
STEPS["quantity"] = ["1", "0.01", "0.1%", "5 points"]
EDGES = {
    "points": (["60", "80 points", "90"], ["60", "80", "90"]),
    "ratio": (["60%", "80%", "100%"],) * 2,
    "quantity": (["5", "100", "200"],) * 2,
    "count": (["1", "2", "10"],) * 2,
    "date": (["2021-01-15", "2021-02-01", "2021-03-01"],) * 2,
}
PATTERNS = ["取消", "[0-9]+", "^因.*消$", "A|优", "[^0-9]%", "发放$"]
# Where a score may claim, in the order in which one may need another: column, what it holds, and the subjects it is claimed from.
CLAIMS = [
    (BUDGET, "rate", "ratio", (BUDGET, FORM)),
    (INDICATORS, "weight", "points", (INDICATORS,)),
    (BUDGET, "score", "points", (BUDGET, FORM, INDICATORS)),
    (INDICATORS, "score", "points", (INDICATORS,)),
    (SOURCES, "executed", "money", (SOURCES,)),
    (INDICATORS, "actual", "quantity", (INDICATORS,)),
    (FORM, "total_score", "points", (FORM, INDICATORS)),
    (FORM, "grade", "text", (FORM,)),
]
# A word that is not a unit.
NAME = re.compile(r"(?!(?:points|yuan|wan_yuan|yi_yuan|分|元|万元|亿元)\b)\b[^\W\d]\w*")
OPERATORS = ["=", ">=", "<", "!=", "<=", ">"]
TRUTH_OF = {"points": 4, "money": 3, "ratio": 3, "count": 2, "quantity": 4}
Column = tuple[str, str]


@dataclass(frozen=True)
class Named:
    """A let: what it is of and holds, and the columns it reads (plainly, and as audited)."""

    name: str
    subject: str
    kind: str
    reads: frozenset[Column]
    audits: frozenset[Column]


@dataclass
class Writer:
    """A policy while it is drawn. `plain` and `audited` are the columns that may be read so in the item being drawn."""

    draw: st.DrawFn
    template: Template
    chinese: bool = False
    lets: list[Named] = field(default_factory=list)
    params: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, str, str, bool]] = field(default_factory=list)
    no_plain: frozenset[Column] = frozenset()
    no_audited: frozenset[Column] = frozenset()
    reads: set[Column] = field(default_factory=set)
    audits: set[Column] = field(default_factory=set)

    # ── choosing ──

    def pick(self, of: Sequence[T]) -> T:
        return self.draw(st.sampled_from(of))

    def chance(self, one_in: int) -> bool:
        return self.draw(st.integers(0, one_in - 1)) == one_in - 1

    def say(self, word: str) -> str:
        return spelling(word, self.chinese)

    def named(self, of: Field | Any) -> str:
        return of.zh if self.chinese else of.name

    def fields(self, subject: str) -> list[Field]:
        return used(self.template, subject)

    # ── paths ──

    def paths(self, kind: str, row: str, this: str, wanted: str = "cell") -> list[str]:
        """The single-valued paths to cells (or lets) of a kind that may be read from a row."""
        holders = [(row, "")]
        if row:
            holders.append((FORM, ""))
        holders.append((BUDGET, self.named(self.template.part(BUDGET)) + "."))
        if this != row or self.chance(4):
            holders.append((this, self.say("this") + "."))
        holders += [(end, name + ".") for name, start, end, many in self.links if start == row and not many]
        found = []
        for holder, prefix in holders:
            if wanted == "cell":
                own = [of for of in self.fields(holder) if KIND_OF[of.kind] == kind and (holder, of.name) not in self.no_plain]
                found += [(prefix + self.named(of), frozenset({(holder, of.name)}), frozenset()) for of in own]
            else:
                found += [(prefix + let.name, let.reads, let.audits) for let in self.readable(holder, kind)]
        return [(path, reads, audits) for path, reads, audits in found]  # type: ignore[misc]

    def readable(self, holder: str, kind: str) -> list[Named]:
        return [
            let
            for let in self.lets
            if let.subject == holder and let.kind == kind and not let.reads & self.no_plain and not let.audits & self.no_audited
        ]

    def read(self, kind: str, row: str, this: str) -> str | None:
        """A path of that kind, a let as likely as a cell."""
        found = self.paths(kind, row, this, "let") if self.chance(2) else []
        found = found or self.paths(kind, row, this)
        return self.taken(self.pick(found)) if found else None  # type: ignore[arg-type]

    def taken(self, found: tuple[str, frozenset[Column], frozenset[Column]]) -> str:
        path, reads, audits = found
        self.reads |= reads
        self.audits |= audits
        return path

    def cell(self, kind: str, row: str, this: str) -> str | None:
        found = self.paths(kind, row, this)
        return self.taken(self.pick(found)) if found else None  # type: ignore[arg-type]

    # ── expressions ──

    def expression(self, kind: str, row: str, this: str, deep: int) -> str:
        """Text of an expression of that kind, in brackets where it has parts."""
        if deep <= 0 or self.pick([0, 1, 1, 1]) == 0:
            return self.simple(kind, row, this)
        if kind == "truth":
            return self.truth(row, this, deep)
        if kind == "interval":
            return self.interval(row, this, deep)
        common = self.pick(["own", "own", "own", "if", "simple"])
        if common == "simple":
            return self.simple(kind, row, this)
        if common == "if":
            return self.either(kind, row, this, deep)
        return self.number(kind, row, this, deep) if kind in NUMBERS_OF else self.text_or_date(kind, row, this, deep)

    def simple(self, kind: str, row: str, this: str) -> str:
        if kind == "interval":
            return self.interval(row, this, 0)
        if kind == "text" and self.chance(3):
            facet = self.facet(row, this)
            if facet:
                return facet
        if kind == "truth" and self.chance(2):
            return self.compared(row, this, 0)
        params = [name for name, held in self.params if held == kind]
        if params and self.chance(4):
            return self.pick(params)
        path = None if self.chance(3) else self.read(kind, row, this)
        if kind in NUMBERS_OF and self.chance(30):
            unknown, number = f'{self.say("undetermined")}("表上未列")', path or self.literal(kind)
            return f"({self.say('if')} {self.literal('truth')} {self.say('then')} {unknown} {self.say('else')} {number})"
        return path or self.literal(kind)

    def literal(self, kind: str) -> str:
        text = self.pick(LITERALS[kind])
        digits, _, unit = text.partition(" ")
        return (
            f"{digits} {self.say(unit)}"
            if unit in ("points", "yuan", "wan_yuan", "yi_yuan")
            else self.say(text)
            if text in ("true", "false")
            else text
        )

    def facet(self, row: str, this: str) -> str | None:
        cell = self.cell("quantity", row, this)
        return None if cell is None else f"{cell}.{self.spelled_facet(self.pick(['text', 'measure']))}"

    def spelled_facet(self, facet: str) -> str:
        return FACETS[facet] if self.chinese else facet

    def either(self, kind: str, row: str, this: str, deep: int) -> str:
        condition = self.expression("truth", row, this, deep - 1)
        then, otherwise = (self.expression(kind, row, this, deep - 1) for _ in range(2))
        return f"({self.say('if')} {condition} {self.say('then')} {then} {self.say('else')} {otherwise})"

    def number(self, kind: str, row: str, this: str, deep: int) -> str:
        def part(of: str) -> str:
            return self.expression(of, row, this, deep - 1)

        how = self.pick(["sum", "add", "times", "extreme", "rounded", "if_missing", "over", "audited", "abs", "minus"])
        match how:
            case "sum":
                return self.aggregate(kind, row, this, deep)
            case "add":
                return f"({part(kind)} {self.pick('+-')} {part(kind)})"
            case "times":
                other = self.pick(["ratio", "count"]) if kind != "ratio" else "ratio"
                one, two = (part(kind), part(other)) if self.chance(2) else (part(other), part(kind))
                return f"({one} * {two})"
            case "extreme":
                return f"{self.say(self.pick(['min', 'max']))}({part(kind)}, {part(kind)})"
            case "rounded":
                step, number = self.step(self.pick(STEPS[kind])), self.measured(row, this) if kind == "quantity" else part(kind)
                return (
                    f"{self.say(self.pick(['rounded', 'rounded_even', 'cut', 'raised']))}({number}, {step})"
                    if number
                    else part(kind)
                )
            case "if_missing":
                cell = self.cell(kind, row, this)
                return f"{self.say('if_missing')}({cell}, {part(kind)})" if cell else part(kind)
            case "over":
                return self.quotient(kind, row, this, deep)
            case "audited":
                return self.audited(kind, row, this) or part(kind)
            case "abs":
                return f"{self.say('abs')}({part(kind)})"
        return f"(-{part(kind)})"

    def step(self, step: str) -> str:
        digits, _, unit = step.partition(" ")
        return f"{digits} {self.say(unit)}" if unit else digits

    def quotient(self, kind: str, row: str, this: str, deep: int) -> str:
        """A quotient or formula of several dimensions that comes out as the kind."""

        def part(of: str) -> str:
            if of == "quantity":
                return self.measured(row, this) or self.literal("quantity")
            return self.expression(of, row, this, deep - 1)

        if kind == "ratio":
            of = self.pick(["money", "points", "quantity", "ratio", "percentage"])
            if of == "percentage":
                return self.percentage(row, this, deep) or self.simple(kind, row, this)
            return f"({part(of)} / {part(of)})"
        if kind == "count":
            return self.counted(row, this, deep)
        of = self.pick(["quantity", "money"]) if self.measured(row, this) else "money"
        return f"({part(kind)} * {part(of)} / {part(of)})" if kind == "points" else f"({part(kind)} / {part('count')})"

    def percentage(self, row: str, this: str, deep: int) -> str | None:
        """A percentage of the form, or one of two that are subtracted or compared."""
        cell = self.measured(row, this)
        if cell is None or self.chance(2):
            return cell and f"{self.say('percentage')}({cell})"
        other = self.expression("quantity", row, this, deep - 1)
        of = f"{cell} - {other}" if self.chance(2) else f"{self.say('max')}({cell}, {other})"
        return f"{self.say('percentage')}({of})"

    def measured(self, row: str, this: str) -> str | None:
        """A quantity of a form, not a bare number that would do for one."""
        return self.cell("quantity", row, this)

    def counted(self, row: str, this: str, deep: int) -> str:
        if self.chance(2):
            return f"{self.say('characters')}({self.expression('text', row, this, deep - 1)})"
        if self.chance(3):
            return f"{self.say('year_of')}({self.expression('date', row, this, deep - 1)})"
        ticks = self.cell("ticks", row, this)
        return f"{self.say('count')}({ticks})" if ticks and self.chance(3) else self.rows("count", row, this, deep)

    def audited(self, kind: str, row: str, this: str) -> str | None:
        """`audited(…)` of a cell, within this form."""
        saved = self.no_plain
        self.no_plain = self.no_plain | self.no_audited
        found = self.paths(kind, row, this)
        self.no_plain = saved
        if not found:
            return None
        path, reads, _ = self.pick(found)  # type: ignore[misc]
        self.audits |= reads
        return f"{self.say('audited')}({path})"

    def text_or_date(self, kind: str, row: str, this: str, deep: int) -> str:
        return self.either(kind, row, this, deep) if self.chance(2) else self.simple(kind, row, this)

    # ── rows ──

    def ways(self, row: str) -> list[tuple[str, str]]:
        """The paths to many rows, and which group they are of."""
        groups = [(self.named(self.template.part(group)), group) for group in GROUPS if self.template.part(group)]
        return groups + [(name, end) for name, start, end, many in self.links if start == row and many]

    def aggregate(self, kind: str, row: str, this: str, deep: int) -> str:
        found = []
        for path, group in self.ways(row):
            own = [of for of in self.fields(group) if KIND_OF[of.kind] == kind and (group, of.name) not in self.no_plain]
            found += [(f"{path}.{self.named(of)}", group, frozenset({(group, of.name)}), frozenset()) for of in own]
            found += [(f"{path}.{let.name}", group, let.reads, let.audits) for let in self.readable(group, kind)]
        if not found:
            return self.simple(kind, row, this)
        path, group, reads, audits = self.pick(found)
        self.taken((path, reads, audits))
        function = self.say(self.pick(["sum", "max", "min", "average"]))
        if (
            path.count(".") == 1
            and not audits
            and len(reads) == 1
            and not reads & self.no_audited
            and self.is_field(path)
            and self.chance(4)
        ):
            self.audits |= reads
            path = f"{self.say('audited')}({path})"
        return f"{function}({path}{self.where(group, this, deep)})"

    def is_field(self, path: str) -> bool:
        return not any(path.endswith("." + let.name) for let in self.lets)

    def where(self, group: str, this: str, deep: int) -> str:
        if deep < 2 or self.chance(2):
            return ""
        return f" {self.say('where')} {self.expression('truth', group, this, deep - 2)}"

    def rows(self, function: str, row: str, this: str, deep: int) -> str:
        ways = self.ways(row) + [(name, end) for name, start, end, many in self.links if start == row and not many]
        path, group = self.pick(ways)
        return f"{self.say(function)}({path}{self.where(group, this, deep)})"

    # ── conditions ──

    def truth(self, row: str, this: str, deep: int) -> str:
        how = self.pick(["compare", "compare", "and", "or", "not", "in", "rows", "asks", "texts", "unique", "agrees", "if"])
        match how:
            case "compare":
                return self.compared(row, this, deep)
            case "and" | "or":
                parts = [self.expression("truth", row, this, deep - 1) for _ in range(self.pick([2, 2, 3]))]
                return "(" + f" {self.say(how)} ".join(parts) + ")"
            case "not":
                return f"({self.say('not')} {self.expression('truth', row, this, deep - 1)})"
            case "in":
                return self.inside(row, this, deep)
            case "rows":
                return self.rows(self.pick(["any", "no"]), row, this, deep)
            case "asks":
                return self.asks(row, this)
            case "texts":
                return self.texts(row, this, deep)
            case "unique":
                return self.unique(row, this, deep)
            case "agrees":
                return self.agrees(row, this, deep)
        return self.either("truth", row, this, deep)

    def compared(self, row: str, this: str, deep: int) -> str:
        kind = self.pick(["points", "quantity", "money", "ratio", "count", "text", "choice", "date", "mixed", "chain", "truth"])

        def part(of: str) -> str:
            return self.expression(of, row, this, deep - 1)

        match kind:
            case "text" | "truth":
                return f"({part(kind)} {self.pick(['=', '!='])} {part(kind)})"
            case "choice":
                target = self.cell("quantity", row, this) if self.chance(2) else None
                if target:
                    return f'({target}.{self.spelled_facet("comparator")} {self.say("in")} {{"≥", "≤"}})'
                cell = self.cell("choice", row, this)
                return f'({cell} = "{self.pick(self.choices(cell))}")' if cell else self.compared(row, this, deep)
            case "mixed":
                cell, other = self.cell("quantity", row, this), self.pick(["points", "money", "ratio", "count"])
                return f"({cell or part(other)} {self.pick(OPERATORS)} {part(other)})"
            case "chain":
                of = self.pick(NUMBERS_OF)
                return f"({part(of)} <= {part(of)} {self.pick(['<', '<='])} {part(of)})"
        return f"({part(kind)} {self.pick(OPERATORS)} {part(kind)})"

    def choices(self, cell: str) -> tuple[str, ...]:
        name = cell.rpartition(".")[2]
        return next(of.choices for _, of in self.template.anywhere(name))

    def inside(self, row: str, this: str, deep: int) -> str:
        kind = self.pick(["points", "ratio", "quantity", "text", "ticks", "date", "let", "money"])
        say_in = self.say("in")

        def part(of: str) -> str:
            return self.expression(of, row, this, deep - 1)

        if kind == "ticks":
            ticks = self.cell("ticks", row, this)
            return f'("{self.pick(self.choices(ticks))}" {say_in} {ticks})' if ticks else self.compared(row, this, deep)
        if kind == "let":
            return f"({part('points')} {say_in} {part('interval')})"
        if kind == "text" or (kind != "date" and self.chance(3)):
            members = ", ".join(part(kind) for _ in range(self.pick([2, 1, 3])))
            return f"({part(kind)} {say_in} {{{members}}})"
        return f"({part(kind)} {say_in} {self.open_or_closed(part(kind), part(kind), same=kind)})"

    def open_or_closed(self, low: str, high: str, same: str) -> str:
        """An interval between two ends, or a half-line when they are two literals: those may be the wrong way round."""
        if self.chance(4) or (self.constant(low) and self.constant(high)):
            return f"[{low}, )" if self.chance(2) else f"(, {high}]"
        return f"{self.pick('[(')}{low}, {high}{self.pick('])')}"

    def constant(self, text: str) -> bool:
        """Whether nothing of the form is in it."""
        return not NAME.search(re.sub("|".join(name for name, _ in self.params) or "$^", "", text))

    def interval(self, row: str, this: str, deep: int) -> str:
        """An interval of points: a let, or written out."""
        lets = self.paths("interval", row, this, "let")
        if lets and self.chance(2):
            return self.taken(self.pick(lets))  # type: ignore[arg-type]
        if deep > 1 and self.chance(3):
            return self.either("interval", row, this, deep - 1)
        return self.open_or_closed(*(self.expression("points", row, this, deep - 1) for _ in range(2)), same="points")

    def asks(self, row: str, this: str) -> str:
        how = self.pick(["filled", "numeric", "comparable"])
        if how == "filled":
            cell = self.cell(self.pick(["points", "quantity", "text", "money", "ticks", "choice", "ratio"]), row, this)
            return f"{self.say('filled')}({cell})" if cell else self.say("true")
        cells = [self.cell("quantity", row, this) for _ in range(2)]
        if cells[0] is None:
            return self.say("true")
        return f"{self.say('numeric')}({cells[0]})" if how == "numeric" else f"{self.say('comparable')}({cells[0]}, {cells[1]})"

    def texts(self, row: str, this: str, deep: int) -> str:
        text = (
            self.expression(self.pick(["text", "text", "choice"]), row, this, deep - 1)
            if row
            else self.expression("text", row, this, deep - 1)
        )
        match self.pick(["contains", "matches", "similar", "set"]):
            case "contains":
                return f'{self.say("contains")}({text}, "{self.pick(["取消", "优", "Ａ 1"])}")'
            case "matches":
                return f'{self.say("matches")}({text}, "{self.pick(PATTERNS)}")'
            case "set":
                return f'{self.say("contains")}({text}, {{"取消", "优"}})'
        other = self.expression("text", row, this, deep - 1)
        return f"({self.say('similar')}({text}, {other}) >= {self.literal('ratio')})"

    def unique(self, row: str, this: str, deep: int) -> str:
        kind = self.pick(["text", "quantity", "points"])
        found = [
            (f"{path}.{self.named(of)}", group, frozenset({(group, of.name)}), frozenset())
            for path, group in self.ways(row)
            for of in self.fields(group)
            if KIND_OF[of.kind] == kind and (group, of.name) not in self.no_plain
        ]
        if not found:
            return self.say("true")
        path, group, reads, audits = self.pick(found)
        self.taken((path, reads, audits))
        return f"{self.say('unique')}({path}{self.where(group, this, deep)})"

    def agrees(self, row: str, this: str, deep: int) -> str:
        kind = self.pick(["points", "ratio", "money", "quantity", "text"])
        cell = self.cell(kind, row, this)
        if cell is None:
            return self.say("true")
        within = f" {self.say('within')} {self.literal(kind)}" if kind != "text" and self.chance(3) else ""
        return f"({cell} {self.say('agrees with')} {self.expression(kind, row, this, deep - 1)}{within})"

    # ── items ──

    def item(self, subject: str) -> str:
        part = self.template.part(subject)
        return f" {self.say('for')} {self.named(part)}" if part else ""

    def param(self, at: int) -> str:
        kind = self.pick(["points", "ratio", "money", "text", "count"])
        self.params.append((f"常数{at}", kind))
        return f"{self.say('param')} 常数{at} = {self.literal(kind)}"

    def link(self, at: int) -> str:
        group, key = self.pick([(INDICATORS, "level1"), (INDICATORS, "name"), (SOURCES, "item"), (INDICATORS, "tier")])
        many, other = self.chance(2), self.chance(2)
        pair = self.chance(4) and group == INDICATORS
        part = self.template.part(group)
        assert part is not None
        keys = (
            [self.named(part.fields[key])]
            if not pair
            else [f"{self.named(part.fields['goal'])} = {self.named(part.fields[key])}"]
        )
        if self.chance(3) and group == INDICATORS:
            keys.append(self.named(part.fields["level2"]))
        to = f"{self.say('to many' if many else 'to one')}{' ' + self.say('other') if other else ''} {self.named(part)}"
        self.links.append((f"关{at}", group, group, many))
        return f"{self.say('link')} 关{at}{self.item(group)}\n  {to} {self.say('with same')} {', '.join(keys)}"

    def let(self, at: int) -> str:
        subject = self.pick(SUBJECTS)
        kind = self.pick(["points", "truth", "ratio", "quantity", "money", "text", "interval", "count"])
        self.reads, self.audits = set(), set()
        head = f"{self.say('let')} 定{at}{self.item(subject)}"
        measured = self.measured(subject, subject) if kind == "quantity" else None
        if kind == "quantity":
            kind = kind if measured else "points"
        if measured:  # a bare number alone would not be of a form's own unit
            body = f" = ({measured} {self.pick('+-')} {self.expression(kind, subject, subject, 2)})"
        else:
            body = self.table(kind, subject) if self.chance(3) else f" = {self.expression(kind, subject, subject, 3)}"
        self.lets.append(Named(f"定{at}", subject, kind, frozenset(self.reads), frozenset(self.audits)))
        return head + body

    def table(self, kind: str, subject: str) -> str:
        def value() -> str:
            return self.expression(kind, subject, subject, 1)

        by = self.pick(["points", "ratio", "choice", "quantity", "truth", "text", "count", "date"])
        if by == "choice" and subject == INDICATORS:
            tests = ['"达成"', '"部分达成"', '"未达成"']
            subject_text = self.named(self.template.part(INDICATORS).fields["tier"])  # type: ignore[union-attr]
            self.reads.add((INDICATORS, "tier"))
        elif by in EDGES:
            first, second = self.pick([(0, 1), (1, 2), (0, 2)])
            low, high = EDGES[by][0][first], EDGES[by][1][second]
            tests = [f">= {self.step(high)}", f"[{self.step(low)}, {self.step(high)})", f"< {self.step(low)}"]
            subject_text = self.expression(by, subject, subject, 2)
        elif by == "truth":
            tests, subject_text = [self.say("true"), self.say("false")], self.expression("truth", subject, subject, 2)
        else:
            tests, subject_text = ['"优"', '{"良", "有助于"}', self.say("otherwise")], self.cell("text", subject, subject)
        rows = "".join(f"\n  | {test} | {value()} |" for test in tests)
        return f" {self.say('by')} {subject_text}{rows}"

    def policy(self) -> str:
        self.chinese = self.pick([False, True])
        items = [self.param(at) for at in range(self.pick([0, 1, 2]))]
        items += [self.link(at) for at in range(self.pick([0, 1, 2]))]
        items += [self.let(at) for at in range(self.pick([0, 1, 2, 3]))]
        claims = sorted(self.pick(range(len(CLAIMS))) for _ in range(self.pick([0, 1, 2, 3])))
        for at, claim in enumerate(claims):
            above = frozenset(CLAIMS[other][:2] for other in claims if other > claim)
            items.append(self.score(at, CLAIMS[claim], above))
        items += [self.rule(at) for at in range(self.pick([1, 2, 3]))]
        head = f'{self.say("policy")} 测试/项目 2020 "抽出来的政策"\n  {self.say("template")} {self.named(self.template)}'
        return "\n\n".join([head, *items]) + "\n"

    def rule(self, at: int) -> str:
        subject = self.pick(SUBJECTS)
        lines = [f"{self.say('rule')} 规{at}{self.item(subject)}", *self.when(subject)]
        lines.append(f"  {self.say('require')} {self.expression('truth', subject, subject, 4)}")
        return "\n".join(lines + self.means())

    def when(self, subject: str) -> list[str]:
        return [f"  {self.say('when')} {self.expression('truth', subject, subject, 2)}"] if self.chance(2) else []

    def means(self) -> list[str]:
        return (
            [f"  {self.say('missing means')} {self.say(self.pick(['fail', 'pass', 'not applicable']))}"] if self.chance(3) else []
        )

    def score(self, at: int, claim: tuple[str, str, str, tuple[str, ...]], above: frozenset[Column]) -> str:
        """A score; `above` are the columns whose scores need this one, or may."""
        holder, name, kind, subjects = claim
        subject = self.pick(subjects)
        part = self.template.part(holder)
        of = next(each for each in self.fields(holder) if each.name == name)
        path = self.named(of) if holder in (subject, FORM) else f"{self.named(part)}.{self.named(of)}"
        self.no_plain, self.no_audited = frozenset(), above | {(holder, name)}
        lines = [f"{self.say('score')} 分{at}{self.item(subject)}", *self.when(subject), f"  {self.say('claimed')} {path}"]
        within = f"  {self.say('within')} {self.literal(kind)}" if kind in ("points", "ratio") and self.chance(4) else None
        self.no_plain = above
        lines.append(f"  {self.say('expected')} {self.expected(kind, subject)}")
        self.no_plain, self.no_audited = frozenset(), frozenset()
        return "\n".join([*lines, *([within] if within else []), *self.means()])

    def expected(self, kind: str, subject: str) -> str:
        if kind == "points" and self.chance(3):
            return self.expression("interval", subject, subject, 2)
        if kind in ("points", "text") and self.chance(5):
            return f"{{{self.expression(kind, subject, subject, 2)}, {self.expression(kind, subject, subject, 1)}}}"
        return self.expression(kind, subject, subject, 3)


FACETS = {"text": "原文", "comparator": "比较符", "measure": "单位"}


def spelling(word: str, chinese: bool) -> str:
    """A word of the language in the spelling asked for."""
    if not chinese:
        return word
    for group in words().groups.values():
        if word in group:
            return group[word]
    return library.names()[word][1]
