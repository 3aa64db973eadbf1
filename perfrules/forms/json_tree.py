"""Reads JSON into the tree of what is written.

YAML is not used for it: it refuses tabs and surrogate pairs that are right in JSON. The `json` library says whether the text
is JSON; only then is it cut into tokens, which can no longer go wrong.
"""

from __future__ import annotations

import json
import re

from perfrules.diagnostics import Words
from perfrules.forms.codes import UNREADABLE_JSON
from perfrules.forms.tree import DEEPEST, Node, Open, Scalar, Tree, problem, too_deep, too_long, within
from perfrules.source import Source, Span

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]|[^\s{}\[\],:"]+')
_HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")


def read_json(source: Source) -> Tree:
    """The one value of a JSON file as a document."""
    if (large := too_long(source)) is not None:
        return Tree(source, (), (large,))
    try:
        json.loads(source.text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        comma = _last_comma(source.text, error.pos)
        if comma is not None:
            return _refused(source, Span(comma, comma + 1), Words("多了一个逗号", "a comma too many"))
        return _refused(source, Span(error.pos, error.pos), Words("从这里起不是 JSON", "from here on this is not JSON"))
    except RecursionError:
        return Tree(source, (), (too_deep(source, _first_too_deep(source.text) or 0),))
    if (deep := _first_too_deep(source.text)) is not None:
        return Tree(source, (), (too_deep(source, deep),))
    tree = _tree(source.text)
    for _, node in within(tree):
        if isinstance(node, Scalar) and node.text and _HALF_A_CHARACTER.search(node.text):
            words = Words("这个值里有半个字符（单独的代理码）", "half a character (a lone surrogate) stands in this value")
            return _refused(source, node.span, words)
    return Tree(source, (tree,))


def _last_comma(text: str, at: int) -> int | None:
    """A comma before a closing bracket; some versions of the library point at the one, some at the other."""
    before = text[:at].rstrip() if text[at : at + 1] in ("}", "]") else text[: at + 1]
    after = text[len(before) :].lstrip()[:1]
    return len(before) - 1 if before.endswith(",") and after in ("}", "]") else None


def _refused(source: Source, span: Span, words: Words) -> Tree:
    return Tree(source, (), (problem(UNREADABLE_JSON, source, span, words),))


def _first_too_deep(text: str) -> int | None:
    """Where the brackets go deeper than any form."""
    depth = 0
    for token in _TOKEN.finditer(text):
        if token[0] in "{[":
            depth += 1
            if depth > DEEPEST:
                return token.start()
        elif token[0] in "}]":
            depth -= 1
    return None


def _tree(text: str) -> Node:
    opened: list[Open] = []
    for token in _TOKEN.finditer(text):
        span = Span(*token.span())
        if token[0] in "{[":
            opened.append(Open(span.start, token[0] == "{"))
            continue
        node = opened.pop().closed(span.end) if token[0] in "}]" else _scalar(token[0], span)
        if not opened:
            return node
        opened[-1].take(node)
    raise AssertionError("json has read this text, so it holds a value")


def _scalar(token: str, span: Span) -> Scalar:
    if token.startswith('"'):
        return Scalar(json.loads(token, strict=False), span)
    return Scalar(None if token == "null" else token, span)
