"""What a reader calls the parts of the grammar: terminals, items and clauses in both languages."""

from __future__ import annotations

from functools import cache

from perfrules.diagnostics import Language, Words
from perfrules.syntax import tree as syntax
from perfrules.syntax.words import terminal, words

VALUE = frozenset({"NAME", "NUMBER", "OPEN"})

TITLES = {
    "NAME": Words("名称", "a name"),
    "NUMBER": Words("数", "a number"),
    "WHOLE": Words("整数（至多四位）", "a whole number of up to four digits"),
    "PERCENT": Words("百分数", "a percentage"),
    "STRING": Words("引号里的文字", "a text in quotes"),
    "DATE": Words("日期（如 2022-06-01）", "a date (like 2022-06-01)"),
    "EDITION": Words("年度（如 2020）", "an edition (like 2020)"),
    "CMP": Words("比较符号（如 >=）", "a comparison (like >=)"),
    "EQ": Words("`=`", "`=`"),
    "COLON": Words("`:`", "`:`"),
    "OPEN": Words("`(`", "`(`"),
    "CLOSE": Words("`)`", "`)`"),
    "COMMA": Words("`,`", "`,`"),
    "BAR": Words("`|`", "`|`"),
    "CURLY_CLOSE": Words("`}`", "`}`"),
    "CLOSED_TO": Words("`]`", "`]`"),
    "UNIT": Words("单位", "a unit"),
}

ITEMS: dict[type[syntax.Item], str] = {
    syntax.Policy: "policy",
    syntax.Param: "param",
    syntax.Let: "let",
    syntax.Score: "score",
    syntax.Rule: "rule",
    syntax.Link: "link",
    syntax.Example: "example",
    syntax.Property: "property",
}
VERBS: dict[type[syntax.Item], str] = {syntax.Repeal: "repeal", syntax.SwitchOff: "switch off"}
"""What ends an item has a verb for its word."""
CLAUSES: dict[type[syntax.Node], str] = {
    syntax.TemplateClause: "template",
    syntax.Amends: "amends",
    syntax.Uses: "uses",
    syntax.Years: "years",
    syntax.Places: "places",
    syntax.From: "from",
    syntax.Until: "until",
    syntax.Basis: "basis",
    syntax.When: "when",
    syntax.Require: "require",
    syntax.SeverityClause: "severity",
    syntax.Message: "message",
    syntax.MissingMeans: "missing means",
    syntax.Claimed: "claimed",
    syntax.Expected: "expected",
    syntax.Within: "within",
    syntax.To: "to many",
    syntax.Given: "given",
    syntax.Expect: "expect",
    syntax.As: "as",
    syntax.Because: "because",
}


def item_word(item: syntax.Item, language: Language) -> str:
    return words().spelled({**ITEMS, **VERBS}[type(item)], language)


def clause_word(clause: type[syntax.Node], language: Language) -> str:
    return words().spelled(CLAUSES[clause], language)


def every_of(group: str, terminals: frozenset[str]) -> list[tuple[str, str]]:
    """The words of a group that may stand here, in English and Chinese."""
    return [pair for pair in words().groups[group].items() if terminal(pair[0]) in terminals]


def terminal_title(name: str) -> Words:
    """What a terminal is called: its word in both spellings, or a description."""
    if name in TITLES:
        return TITLES[name]
    for group in words().groups.values():
        for english, chinese in group.items():
            if terminal(english) == name.removeprefix("C_"):
                return Words(f"`{chinese}`", f"`{english}`")
    return Words(name, name)


def accepted(terminals: frozenset[str]) -> Words | None:
    """What may stand here, in a few words."""
    if terminals >= VALUE:
        return Words("这里应写一个值：栏目、数、文字或算式", "a value belongs here: a field, a number, a text or a formula")
    if "PLUS" in terminals:
        return Words(
            "值的后面可以接运算符、`且`、`或`，或换行写下一个子句",
            "a value is followed by an operator, `and`, `or`, or the next clause on a new line",
        )
    ordered = [name for name in TITLES if name in terminals]
    ordered += sorted(name for name in terminals if name not in TITLES and name in _words())
    titles = [terminal_title(name) for name in ordered[:6]]
    if not titles:
        return None
    return Words("这里可以写 " + "、".join(each.zh for each in titles), "here may stand " + ", ".join(each.en for each in titles))


@cache
def _words() -> frozenset[str]:
    return frozenset(terminal(word) for group in words().groups.values() for word in group)
