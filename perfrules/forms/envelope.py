"""What a form's file says besides the form: of which template it is, what it was read from, where each value stood.

Every template has these keys, so they are declared here and added to each template's schema when it is loaded.
"""

from __future__ import annotations

from typing import Any

from perfrules.forms.template import CELLS_PART, FIGURES_PART, Part

ENVELOPE = {"template": "表样", "id": "编号", "source": "原件", "places": "出处", "notes": "附注", "forms": "各表"}
"""English and Chinese names of the keys; `forms` holds several forms in one file."""

NOTE = ("path", "zh", "en")
PLACE_TEXTS = ("file", "sheet", "address")
PLACE_NUMBERS = ("line", "cell", "page", "row")

_WRITTEN = {"type": ["string", "number", "null"]}


def envelope_schema() -> dict[str, Any]:
    """The properties by their English names."""
    counted = _WRITTEN | {"pattern": "^[1-9][0-9]{0,8}$"}
    place = _record(dict.fromkeys(PLACE_TEXTS, _WRITTEN) | dict.fromkeys(PLACE_NUMBERS, counted))
    return {
        "template": _WRITTEN,
        "id": _WRITTEN,
        "source": _WRITTEN,
        "places": {"type": ["object", "null"], "additionalProperties": place},
        "notes": _rows(_record(dict.fromkeys(NOTE, _WRITTEN)) | {"required": list(NOTE)}),
        CELLS_PART.name: _rows(_part(CELLS_PART)),
        FIGURES_PART.name: _rows(_part(FIGURES_PART)),
    }


def _part(part: Part) -> dict[str, Any]:
    return _record(dict.fromkeys(part.fields, _WRITTEN))


def _record(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _rows(row: dict[str, Any]) -> dict[str, Any]:
    return {"type": ["array", "null"], "items": row}
