"""JSON pointers into a form, as they are written beside a place: in names of either language, in English once read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from perfrules.forms.template import Template
from perfrules.forms.tree import unescaped


def canonical(template: Template, data: Mapping[str, Any], pointer: str) -> str | None:
    """The pointer in English names, if the form has something there; a blank cell counts, a row that is not there does not.

    `data` need not fit the template: a pointer into what is of the wrong shape leads nowhere.
    """
    first, *steps = map(unescaped, pointer.split("/"))
    if first != "":
        return None
    if not steps:
        return ""
    part = template.part(steps[0])
    if part is None:
        own = template.field(steps[0])
        return f"/{own.name}" if own is not None and len(steps) == 1 else None
    path, rest = f"/{part.name}", steps[1:]
    if part.many and rest:
        if not _is_row(data.get(part.name), rest[0]):
            return None
        path, rest = f"{path}/{int(rest[0])}", rest[1:]
    if not rest:
        return path
    field = part.field(rest[0])
    return f"{path}/{field.name}" if field is not None and len(rest) == 1 else None


def _is_row(rows: object, index: str) -> bool:
    whole = index.isascii() and index.isdigit() and len(index) < 6
    return isinstance(rows, list) and whole and int(index) < len(rows)
