"""Syntax trees drawn at random: everything the grammar can say, each word in its own spelling, names that lead astray."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from perfrules import library
from perfrules.forms import shipped_templates
from perfrules.source import Source
from perfrules.syntax import tree as syntax
from perfrules.syntax.words import words

SPELLINGS = st.sampled_from(["zh", "en"])
SIGNS = ["=", "!=", "<", "<=", ">", ">="]
OUTCOMES = [outcome for outcome in words().groups["outcomes"] if outcome != "off"]
FIELDS = sorted(
    {
        name
        for template in shipped_templates().all
        for owner in (template, *template.parts.values())
        for field in (owner, *owner.fields.values())
        for name in (field.name, field.zh)
    }
)
# Words of the language that are names wherever they do not fit, and some that only look like words.
ASTRAY = [
    "依据",
    "当",
    "说明",
    "when",
    "basis",
    "from",
    "规则",
    "let",
    "error",
    "分",
    "points",
    "notes",
    "或者",
    "in_",
    "非常",
    "x",
]

names = st.sampled_from([*FIELDS, *ASTRAY, "比较符", "measure", "this", "本项", "true", "否"]).map(syntax.Name)
fields = st.sampled_from(FIELDS).map(syntax.Name)
own_names = st.sampled_from(["完成率", "met", "甲", "乙_2", "budget_points", "须说明执行率", "重算"]).map(syntax.Name)
functions = st.sampled_from([*sorted(library.names()), "unheard_of"]).map(syntax.Name)
digits = st.one_of(
    st.sampled_from(["0", "2022", "27.70", "007", "100"]), st.from_regex(r"[0-9]{1,6}(\.[0-9]{1,4})?", fullmatch=True)
)
dates = st.builds("{:04}-{:02}-{:02}".format, st.integers(1, 9999), st.integers(0, 99), st.integers(0, 99))
values = st.text(
    st.sampled_from("产出 指标#，。|{}'‘“≥100%×\tab且（[<") | st.characters(exclude_categories=["C", "Z"]), max_size=12
).filter(lambda text: not ('"' in text and "”" in text))
texts = values.map(syntax.Text)


@st.composite
def spelt(draw: Any, kind: type[Any], *parts: Any, **named: Any) -> Any:
    """A node with parts drawn from these strategies, and its words each in one of the spellings."""
    drawn = {name: draw(each) for name, each in named.items()}
    spellings = draw(st.lists(SPELLINGS, min_size=4, max_size=4))
    return kind(*(draw(part) for part in parts), **drawn, language=spellings[0], further=tuple(spellings[1:]))


units = st.none() | st.sampled_from(list(words().groups["units"]))
paths = st.lists(names, min_size=1, max_size=3).map(tuple).map(syntax.Path)


def tuples(of: st.SearchStrategy[Any], least: int = 1, most: int = 3) -> st.SearchStrategy[Any]:
    return st.lists(of, min_size=least, max_size=most).map(tuple)


# ── expressions: one function a rank of the grammar, so that no brackets are missing ──


class Expressions:
    """Draws expressions of up to `fuel` nodes or so."""

    def __init__(self, draw: Any, fuel: int) -> None:
        self.draw = draw
        self.fuel = fuel

    def one_of(self, *kinds: Any) -> Any:
        """One of `kinds`; the first, which is the simplest, when little is left."""
        self.fuel -= 1
        return self.draw(st.sampled_from(kinds))() if self.fuel > 0 else kinds[0]()

    def several(self, rank: Any, least: int = 1) -> tuple[Any, ...]:
        return tuple(rank() for _ in range(self.draw(st.integers(least, 3)) if self.fuel > 0 else least))

    def spelt(self, kind: Any, *parts: Any) -> Any:
        return self.draw(spelt(kind, *map(st.just, parts)))

    def maybe(self, rank: Any) -> Any:
        return rank() if self.draw(st.booleans()) else None

    def any(self) -> Any:
        return self.one_of(self.logic, self.logic, self.if_)

    def if_(self) -> Any:
        return self.spelt(syntax.If, self.logic(), self.any(), self.any())

    def logic(self) -> Any:
        return self.one_of(self.negation, lambda: self.junction(syntax.And), lambda: self.junction(syntax.Or))

    def junction(self, kind: Any) -> Any:
        return self.spelt(kind, self.several(self.negation, 2))

    def negation(self) -> Any:
        return self.one_of(self.comparison, self.comparison, lambda: self.spelt(syntax.Not, self.negation()))

    def comparison(self) -> Any:
        return self.one_of(
            self.sum,
            lambda: syntax.Compare(self.sum(), self.several(lambda: (self.draw(st.sampled_from(SIGNS)), self.sum()))),
            lambda: self.spelt(syntax.In, self.sum(), self.sum()),
            lambda: self.spelt(syntax.Agrees, self.sum(), self.sum(), self.maybe(self.sum)),
        )

    def sum(self) -> Any:
        return self.ranked(self.product, "+-")

    def product(self) -> Any:
        return self.ranked(self.unary, "*/")

    def ranked(self, rank: Any, operators: str) -> Any:
        """`a + b - c`, from the left."""
        made = rank()
        while self.fuel > 0 and self.draw(st.integers(0, 3)) == 3:
            made = syntax.Arithmetic(made, self.draw(st.sampled_from(operators)), rank())
        return made

    def unary(self) -> Any:
        return self.one_of(self.atom, self.atom, self.atom, lambda: syntax.Minus(self.unary()))

    def atom(self) -> Any:
        return self.one_of(
            lambda: self.draw(paths),
            lambda: self.draw(leaves),
            lambda: syntax.Call(self.draw(functions), self.several(self.argument, 0)),
            lambda: syntax.Grouped(self.any()),
            self.interval,
            lambda: syntax.Set(self.several(self.any)),
        )

    def argument(self) -> Any:
        return self.spelt(syntax.Argument, self.any(), self.maybe(self.any))

    def interval(self) -> Any:
        return syntax.Interval(self.maybe(self.any), self.maybe(self.any), self.draw(st.booleans()), self.draw(st.booleans()))


leaves = st.one_of(spelt(syntax.Number, digits, units), digits.map(syntax.Percent), texts, dates.map(syntax.Date))


@st.composite
def expressions_of(draw: Any, rank: str) -> Any:
    return getattr(Expressions(draw, draw(st.integers(0, 30))), rank)()


expressions = expressions_of("any")
sums = expressions_of("sum")

# ── clauses ──

editions = st.sampled_from(["2020", "2022", "1999"])
identities = st.builds(
    syntax.Identity, st.sampled_from(["武汉/项目", "wuhan/project", "common/得分/score"]), editions | st.just("2020-05")
)
subjects = st.none() | paths
bare = st.one_of(
    st.builds("{}{}".format, st.sampled_from(["", "-"]), digits), digits.map("{}%".format), dates, st.just("2022年6月1日")
)
written = st.one_of(
    spelt(syntax.Written, st.tuples(digits), st.just("bare"), units),
    st.builds(syntax.Written, st.tuples(bare), st.just("bare")),
    st.builds(syntax.Written, st.tuples(values), st.just("text")),
    st.builds(syntax.Written, tuples(values), st.just("set")),
)
cells = st.builds(syntax.GivenCell, paths, written)
keys = st.one_of(
    fields.map(lambda name: syntax.Key(name, name)),
    st.builds(syntax.Key, fields, fields),
    st.builds(lambda name, shift: syntax.Key(name, name, shift), fields, st.sampled_from([-3, -1, 1, 20])),
)
messages = st.builds(
    lambda before, inside: syntax.Message(syntax.Text(before + inside)),
    values.filter(lambda text: not set(text) & set('{}"')),
    st.sampled_from(["", "{得分}", "{sum(indicators.score where not met)} 分"]),
)
basis = spelt(syntax.Basis, texts, st.none() | texts)
links = spelt(syntax.To, st.booleans(), st.booleans(), paths, tuples(keys))
givens = spelt(syntax.Given, st.none() | paths, tuples(cells))


@st.composite
def clauses(draw: Any, needed: list[Any], optional: list[Any], repeated: list[Any]) -> Any:
    """The needed clauses, some optional ones and any number of repeated ones, in any order."""
    chosen = (
        needed
        + [each for each in optional if draw(st.booleans())]
        + [each for each in repeated for _ in range(draw(st.integers(0, 2)))]
    )
    return tuple(draw(st.permutations([draw(each) for each in chosen])))


conditions = [
    spelt(syntax.When, expressions),
    spelt(syntax.SeverityClause, st.sampled_from(list(words().groups["severities"]))),
    messages,
    spelt(syntax.MissingMeans, st.sampled_from(OUTCOMES)),
]
titles = st.none() | texts
dated = [spelt(syntax.From, dates.map(syntax.Date)), spelt(syntax.Until, dates.map(syntax.Date))]
reasons = [*dated, spelt(syntax.Because, texts)]
moves = spelt(syntax.As, paths, st.sampled_from(["less", "more"]))
kinds = st.sampled_from(["param", "let", "score", "rule", "link"])
rows = st.builds(
    syntax.Row,
    st.one_of(
        expressions.filter(lambda node: not isinstance(node, syntax.Path)),
        spelt(syntax.Otherwise),
        st.builds(syntax.OpenEnd, st.sampled_from([sign for sign in SIGNS if sign != "="]), sums),
    ),
    expressions,
)
plain_items = st.one_of(
    spelt(
        syntax.Policy,
        identity=identities,
        title=titles,
        clauses=clauses(
            [],
            [
                spelt(syntax.TemplateClause, st.sampled_from(["项目自评表", "project_form", "unheard_of"]).map(syntax.Name)),
                spelt(syntax.Years, editions, editions),
                spelt(syntax.Places, tuples(texts)),
                spelt(syntax.From, dates.map(syntax.Date)),
                spelt(syntax.Until, dates.map(syntax.Date)),
                spelt(syntax.Amends, identities),
            ],
            [basis, spelt(syntax.Uses, identities)],
        ),
    ),
    spelt(syntax.Param, name=own_names, value=expressions, title=titles, clauses=clauses([], [], [basis])),
    spelt(syntax.Let, own_names, subjects, expressions, title=titles, clauses=clauses([], [], [basis])),
    spelt(syntax.Let, own_names, subjects, st.none(), by=expressions, rows=tuples(rows), title=titles),
    spelt(
        syntax.Score,
        own_names,
        subjects,
        title=titles,
        clauses=clauses(
            [spelt(syntax.Claimed, paths), spelt(syntax.Expected, expressions)],
            [*conditions, spelt(syntax.Within, expressions)],
            [basis],
        ),
    ),
    spelt(
        syntax.Rule, own_names, subjects, title=titles, clauses=clauses([spelt(syntax.Require, expressions)], conditions, [basis])
    ),
    spelt(syntax.Link, own_names, subjects, title=titles, clauses=clauses([links], [], [])),
    spelt(
        syntax.Example,
        own_names,
        title=texts,
        clauses=clauses([spelt(syntax.Expect, st.sampled_from(OUTCOMES), st.none() | written)], [], [givens]),
    ),
    spelt(
        syntax.Property,
        st.none() | own_names,
        title=texts,
        clauses=clauses([spelt(syntax.Require, expressions)], [spelt(syntax.When, expressions)], []),
    ),
    spelt(syntax.Property, own_names, title=texts, clauses=clauses([moves], [spelt(syntax.When, expressions)], [])),
)


@st.composite
def amending(draw: Any) -> Any:
    """An item with a verb before it and perhaps the days on which that holds."""
    item = draw(plain_items.filter(lambda item: not isinstance(item, syntax.Policy)))
    more = draw(clauses([], dated, []))
    verb = draw(st.sampled_from(["new", "replace"]))
    return replace(item, verb=verb, clauses=(*item.clauses, *more), further=(draw(SPELLINGS), *item.further))


ending = clauses([], reasons, [basis])
items = st.one_of(
    plain_items,
    amending(),
    spelt(syntax.Repeal, kinds, own_names, clauses=ending),
    spelt(syntax.Repeal, st.just("example"), own_names, title=texts, clauses=ending),
    spelt(syntax.Repeal, st.just("property"), st.none() | own_names, title=texts, clauses=ending),
    spelt(syntax.SwitchOff, st.sampled_from(["score", "rule"]), own_names, clauses=ending),
)
files = st.lists(items, max_size=5).map(lambda drawn: syntax.File(Source("drawn.rules", ""), tuple(drawn)))
