"""A rule file's text into its tree, and everything wrong with how it is written.

Always returns a `File`: what cannot be read is reported once and left out, and everything else stands.
"""

from __future__ import annotations

import re
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
from perfrules.syntax.problems import Wrong
from perfrules.values.text import half_width

DEEPEST = 120
LONGEST_SEGMENT = 20_000
LONGEST_FILE = 2_000_000

TAKES: dict[type[syntax.Item], tuple[type[syntax.Node], ...]] = {
    syntax.Policy: (
        syntax.TemplateClause,
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
}
NEEDS: dict[type[syntax.Item], tuple[type[syntax.Node], ...]] = {
    syntax.Score: (syntax.Claimed, syntax.Expected),
    syntax.Rule: (syntax.Require,),
    syntax.Link: (syntax.To,),
    syntax.Example: (syntax.Given, syntax.Expect),
}
REPEATS = (syntax.Basis, syntax.Uses, syntax.Given)


@dataclass(frozen=True, slots=True)
class Parsed:
    file: syntax.File
    problems: tuple[Diagnostic, ...]


def parse(source: Source) -> Parsed:
    """The tree of `source`, and every mistake in its writing, in the order of the text."""
    if len(source.text) > LONGEST_FILE:
        return Parsed(syntax.File(source, ()), (problems.file_too_long(source, LONGEST_FILE),))
    reader = _Reader(source)
    found = [item for item in (reader.item(segments) for segments in items(reader.lines)) if item is not None]
    file = syntax.File(source, tuple(found), tuple(reader.lines.comments), frozenset(reader.lost))
    return Parsed(file, tuple(sorted(reader.problems, key=lambda problem: problem.at.span)))


def parse_expression(source: Source) -> tuple[syntax.Expr | None, tuple[Diagnostic, ...]]:
    """The one expression that `source` holds (`perfrules eval`)."""
    reader = _Reader(source)
    end = len(reader.lines.text.rstrip())
    start = end - len(reader.lines.text.strip())
    tree = reader.read("expression", Segment("clause", "", Span(start, end), Span(start, start)))
    return (None if tree is None else Build(start, reader.lines.text).expression(tree)), tuple(reader.problems)


class _Reader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.lines: Lines = cut(source)
        self.problems: list[Diagnostic] = []
        self.lost: set[str] = set()

    def item(self, segments: list[Segment]) -> syntax.AnyItem | None:
        first, *rest = segments
        if first.kind != "header":
            self.problems.append(problems.outside(self._wrong(first)))
            return None
        tree = self.read("header", first)
        parts = [(segment, self._part(segment)) for segment in rest]
        if tree is None:
            self.lost.update(re.findall(r"\w+", self.lines.text[first.opening.end : first.span.end])[:1])
            return None
        item = header(Build(first.span.start, self.lines.text), tree)
        return self._whole(item, first, parts)

    def _part(self, segment: Segment) -> syntax.Clause | syntax.Row | None:
        if segment.kind == "unknown":
            self.problems.append(problems.outside(self._wrong(segment)))
            return None
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
                    self.problems.append(problems.row_not_here(self._wrong(segment), item))
            elif part is not None and not isinstance(part, TAKES[type(item)]):
                self.problems.append(problems.clause_not_here(self._wrong(segment), item))
                broken = True
            elif part is not None and not isinstance(part, REPEATS) and any(type(part) is type(each) for each in kept):
                earlier = next(each for each in kept if type(part) is type(each))
                self.problems.append(problems.clause_twice(self._wrong(segment), earlier.span))
            elif part is not None:
                kept.append(part)
        if not broken:
            broken = self._incomplete(item, first, kept, rows)
        end = max([first.span.end, *(segment.span.end for segment, _ in parts)])
        whole = replace(item, clauses=tuple(kept), broken=broken, span=Span(first.span.start, end))
        return replace(whole, rows=tuple(rows)) if isinstance(whole, syntax.Let) else whole

    def _incomplete(self, item: syntax.AnyItem, first: Segment, kept: list[syntax.Clause], rows: list[syntax.Row]) -> bool:
        needed = [need for need in NEEDS.get(type(item), ()) if not any(isinstance(each, need) for each in kept)]
        if isinstance(item, syntax.Let) and item.by is not None and not rows:
            self.problems.append(problems.no_rows(self._wrong(first)))
            return True
        if needed:
            self.problems.append(problems.clause_missing(self._wrong(first), item, needed[0]))
        return bool(needed)

    def _message(self, made: syntax.Message) -> syntax.Message | None:
        """The message with the expressions between its braces read."""
        start = made.text.span.start + 1
        parts: list[str | syntax.Expr] = []
        at = 0
        for piece in re.finditer(r"\{([^{}]*)\}", made.text.value):
            parts.append(made.text.value[at : piece.start()])
            span = Span(start + piece.start(1), start + piece.end(1))
            tree = self.read("expression", Segment("clause", "", span, span), half_width(piece[1]))
            if tree is None:
                return None
            parts.append(Build(span.start, "").expression(tree))
            at = piece.end()
        return replace(made, parts=(*parts, made.text.value[at:]))

    # ── reading one segment ──

    def read(self, start: str, segment: Segment, text: str | None = None) -> Any | None:
        """Lark's tree of a segment; None when it has a mistake, which is then reported."""
        wrong = self._wrong(segment, text)
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
        for quote in self.lines.unclosed:
            if wrong.span.start <= quote.start < wrong.span.end:
                return problems.unclosed_text(wrong, quote)
        return problems.brackets(wrong)

    def _wrong(self, segment: Segment, text: str | None = None) -> Wrong:
        plain = self.lines.text[segment.span.start : segment.span.end] if text is None else text
        return Wrong(self.source, segment.span, segment.opening, plain, segment.word)
