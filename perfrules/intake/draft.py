"""A form while it is read: its values, where each one stood, and everything the reader had to assume."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from perfrules.diagnostics import Words
from perfrules.intake.paper import Paper
from perfrules.intake.sheet import Cell
from perfrules.source import Place

Plain = str | list[str] | dict[str, str] | list[dict[str, str]]
"""What a form's field, record or group is in YAML."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader assumed about the value at `path`, a JSON pointer (empty for the whole form)."""

    path: str
    words: Words


@dataclass(frozen=True, slots=True)
class ReadForm:
    """One form as printed. `title` is its printed title, `line` where it begins."""

    template: str
    title: str
    source: str
    line: int
    values: Mapping[str, Plain]
    places: Mapping[str, Place]
    notes: tuple[Note, ...]


@dataclass(slots=True)
class Draft:
    """Filled section by section; a value set twice keeps the first, and the second becomes a note."""

    source: str
    paper: Paper
    values: dict[str, Plain] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    unread: list[Cell] = field(default_factory=list)
    unsure: list[tuple[str, int]] = field(default_factory=list)

    def note(self, path: str, zh: str, en: str) -> None:
        self.notes.append(Note(path, Words(zh, en)))

    def put(self, name: str, text: str, at: Cell | None) -> None:
        """A field of the form itself."""
        if name in self.values:
            self.repeated(name, text, at)
            return
        self.values[name] = text
        self.place(f"/{name}", at)

    def tick(self, name: str, ticked: list[str], at: Cell) -> None:
        self.values[name] = ticked
        self.place(f"/{name}", at)

    def record(self, name: str, fields: Mapping[str, tuple[str, Cell]]) -> str:
        """The one record `name`, with `fields` as (text, cell)."""
        path = f"/{name}"
        self.values[name] = self._filled(path, fields)
        return path

    def row(self, group: str, fields: Mapping[str, tuple[str, Cell]]) -> str:
        """One more row of `group`; its path."""
        rows = self.values.setdefault(group, [])
        assert isinstance(rows, list)
        path = f"/{group}/{len(rows)}"
        rows.append(self._filled(path, fields))  # type: ignore[arg-type]
        return path

    def place(self, path: str, at: Cell | None) -> None:
        if at is not None:
            self.places[path] = Place(self.source, line=at.line, cell=at.cell)

    def leave(self, cell: Cell, zh: str, en: str, path: str = "") -> None:
        """A filled cell no field takes: its text is kept in a note."""
        self.unread.append(cell)
        self.note(
            path,
            f"第 {cell.line} 行第 {cell.cell} 格“{cell.text}”{zh}",
            f"line {cell.line}, cell {cell.cell}, `{cell.text}`: {en}",
        )

    def unsure_at(self, path: str, line: int, cells: Sequence[Cell]) -> None:
        """Cells that more than one column is as good for: none is chosen."""
        self.unsure.append((path, line))
        self.note(
            path,
            f"第 {line} 行有空格，{'、'.join(f'“{cell.text}”' for cell in cells)}属于哪一栏不能确定，未采用",
            f"line {line} has blank cells; which columns {', '.join(f'`{cell.text}`' for cell in cells)} belong to "
            "is not certain; not taken",
        )

    def repeated(self, name: str, text: str, at: Cell | None) -> None:
        if at is not None:
            self.leave(at, "是同一栏目的第二个值，未采用", f"a second value for the same field, `{text}`, not taken", f"/{name}")

    def glue(self, path: str, cell: Cell, joint: str) -> None:
        """The value at `path` goes on in `cell`."""
        *way, last = path.split("/")[1:]
        inside: object = self.values
        for step in way:
            inside = inside[int(step)] if isinstance(inside, list) else inside[step]  # type: ignore[index]
        assert isinstance(inside, dict)
        inside[last] = f"{inside[last]}{joint}{cell.text}"
        self.went_on(path, cell, joint)

    def went_on(self, path: str, cell: Cell, joint: str) -> None:
        zh, en = ("换页", "a page break") if not joint else ("换行", "a line break")
        self.note(
            path,
            f"{zh}断开，第 {cell.line} 行第 {cell.cell} 格“{shortened(cell.text)}”接在后面",
            f"broken by {en}; `{shortened(cell.text)}` of line {cell.line}, cell {cell.cell} is joined on",
        )

    def _filled(self, path: str, fields: Mapping[str, tuple[str, Cell]]) -> dict[str, str]:
        lines = [at.line for _, at in fields.values() if at is not None]
        if lines:  # where the row stands, for its blank cells: a merged cell may be printed on another line
            self.places[path] = Place(self.source, line=max(lines, key=lines.count))
        for name, (_, at) in fields.items():
            self.place(f"{path}/{name}", at)
        return {name: text for name, (text, _) in fields.items()}


def shortened(text: str) -> str:
    """`text` on one line, cut where a note only has to point at it."""
    line = " ".join(text.split())
    return line if len(line) <= 30 else f"{line[:29]}…"
