"""The comments that stand with an item: where its author answers for it."""

from __future__ import annotations

from collections.abc import Iterator

from perfrules.core import tree as core


def comments(item: core.Item) -> Iterator[tuple[int, str]]:
    """The comments right above an item and inside it, each with its line."""
    source = item.source
    first, _ = source.line_and_column(item.span.start)
    last, _ = source.line_and_column(item.span.end)
    above = first
    while above > 1 and source.line_text(above - 1).lstrip().startswith("#"):
        above -= 1
    for line in range(above, last + 1):
        text = source.line_text(line)
        if "#" in text:
            yield line, text
