"""The pages of the reference cut into sections, and a section into headings, paragraphs, fenced blocks and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class Block:
    """`words` are what a fence says it is; `rows` the cells of a table, its headings first."""

    kind: Literal["heading", "prose", "fence", "table"]
    line: int
    text: str
    words: tuple[str, ...] = ()

    @property
    def rows(self) -> list[list[str]]:
        lines = [line.strip().strip("|").split("|") for line in self.text.splitlines()]
        return [[cell.replace("`", "").strip() for cell in line] for at, line in enumerate(lines) if at != 1]


@dataclass(frozen=True, slots=True)
class Section:
    page: Path
    title: str
    blocks: tuple[Block, ...]

    @property
    def name(self) -> str:
        return f"{self.page.stem}: {self.title}"


def blocks(text: str) -> Iterator[Block]:
    """The parts of a page, in order."""
    for match in re.finditer(
        r"^```(.*)\n((?:.*\n)*?)```$|^(#+ .*)$|((?:^\|.*\n?)+)|((?:^(?!```|#+ |\|).*\S.*\n?)+)", text, re.MULTILINE
    ):
        line = text.count("\n", 0, match.start()) + 1
        info, held, heading, table, prose = match.groups()
        if heading is not None:
            yield Block("heading", line, heading)
        elif table is not None:
            yield Block("table", line, table)
        elif prose is not None:
            yield Block("prose", line, prose)
        else:
            yield Block("fence", line, held, tuple(info.split()))


def sections(page: Path) -> list[Section]:
    """What stands before the first heading of the second level holds for every section."""
    cut: list[list[Block]] = [[]]
    for block in blocks(page.read_text(encoding="utf-8")):
        if block.kind == "heading" and block.text.startswith("## "):
            cut.append([])
        cut[-1].append(block)
    first, *rest = cut
    shared = [block for block in first if block.kind == "fence"]
    if not rest:
        return [Section(page, first[0].text.lstrip("# "), tuple(first))]
    return [Section(page, held[0].text.lstrip("# "), (*shared, *held)) for held in rest]
