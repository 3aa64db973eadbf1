"""A YAML or JSON file as it is written: every scalar with its own characters, every node with its span.

No number is ever made here: `17.40` is the text of a cell, and its last digit is evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from perfrules.diagnostics import Code, Diagnostic, Label, Words
from perfrules.forms.codes import TOO_LARGE
from perfrules.source import Source, Span

DEEPEST = 12
"""A form is at most six deep (forms, rows, ticks): what goes on beyond this is no form."""

LARGEST = 64_000_000
"""Characters in one file."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value as written; None where the cell is empty, `null` or `~`."""

    text: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    """`key: value`"""

    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Fields:
    """What stands under one another as `key: value`; a key may still stand there twice."""

    entries: tuple[Entry, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Items:
    """What stands under one another after dashes, or in square brackets."""

    items: tuple[Node, ...]
    span: Span


Node = Scalar | Fields | Items


@dataclass(frozen=True, slots=True)
class Tree:
    """The documents of one file, each a node, and what kept the rest from being read."""

    source: Source
    documents: tuple[Node, ...]
    problems: tuple[Diagnostic, ...] = ()


@dataclass(slots=True)
class Open:
    """A mapping or a list whose end has not been reached; `key` waits for its value."""

    start: int
    is_fields: bool
    entries: list[Entry] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)
    key: Scalar | None = None

    def take(self, node: Node) -> None:
        if not self.is_fields:
            self.items.append(node)
        elif self.key is not None:
            self.entries.append(Entry(self.key, node))
            self.key = None
        else:
            self.key = node if isinstance(node, Scalar) else Scalar(None, node.span)

    def closed(self, end: int) -> Fields | Items:
        span = Span(self.start, max(self.start, end))
        return Fields(tuple(self.entries), span) if self.is_fields else Items(tuple(self.items), span)


def problem(
    code: Code, source: Source, span: Span, words: Words, *, help: Words | None = None, path: str | None = None
) -> Diagnostic:
    return Diagnostic(code, words, Label(source, span), help=help, path=path)


def too_deep(source: Source, start: int) -> Diagnostic:
    words = Words(f"这里已是第 {DEEPEST + 1} 层，表没有这么多层", f"this is level {DEEPEST + 1}; no form is that deep")
    return problem(TOO_LARGE, source, Span(start, min(start + 1, len(source.text))), words)


def too_long(source: Source) -> Diagnostic | None:
    if len(source.text) <= LARGEST:
        return None
    words = Words(f"文件超过 {LARGEST} 个字符", f"the file has more than {LARGEST} characters")
    return problem(TOO_LARGE, source, Span(0, 0), words)


def from_plain(data: object, span: Span) -> Node:
    """The tree of plain data, every node at `span`. What is neither a mapping nor a list is taken by its text."""
    match data:
        case None:
            return Scalar(None, span)
        case str():
            return Scalar(data, span)
        case Mapping():
            entries = (Entry(Scalar(str(key), span), from_plain(value, span)) for key, value in data.items())
            return Fields(tuple(entries), span)
        case Sequence():
            return Items(tuple(from_plain(item, span) for item in data), span)
        case _:
            return Scalar(str(data), span)


def to_plain(node: Node) -> object:
    """Texts, None, dicts and lists; of a key that stands there twice the last counts."""
    match node:
        case Scalar():
            return node.text
        case Fields():
            return {entry.key.text or "": to_plain(entry.value) for entry in node.entries}
        case Items():
            return [to_plain(item) for item in node.items]


def within(node: Node, path: str = "") -> Iterator[tuple[str, Node]]:
    """`node` and everything in it, each with its JSON pointer."""
    yield path, node
    match node:
        case Fields():
            for entry in node.entries:
                yield from within(entry.value, f"{path}/{escaped(entry.key.text or '')}")
        case Items():
            for index, item in enumerate(node.items):
                yield from within(item, f"{path}/{index}")


def escaped(key: str) -> str:
    """One step of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


def unescaped(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")
