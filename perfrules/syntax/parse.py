"""A rule file's text into its tree, and everything wrong with how it is written.

Always returns a `File`: what cannot be read is reported once and left out, and everything else stands.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import Any

from perfrules.diagnostics import Diagnostic
from perfrules.source import Source, Span
from perfrules.syntax import problems
from perfrules.syntax import tree as syntax
from perfrules.syntax.build import Build, depth
from perfrules.syntax.build_items import clause, header
from perfrules.syntax.grammar import Unexpected, read
from perfrules.syntax.lines import Lines, Segment, cut, items
from perfrules.syntax.names import CLAUSES, ITEMS, VERBS
from perfrules.syntax.problems import Wrong
from perfrules.syntax.takes import DATED, NEEDS, REPEATS, TAKES, taken_under
from perfrules.syntax.words import glued_item, pattern, words
from perfrules.values.text import half_width

DEEPEST = 120
LONGEST_SEGMENT = 5_000
LONGEST_FILE = 400_000
MOST_ITEMS = 2_000
MOST_PROBLEMS = 100
MOST_PARTS = 500
LONGEST_POLICY_LINE = 1_000
"""The longest policy we know has 200 items in 40,000 characters; what is far beyond that was not written by a person."""


@dataclass(frozen=True, slots=True)
class Parsed:
    file: syntax.File
    problems: tuple[Diagnostic, ...]


def parse(source: Source) -> Parsed:
    """The tree of `source`, and every mistake in its writing, in the order of the text."""
    if len(source.text) > LONGEST_FILE:
        return Parsed(syntax.File(source, (), lost=frozenset({""})), (problems.file_too_long(source, LONGEST_FILE),))
    reader = _Reader(source)
    found: list[syntax.AnyItem] = []
    for segments in items(reader.lines):
        if len(found) >= MOST_ITEMS:
            return _stopped(reader, problems.too_many_items(source, segments[0].opening, MOST_ITEMS))
        if len(reader.problems) >= MOST_PROBLEMS:
            return _stopped(reader, problems.too_many_problems(source, segments[0].opening, MOST_PROBLEMS))
        item = reader.item(segments)
        if item is not None:
            found.append(item)
    file = syntax.File(source, tuple(found), tuple(reader.lines.comments), frozenset(reader.lost))
    return Parsed(file, reader.sorted_problems())


def _stopped(reader: _Reader, why: Diagnostic) -> Parsed:
    """Nothing of a file that was not read to its end; that there is no policy in it is not to be said again."""
    reader.problems.append(why)
    return Parsed(syntax.File(reader.source, (), lost=frozenset({""})), reader.sorted_problems())


def parse_expression(source: Source) -> tuple[syntax.Expr | None, tuple[Diagnostic, ...]]:
    """The one expression that `source` holds (`perfrules eval`)."""
    reader = _Reader(source)
    end = len(reader.lines.text.rstrip())
    start = end - len(reader.lines.text.strip())
    tree = reader.read("expression", Segment("clause", "", Span(start, end), Span(start, start)))
    return (None if tree is None else Build(start, reader.lines.text).expression(tree)), tuple(reader.problems)


def identity_of(source: Source) -> syntax.Identity | None:
    """The policy that a file says it is; nothing else of it is read."""
    opening = re.search(rf"^{pattern('policy', words().groups['items']['policy'])}", source.text, re.MULTILINE)
    if opening is None:
        return None
    lines = cut(Source(source.name, source.text[opening.start() : opening.start() + LONGEST_POLICY_LINE]))
    first = lines.segments[0]
    tree = read("header", lines.text[first.span.start : first.span.end])
    item = None if isinstance(tree, Unexpected) else header(Build(0, lines.text), tree)
    return item.identity if isinstance(item, syntax.Policy) else None


class _Reader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.lines: Lines = cut(source)
        self.problems: list[Diagnostic] = []
        self.lost: set[str] = set()
        self.takes: tuple[type[syntax.Node], ...] = ()
        """The clauses of the item that is being read."""

    def sorted_problems(self) -> tuple[Diagnostic, ...]:
        return tuple(sorted(self.problems, key=lambda problem: problem.at.span))

    def item(self, segments: list[Segment]) -> syntax.AnyItem | None:
        first, *rest = segments
        if first.kind != "header":
            self.problems.append(problems.outside(self._wrong(first, "header")))
            self._lose(first)
            return None
        if len(rest) > MOST_PARTS:
            self.problems.append(problems.too_many_parts(self._wrong(first, "header"), MOST_PARTS))
            self._lose(first)
            return None
        tree = self.read("header", first)
        if first.indented and tree is not None:
            self.problems.append(problems.indented(self._wrong(first, "header")))
        item = None if tree is None else header(Build(first.span.start, self.lines.text), tree)
        self.takes = () if item is None else TAKES[type(item)] + (DATED if item.verb else ())
        parts = [(segment, self._part(segment)) for segment in rest]
        if item is None:
            self._lose(first)
            return None
        return self._whole(item, first, parts)

    def _lose(self, header: Segment) -> None:
        """Remember the names in a header that cannot be read: who uses one is not to blame. "" says that there was one."""
        self.lost.add("")
        opening = self.lines.text[header.opening.start : header.opening.end]
        self.lost.update(re.findall(r"[^\W\d]\w*", self.lines.text[header.opening.end : header.span.end])[:2])
        self.lost.update(filter(None, [opening.removeprefix(glued_item(opening) or opening)]))

    def _part(self, segment: Segment) -> syntax.Clause | syntax.Row | None:
        tree = self.read("row" if segment.kind == "row" else "clause", segment)
        if tree is None:
            return None
        build = Build(segment.span.start, self.lines.text)
        if segment.kind == "row":
            return build.row(tree)
        made = clause(build, tree)
        return self._message(made) if isinstance(made, syntax.Message) else made

    def _whole(
        self, item: syntax.AnyItem, first: Segment, parts: list[tuple[Segment, syntax.Clause | syntax.Row | None]]
    ) -> syntax.AnyItem:
        """The item with its clauses, each of which it takes, once, with none that it needs left out."""
        kept: list[syntax.Clause] = []
        rows: list[syntax.Row] = []
        broken = any(part is None for _, part in parts)
        for segment, part in parts:
            if isinstance(part, syntax.Row):
                if isinstance(item, syntax.Let) and item.by is not None:
                    rows.append(part)
                else:
                    self.problems.append(problems.row_not_here(self._wrong(segment, "row")))
                    broken = True
            elif part is not None and not isinstance(part, self.takes):
                takers = [word for kind, word in {**ITEMS, **VERBS}.items() if isinstance(part, TAKES[kind])]
                self.problems.append(problems.clause_not_here(self._wrong(segment), item, takers))
                broken = True
            elif part is not None and not isinstance(part, REPEATS) and any(type(part) is type(each) for each in kept):
                earlier = next(each for each in kept if type(part) is type(each))
                self.problems.append(problems.clause_twice(self._wrong(segment), earlier.span))
            elif part is not None:
                kept.append(part)
        if not broken:
            broken = first.indented or self._incomplete(item, first, kept, rows)
        end = max([first.span.end, *(segment.span.end for segment, _ in parts)])
        whole = replace(item, clauses=tuple(kept), broken=broken, span=Span(first.span.start, end))
        return replace(whole, rows=tuple(rows)) if isinstance(whole, syntax.Let) else whole

    def _incomplete(self, item: syntax.AnyItem, first: Segment, kept: list[syntax.Clause], rows: list[syntax.Row]) -> bool:
        needed = [need for need in NEEDS.get(type(item), ()) if not any(isinstance(each, need) for each in kept)]
        if isinstance(item, syntax.Let) and item.by is not None and not rows:
            self.problems.append(problems.no_rows(self.source, item.by.span))
            return True
        if isinstance(item, syntax.Property):
            return self._property(item, first, kept)
        if needed:
            self.problems.append(problems.clause_missing(self._wrong(first, "header"), item, needed[0]))
        return bool(needed)

    def _property(self, item: syntax.Property, first: Segment, kept: list[syntax.Clause]) -> bool:
        """Whether it does not say one thing: what must hold, or how a value moves."""
        said = [each for each in kept if isinstance(each, syntax.Require | syntax.As)]
        if not said:
            self.problems.append(problems.property_empty(self._wrong(first, "header")))
        elif len(said) > 1:
            self.problems.append(problems.property_twice(self.source, said[0].span, said[1].span))
        elif isinstance(said[0], syntax.As) and item.of is None:
            self.problems.append(problems.as_of_nothing(self._wrong(first, "header"), said[0].span))
        return len(said) != 1 or (isinstance(said[0], syntax.As) and item.of is None)

    def _message(self, made: syntax.Message) -> syntax.Message | None:
        """The message with the expressions between its braces read; None when one of them cannot be."""
        start = made.text.span.start + 1
        parts: list[str | syntax.Expr] = []
        at = 0
        for piece in re.finditer(r"\{([^{}]*)\}|[{}]", made.text.value):
            if piece[1] is None:
                self.problems.append(problems.brace(self.source, start + piece.start(), piece[0]))
                return None
            expression = self._piece(piece[1], Span(start + piece.start(1), start + piece.end(1)))
            if expression is None:
                return None
            parts += [made.text.value[at : piece.start()], expression]
            at = piece.end()
        return replace(made, parts=(*parts, made.text.value[at:]))

    def _piece(self, text: str, span: Span) -> syntax.Expr | None:
        """What stands between two braces."""
        if not text.strip():
            self.problems.append(problems.empty_brace(self.source, Span(span.start - 1, span.end + 1)))
            return None
        tree = self.read("expression", Segment("clause", "", span, Span(span.start, span.start)), half_width(text))
        return None if tree is None else Build(span.start, "").expression(tree)

    # ── reading one segment ──

    def read(self, start: str, segment: Segment, text: str | None = None) -> Any | None:
        """Lark's tree of a segment; None when it has a mistake, which is then reported."""
        wrong = self._wrong(segment, start, text)
        problem = self._before(wrong)
        if problem is not None:
            self.problems.append(problem)
            return None
        tree = read(start, wrong.text)
        if isinstance(tree, Unexpected):
            self.problems.append(problems.unexpected(wrong, tree))
            return None
        if depth(tree) > DEEPEST:
            self.problems.append(problems.too_deep(wrong))
            return None
        return tree

    def _before(self, wrong: Wrong) -> Diagnostic | None:
        """What is seen before the grammar is asked: length, quotes and brackets."""
        if len(wrong.text) > LONGEST_SEGMENT:
            return problems.too_long(wrong, LONGEST_SEGMENT)
        first = bisect_left(self.lines.unclosed, Span(wrong.span.start, wrong.span.start))
        quotes = self.lines.unclosed[first : bisect_left(self.lines.unclosed, Span(wrong.span.end, wrong.span.end))]
        if quotes:
            return problems.unclosed_text(wrong, quotes[0], quotes[1:])
        return problems.brackets(wrong)

    def _wrong(self, segment: Segment, start: str = "clause", text: str | None = None) -> Wrong:
        plain = self.lines.text[segment.span.start : segment.span.end] if text is None else text
        takes = self.takes if start == "clause" else taken_under(plain) if start == "header" else ()
        return Wrong(
            self.source, segment.span, segment.opening, plain, segment.word, start, tuple(CLAUSES[each] for each in takes)
        )
