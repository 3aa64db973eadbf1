"""The lines of a rule file: clauses aligned within their item, tables within themselves, params and lets that stand together.

Blank lines are the author's, one where there were several; between the clauses of an item there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from perfrules.diagnostics.columns import width_of
from perfrules.format.comments import Held, hand_out, place
from perfrules.format.layout import LIMIT, set_lines
from perfrules.source import Source
from perfrules.syntax import tree as syntax
from perfrules.syntax.pieces import Gap, Group, Leaf, Piece, flat, line, space
from perfrules.syntax.printing_items import Header, clause, header, row

INDENT = 2
WIDEST_WORD = 8
"""A clause's word wider than this (`missing means`) does not push the values of the others to the right."""


@dataclass(frozen=True, slots=True)
class Block:
    """An item with what is printed before and beside it; `parts` are its clauses and rows in their order."""

    item: syntax.AnyItem
    header: Header
    held: Held
    parts: tuple[tuple[syntax.Clause | syntax.Row, Held], ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """The lines of a block: comments and blank lines above it, its header, its clauses and rows."""

    block: Block
    above: list[str]
    header: list[str]
    parts: list[str]


def page(file: syntax.File) -> str:
    """The text of `file`."""
    blocks, end = blocks_of(file)
    lines = [line for laid in laid_out(file.source, blocks) for line in (*laid.above, *laid.header, *laid.parts)]
    lines += _comments_above(file.source, end.before)
    while lines and not lines[0]:
        lines.pop(0)
    return "".join(line + "\n" for line in lines)


def laid_out(source: Source, blocks: Sequence[Block]) -> Iterator[Laid]:
    """Blocks of one file in their order."""
    for block, cells in _aligned(source, blocks):
        above = _comments_above(source, block.held.before)
        if _blank_above(source, block.held.start):
            above.append("")
        yield Laid(block, above, _header(block, cells), _parts(block))


def blocks_of(file: syntax.File) -> tuple[list[Block], Held]:
    inside = [_parts_of(item) for item in file.items]
    starts = [node.span.start for item, parts in zip(file.items, inside, strict=True) for node in (item, *parts)]
    *held, end = hand_out(file.source, file.comments, starts)
    each = iter(held)
    blocks = [
        Block(item, header(item), next(each), tuple((part, next(each)) for part in parts))
        for item, parts in zip(file.items, inside, strict=True)
    ]
    return blocks, end


def _parts_of(item: syntax.AnyItem) -> list[syntax.Clause | syntax.Row]:
    rows = item.rows if isinstance(item, syntax.Let) else ()
    return sorted((*rows, *item.clauses), key=lambda part: part.span.start)


# ── comments and blank lines between items ──


def _comments_above(source: Source, comments: Sequence[syntax.Comment]) -> list[str]:
    """Comments before a header: at the left edge if they were there, else with the item above."""
    above: list[str] = []
    for comment in comments:
        if _blank_above(source, comment.span.start):
            above.append("")
        _, column = source.line_and_column(comment.span.start)
        above.append(comment.text if column == 1 else " " * INDENT + comment.text)
    return above


def _blank_above(source: Source, offset: int) -> bool:
    number, _ = source.line_and_column(offset)
    return number > 1 and not source.line_text(number - 1).strip()


# ── headers ──


def _header(block: Block, cells: Sequence[Piece | None]) -> list[str]:
    return _segment(_header_piece(block.header, cells), 0, block.held)


def _header_piece(of: Header, cells: Sequence[Piece | None]) -> Piece:
    parts: list[Piece] = []
    for cell in cells:
        if cell is not None:
            parts += [space(), cell] if parts else [cell]
    if of.value is not None:
        parts += [space(), of.sign, line() if of.sign == "=" else space(), of.value]
    return Group(tuple(parts), hang=INDENT)


def _aligned(source: Source, blocks: Sequence[Block]) -> Iterator[tuple[Block, Sequence[Piece | None]]]:
    """Each block with the cells of its header, padded where params or lets stand line by line."""
    run: list[Block] = []
    for block in blocks:
        if run and not _continues(source, run[-1], block):
            yield from _padded(run)
            run = []
        run.append(block)
    yield from _padded(run)


def _continues(source: Source, above: Block, below: Block) -> bool:
    """Whether two items are lines of one list."""
    if not (_one_line(above) and _one_line(below)) or type(above.item) is not type(below.item):
        return False
    if below.held.before or _blank_above(source, below.held.start):
        return False
    shapes = [[cell is None for cell in block.header.cells] for block in (above, below)]
    return shapes[0] == shapes[1] or isinstance(below.item, syntax.Param)


def _one_line(block: Block) -> bool:
    if block.header.sign != "=" or block.parts or block.held.inside:
        return False
    return width_of(flat(_header_piece(block.header, block.header.cells))) <= LIMIT


def _padded(run: Sequence[Block]) -> Iterator[tuple[Block, Sequence[Piece | None]]]:
    """The blocks of a list, cell under cell, unless a line would then be too long."""
    columns = zip(*(block.header.cells for block in run), strict=True) if len(run) > 1 else ()
    widths = [max(width_of(flat(cell or "")) for cell in column) for column in columns]
    padded = [[_pad(cell, width) for cell, width in zip(block.header.cells, widths, strict=False)] for block in run]
    pieces = [_header_piece(block.header, cells) for block, cells in zip(run, padded, strict=True)]
    fits = len(run) > 1 and all(width_of(flat(piece)) <= LIMIT for piece in pieces)
    for block, cells in zip(run, padded, strict=True):
        yield block, cells if fits else block.header.cells


def _pad(cell: Piece | None, width: int) -> Piece | None:
    if width == 0:
        return None
    blank = " " * (width - width_of(flat(cell or "")))
    return Group((cell or "", blank))


# ── clauses and rows ──


def _parts(block: Block) -> list[str]:
    clauses = [clause(part)[0].text for part, _ in block.parts if not isinstance(part, syntax.Row)]
    word = max((width for each in clauses if (width := width_of(each)) <= WIDEST_WORD), default=0)
    columns = _columns([(part, held) for part, held in block.parts if isinstance(part, syntax.Row)])
    lines = []
    for part, held in block.parts:
        lines += [" " * INDENT + comment.text for comment in held.before]
        piece = _row(part, columns) if isinstance(part, syntax.Row) else _clause(part, word)
        lines += _segment(piece, INDENT, held)
    return lines


def _clause(node: syntax.Clause, width: int) -> Piece:
    word, value = clause(node)
    gap = " " * max(width - width_of(word.text) + 1, 1)
    return Group((word, Gap(gap), value), hang=width_of(word.text + gap))


def _row(node: syntax.Row, columns: tuple[int, int]) -> Piece:
    parts: list[Piece] = [Leaf("|", node.span.start)]
    for piece, width in zip(row(node), columns, strict=True):
        parts += [space(), piece, Gap(" " * max(width - width_of(flat(piece)) + 1, 1)), "|"]
    return Group(tuple(parts), hang=INDENT)


def _columns(rows: Sequence[tuple[syntax.Row, Held]]) -> tuple[int, int]:
    """How wide the columns of a table are; 0 where its rows do not stand each on a line."""
    texts = [[width_of(flat(piece)) for piece in row(node)] for node, _ in rows]
    test, value = (max(column) for column in zip(*texts, strict=True)) if texts else (0, 0)
    fits = INDENT + len("|  |  |") + test + value <= LIMIT and not any(held.inside for _, held in rows)
    return (test, value) if fits else (0, 0)


def _segment(piece: Piece, indent: int, held: Held) -> list[str]:
    """A header, clause or row with its comments; those that no line can hold go above it."""
    notes, above = place(piece, held.inside)
    lines = [" " * indent + comment.text for comment in above] + set_lines(piece, indent, notes)
    if held.after is not None:
        lines[-1] += "  " + held.after.text
    return lines
