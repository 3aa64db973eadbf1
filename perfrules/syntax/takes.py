"""Which clauses an item takes, which it needs, and which may stand in it more than once."""

from __future__ import annotations

from perfrules.syntax import tree as syntax
from perfrules.syntax.names import ITEMS, VERBS
from perfrules.syntax.words import words

TAKES: dict[type[syntax.Item], tuple[type[syntax.Node], ...]] = {
    syntax.Policy: (
        syntax.TemplateClause,
        syntax.Amends,
        syntax.Uses,
        syntax.Years,
        syntax.Places,
        syntax.From,
        syntax.Until,
        syntax.Basis,
    ),
    syntax.Param: (syntax.Basis,),
    syntax.Let: (syntax.Basis,),
    syntax.Score: (
        syntax.When,
        syntax.Claimed,
        syntax.Expected,
        syntax.Within,
        syntax.SeverityClause,
        syntax.Message,
        syntax.MissingMeans,
        syntax.Basis,
    ),
    syntax.Rule: (
        syntax.When,
        syntax.Require,
        syntax.SeverityClause,
        syntax.Message,
        syntax.MissingMeans,
        syntax.Basis,
    ),
    syntax.Link: (syntax.To,),
    syntax.Example: (syntax.Given, syntax.Expect),
    syntax.Property: (syntax.When, syntax.Require, syntax.As),
    syntax.Repeal: (syntax.From, syntax.Until, syntax.Because, syntax.Basis),
    syntax.SwitchOff: (syntax.From, syntax.Until, syntax.Because, syntax.Basis),
}
DATED = (syntax.From, syntax.Until)
"""What an item takes too where a verb stands before it."""
NEEDS: dict[type[syntax.Item], tuple[type[syntax.Node], ...]] = {
    syntax.Score: (syntax.Claimed, syntax.Expected),
    syntax.Rule: (syntax.Require,),
    syntax.Link: (syntax.To,),
    syntax.Example: (syntax.Expect,),
}
REPEATS = (syntax.Basis, syntax.Uses, syntax.Given)


def taken_under(header: str) -> tuple[type[syntax.Node], ...]:
    """The clauses of the item that a header opens, told by its first words alone; none where they open no item."""
    first, second, *_ = [*header.split(maxsplit=2), "", ""]
    spelled = {kind: (word, words().spelled(word, "zh")) for kind, word in {**ITEMS, **VERBS}.items()}
    openings = (first, f"{first} {second}", second)
    return next((TAKES[kind] for opening in openings for kind, both in spelled.items() if opening in both), ())
