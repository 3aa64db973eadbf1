"""The grammar at work: one segment's text into lark's tree. Nothing else in the program knows lark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from perfrules.source.shelf import grammar_folder
from perfrules.syntax.words import pattern, terminal, words

if TYPE_CHECKING:
    from lark import Lark, Token, Tree

# `not applicable` before `not`.
PRIORITY = {"clauses": 5, "items": 3, "verbs": 3, "reserved": 4, "words": 3, "outcomes": 5, "severities": 3}


class _Reserved:
    """Tells lark which terminals count everywhere, so that `require and x` is wrong at `and` and not later."""

    def __init__(self) -> None:
        self.always_accept = [terminal(word) for word in words().groups["reserved"]]

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        return stream


def _terminals() -> str:
    lines = []
    for group, priority in PRIORITY.items():
        for english, chinese in words().groups[group].items():
            name = ("C_" if group == "clauses" else "") + terminal(english)
            lines.append(f"{name}.{priority}: /{pattern(english, chinese)}/")
    units = "|".join(sorted(words().every("units"), key=len, reverse=True))
    lines.append(f"UNIT.3: /(?:{units})(?!\\w)/")
    return "\n".join(lines)


@cache
def _lark() -> Lark:
    from lark import Lark

    grammar = (grammar_folder() / "perfrules.lark").read_text(encoding="utf-8")
    return Lark(
        grammar + "\n" + _terminals(),
        parser="lalr",
        lexer="contextual",
        postlex=_Reserved(),
        start=["header", "clause", "row", "expression"],
        propagate_positions=True,
        maybe_placeholders=False,
        keep_all_tokens=True,
    )


@dataclass(frozen=True, slots=True)
class Unexpected:
    """Where parsing stopped, in the segment's own offsets; `kind` is the terminal read there, "" when no terminal is."""

    start: int
    end: int
    kind: str
    text: str
    accepts: frozenset[str]
    before: tuple[str, ...]


def read(start: str, text: str) -> Tree[Any] | Unexpected:
    """The tree of a segment, or where and why there is none."""
    from lark import UnexpectedCharacters, UnexpectedToken

    parser = _lark().parse_interactive(text, start=start)
    try:
        parser.exhaust_lexer()
        tree: Tree[Any] = parser.feed_eof()
        return tree
    except UnexpectedToken as error:
        token = error.token
        if token.type == "$END":
            end = len(text.rstrip())
            return Unexpected(end, end, "$END", "", frozenset(parser.accepts()), _state(parser))
        return Unexpected(
            int(token.start_pos), int(token.end_pos), token.type, str(token), frozenset(parser.accepts()), _state(parser)
        )
    except UnexpectedCharacters as error:
        at = error.pos_in_stream
        assert at is not None
        return Unexpected(at, at + 1, "", text[at], frozenset(parser.accepts()), _state(parser))


def _state(parser: Any) -> tuple[str, ...]:
    """What stands on the parser's stack, by its terminals."""
    return tuple(getattr(value, "type", "") for value in parser.parser_state.value_stack)
