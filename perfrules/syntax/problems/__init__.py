"""A sentence for every way a rule file can be wrongly written: what is wrong, where, and what mends it."""

from perfrules.diagnostics import Diagnostic
from perfrules.syntax.grammar import Unexpected
from perfrules.syntax.problems import headers, marks, shapes, word_mistakes
from perfrules.syntax.problems.items import (
    as_of_nothing,
    brace,
    clause_missing,
    clause_not_here,
    clause_twice,
    empty_brace,
    file_too_long,
    indented,
    no_rows,
    outside,
    property_empty,
    property_twice,
    row_not_here,
    too_many_items,
    too_many_parts,
    too_many_problems,
)
from perfrules.syntax.problems.quotes import brackets, too_deep, too_long, unclosed_text
from perfrules.syntax.problems.wrong import Wrong

# The first that has something to say, says it: what is particular goes before what is general.
EXPLAIN = (
    marks.escaped,
    marks.number,
    shapes.colon,
    headers.years,
    marks.mark,
    shapes.date,
    headers.verb,
    headers.header,
    word_mistakes.mixed,
    word_mistakes.new_line,
    word_mistakes.closed_list,
    shapes.given,
    word_mistakes.glued,
    word_mistakes.instead,
    word_mistakes.after_number,
    headers.equals_missing,
    shapes.unquoted,
    word_mistakes.numerals,
    shapes.comma,
    shapes.nested_if,
    shapes.where,
    shapes.row,
    shapes.cut_short,
)


def unexpected(wrong: Wrong, stop: Unexpected) -> Diagnostic:
    """Why the grammar could not go on."""
    for explain in EXPLAIN:
        problem = explain(wrong, stop)
        if problem is not None:
            return problem
    return shapes.generic(wrong, stop)


__all__ = [
    "Wrong",
    "as_of_nothing",
    "brace",
    "brackets",
    "clause_missing",
    "clause_not_here",
    "clause_twice",
    "empty_brace",
    "file_too_long",
    "indented",
    "no_rows",
    "outside",
    "property_empty",
    "property_twice",
    "row_not_here",
    "too_deep",
    "too_long",
    "too_many_items",
    "too_many_parts",
    "too_many_problems",
    "unclosed_text",
    "unexpected",
]
