"""The text of clauses, table rows and headers, in pieces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from perfrules.syntax import tree as syntax
from perfrules.syntax.names import CLAUSES, ITEMS, VERBS
from perfrules.syntax.pieces import Group, Leaf, Piece, around, commas, flat, line, space
from perfrules.syntax.printing import expression, in_quotes, name, quoted, speller, with_unit


def clause(node: syntax.Clause) -> tuple[Leaf, Piece]:
    """The word that opens the clause, and what stands after it."""
    spell = speller(node)
    english = "to one" if isinstance(node, syntax.To) and not node.many else CLAUSES[type(node)]
    opening = Leaf(spell(english), node.span.start)
    match node:
        case syntax.TemplateClause():
            return opening, name(node.name)
        case syntax.Amends() | syntax.Uses():
            return opening, Leaf(node.policy.text, node.policy.span.start)
        case syntax.Years():
            return opening, node.first if node.first == node.last else f"{node.first}-{node.last}"
        case syntax.Places():
            return opening, commas([quoted(text) for text in node.names])
        case syntax.From() | syntax.Until():
            return opening, expression(node.date)
        case syntax.Basis():
            document = quoted(node.document)
            if node.clause is None:
                return opening, document
            return opening, Group((document, line(), spell("clause"), space(), quoted(node.clause)))
        case syntax.When() | syntax.Require():
            return opening, expression(node.condition)
        case syntax.SeverityClause():
            return opening, spell(node.severity)
        case syntax.Message():
            return opening, quoted(node.text)
        case syntax.MissingMeans():
            return opening, spell(node.outcome)
        case syntax.Claimed():
            return opening, expression(node.cell)
        case syntax.Expected():
            return opening, expression(node.value)
        case syntax.Within():
            return opening, expression(node.tolerance)
        case syntax.To():
            other: list[Piece] = [spell("other"), space()] if node.other else []
            keys = commas([_key(key) for key in node.keys])
            return opening, Group((*other, expression(node.target), line(), spell("with same"), space(), keys))
        case syntax.Given():
            part: list[Piece] = [] if node.part is None else [Group((expression(node.part), ":")), space()]
            return opening, Group((*part, commas([_cell(cell) for cell in node.cells])))
        case syntax.Expect():
            audited: list[Piece] = []
            outcome = spell(node.outcome)
            if node.audited is not None:
                audited = [line(), spell("audited"), space(), written(node.audited)]
            return opening, Group((outcome, *audited))
        case syntax.As():
            return opening, Group((expression(node.cell), space(), spell(f"rises never {node.never}")))
        case syntax.Because():
            return opening, quoted(node.reason)
        case _:
            assert_never(node)


def _key(node: syntax.Key) -> Piece:
    if node.shift:
        return Group((name(node.theirs), space(), "+" if node.shift > 0 else "-", space(), str(abs(node.shift))))
    if node.theirs == node.ours:
        return name(node.theirs)
    return Group((name(node.theirs), space(), "=", space(), name(node.ours)))


def cell(node: syntax.GivenCell) -> tuple[str, str]:
    """What a cell of an example is called, and what is written in it."""
    of = node.written
    return node.path.text, flat(written(of)) if of.kind == "bare" else "、".join(of.texts)


def _cell(node: syntax.GivenCell) -> Piece:
    return Group((expression(node.path), space(), written(node.written)))


def written(node: syntax.Written) -> Piece:
    if node.kind == "set":
        return around("{", commas([in_quotes(text) for text in node.texts]), "}")
    return Leaf(in_quotes(node.texts[0]) if node.kind == "text" else with_unit(node.texts[0], node), node.span.start)


def row(node: syntax.Row) -> tuple[Piece, Piece]:
    """What stands in the two columns of a table."""
    return _test(node.test), expression(node.value)


def _test(node: syntax.Test) -> Piece:
    match node:
        case syntax.OpenEnd():
            return Group((node.comparator, space(), expression(node.bound)))
        case syntax.Otherwise():
            return Leaf(speller(node)("otherwise"), node.span.start)
        case _:
            return expression(node)


@dataclass(frozen=True, slots=True)
class Header:
    """`cells` are what it opens with, what it is for and its title, None where it has none; `sign` comes before its value."""

    cells: tuple[Piece | None, ...]
    sign: str = ""
    value: Piece | None = None


def header(item: syntax.AnyItem) -> Header:
    spell = speller(item)
    opening = _opening(item, spell)
    title = None if item.title is None else quoted(item.title)
    match item:
        case syntax.Policy():
            return Header((Group((opening, space(), Leaf(item.identity.text, item.identity.span.start))), title))
        case syntax.Param():
            return Header((_named(opening, item.name), title), "=", expression(item.value))
        case syntax.Let():
            cells = (_named(opening, item.name), _for(item.subject, spell("for") if item.subject else ""), title)
            if item.value is not None:
                return Header(cells, "=", expression(item.value))
            assert item.by is not None
            return Header(cells, spell("by"), expression(item.by))
        case syntax.Score() | syntax.Rule() | syntax.Link():
            return Header((_named(opening, item.name), _for(item.subject, spell("for") if item.subject else ""), title))
        case syntax.Example():
            return Header((Group((opening, space(), title or "")), _about(item.of, spell)))
        case syntax.Property():
            return Header((Group((opening, space(), title or "")), _about(item.of, spell)))
        case syntax.Repeal() | syntax.SwitchOff():
            if item.title is not None:
                return Header((Group((opening, space(), title or "")), _about(item.name, spell)))
            assert item.name is not None
            return Header((_named(opening, item.name),))
        case _:
            assert_never(item)


def _opening(item: syntax.AnyItem, spell: Callable[[str], str]) -> Piece:
    """The word of the item, after that of its verb."""
    at = item.span.start
    if isinstance(item, syntax.Repeal | syntax.SwitchOff):
        return Group((Leaf(spell(VERBS[type(item)]), at), space(), spell(item.kind)))
    if item.verb is not None:
        return Group((Leaf(spell(item.verb), at), space(), spell(ITEMS[type(item)])))
    return Leaf(spell(ITEMS[type(item)]), at)


def _about(of: syntax.Name | None, spell: Callable[[str], str]) -> Piece | None:
    return None if of is None else Group((spell("for"), space(), name(of)))


def _named(opening: Piece, of: syntax.Name) -> Piece:
    return Group((opening, space(), name(of)))


def _for(subject: syntax.Path | None, word: str) -> Piece | None:
    return None if subject is None else Group((word, space(), expression(subject)))
