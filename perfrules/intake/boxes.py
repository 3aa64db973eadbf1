"""The boxes of a line such as `1. 部门预算项目 ☑ 2. 财政专项资金 □`: which are ticked.

Some forms print the box before its label and some behind it; the first thing on the line tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

TICKED, EMPTY = "☑☒✓✔√■◼☻●✅", "□☐◻▢○◯"
# A pair of brackets is a box only when nothing but a tick stands in it.
BRACKETS = re.compile(rf"[(（\[【]\s*([{TICKED}xXvV]?)\s*[)）\]】]")
NUMBER = re.compile(r"^\s*[(（]?\d{1,2}\s*[.、．)）]\s*|^\s*[①②③④⑤⑥⑦⑧⑨]\s*")
NUMBERS = re.compile(r"(?:(?<=\s)|(?<=[☑□]))(?=[(（]?\d{1,2}\s*[.、．)）]|[①②③④⑤⑥⑦⑧⑨])")


@dataclass(frozen=True, slots=True)
class Boxes:
    """`ticked` labels in printed order, out of `labels`; `printed` is false when the line has no box at all."""

    labels: tuple[str, ...]
    ticked: tuple[str, ...]
    printed: bool


def read_boxes(text: str) -> Boxes:
    marks = _same_marks(text)
    if "☑" not in marks and "□" not in marks:
        return Boxes((), (), False)
    items = _numbered(marks) if len(NUMBERS.split(marks)) > 1 else _by_box(marks)
    found = [(label, ticked) for label, ticked in items if label]
    return Boxes(tuple(label for label, _ in found), tuple(label for label, ticked in found if ticked), True)


def _same_marks(text: str) -> str:
    text = BRACKETS.sub(lambda box: "☑" if box[1] else "□", text)
    text = "".join("☑" if mark in TICKED else "□" if mark in EMPTY else mark for mark in text)
    return re.sub(r"[☑□]*☑[☑□]*", "☑", text)


def _numbered(text: str) -> list[tuple[str, bool]]:
    return [(_label(item), "☑" in item) for item in NUMBERS.split(text)]


def _by_box(text: str) -> list[tuple[str, bool]]:
    parts = re.split("([☑□])", NUMBER.sub("", text))
    if parts[0].strip():
        labels, marks = parts[0::2], parts[1::2]
    else:
        labels, marks = parts[2::2], parts[1::2]
    # A label without a mark is one without a tick: `甲√ 乙` ticks 甲 alone.
    marks += ["□"] * (len(labels) - len(marks))
    return [(_label(label), mark == "☑") for label, mark in zip(labels, marks, strict=False)]


def _label(item: str) -> str:
    return NUMBER.sub("", re.sub("[☑□]", "", item)).strip().strip("；;，,、").strip()
