"""A form as YAML in the names of a language, as it may be pasted into a file; every value is quoted, so it is read as written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from perfrules.diagnostics import Language
from perfrules.forms.template import Part, Template


def form_yaml(data: Mapping[str, Any], template: Template, language: Language, headed: bool = True) -> str:
    """`headed`: with the line that names the template. Ends in a line feed."""
    zh = language == "zh"
    lines = [f"{'表样' if zh else 'template'}: {template.zh if zh else template.name}"] if headed else []
    for name, held in data.items():
        part = template.parts.get(name)
        if part is None:
            lines.append(f"{template.fields[name].zh if zh else name}: {_quoted(held)}")
        else:
            lines += [f"{part.zh if zh else part.name}:", *_rows(part, held, zh)]
    return "\n".join(lines or ["{}"]) + "\n"


def _rows(part: Part, held: Any, zh: bool) -> Iterator[str]:
    lead = "- " if part.many else ""
    for row in held if part.many else [held]:
        cells = [f"{part.fields[each].zh if zh else each}: {_quoted(value)}" for each, value in row.items()]
        for at, cell in enumerate(cells or ["{}"]):
            yield f"  {lead if at == 0 else ' ' * len(lead)}{cell}"


def _quoted(value: object) -> str:
    """Text as YAML takes it whatever it holds; a list of ticks in brackets."""
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_quoted, value)) + "]"
    return json.dumps(str(value), ensure_ascii=False)
