"""A read form as YAML a person can read, in one fixed order: the same form is always the same bytes.

A scalar that another YAML reader would take for a number or a date is quoted, so that `17.40` stays `17.40` for everyone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from perfrules.intake.draft import Note, Plain, ReadForm
from perfrules.source import Place

ORDER = (
    *("year", "title_year", "filled_on", "place", "department", "unit", "project"),
    *("category", "nature", "duration", "money_unit"),
    *("basic_spending", "project_spending", "budget", "sources", "goals", "indicators"),
    *("total_weight", "total_score", "grade", "deviation_reason", "improvement"),
)
WIDEST_ROW = 130
AS_PRINTED = "照印本读出，未作更正 / read as printed, nothing corrected"

SAFE = r"[^\x00-\x1f:#,?\[\]{}\"\\\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]*"
WORD = re.compile(rf"(?:[^\W\d_]|[≥≤—(（“《/]){SAFE}")
# With a Chinese character in it or a percent sign behind it, no reader takes it for a number.
MEASURE = re.compile(rf"\d(?:(?=.*[\u4e00-\u9fff]){SAFE}|[\d.]*%)")
CLAIMED = re.compile(r"(?i)(y|n|yes|no|on|off|true|false|null)")
ESCAPED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def to_yaml(form: ReadForm, name: str | None = None, heading: str = AS_PRINTED) -> str:
    """The form as a YAML document; `name` becomes its id, `heading` stands on the first line behind the form's title."""
    head = [("template", form.template), *([("id", name)] if name else []), ("source", form.source)]
    lines = [f"# {ESCAPED.sub('', form.title) or '（无标题）'}：{heading}"]
    lines += [f"{key}: {scalar(value)}" for key, value in head]
    for key in sorted(form.values, key=_order):
        lines += lines_of(key, form.values[key])
    lines += _notes(sorted(form.notes, key=lambda note: _order(note.path)))
    lines += _places(dict(sorted(form.places.items(), key=lambda place: _order(place[0]))), form.source)
    return "\n".join(lines) + "\n"


def files(forms: Iterable[ReadForm], stem: str) -> dict[str, str]:
    """File names and texts for a folder of forms: `stem-01.yaml`, `stem-02.yaml`, …"""
    numbered = list(enumerate(forms, start=1))
    width = max(2, len(str(len(numbered))))
    return {f"{stem}-{at:0{width}}.yaml": to_yaml(form, f"{stem}-{at:0{width}}") for at, form in numbered}


def scalar(text: str) -> str:
    """`text` as a YAML scalar that reads back as the same text."""
    if text == text.strip() and (WORD.fullmatch(text) or MEASURE.fullmatch(text)) and not CLAIMED.fullmatch(text):
        return text
    plain = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return '"' + ESCAPED.sub(lambda character: f"\\u{ord(character[0]):04x}", plain) + '"'


def _order(path: str) -> int:
    """Where a field stands in the file; what is about the whole form comes first, a field not listed here last."""
    name = path.removeprefix("/").split("/")[0]
    return -1 if not name else ORDER.index(name) if name in ORDER else len(ORDER)


def lines_of(key: str, value: Plain) -> list[str]:
    match value:
        case str():
            return _text(key, value)
        case dict():
            return [f"{key}: {_flow(value)}"]
        case []:
            return [f"{key}: []"]
        case [str(), *_]:
            return [f"{key}: [{', '.join(scalar(item) for item in value if isinstance(item, str))}]"]
        case _:
            return [f"{key}:", *(line for row in value if isinstance(row, dict) for line in _row(row))]


def _text(key: str, value: str) -> list[str]:
    """A text of several lines as a block, where a block can hold it."""
    lines = value.split("\n")
    if len(lines) == 1 or ESCAPED.search(value) or any(line != line.strip() or not line for line in lines):
        return [f"{key}: {scalar(value)}"]
    return [f"{key}: |-", *(f"  {line}" for line in lines)]


def _flow(row: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {scalar(value)}" for key, value in row.items()) + "}"


def _row(row: Mapping[str, str]) -> list[str]:
    flow = f"- {_flow(row)}"
    if len(flow) <= WIDEST_ROW and "\n" not in "".join(row.values()):
        return [flow]
    lines = [line for key, value in row.items() for line in _text(key, value)]
    return [f"{'  ' if at else '- '}{line}" for at, line in enumerate(lines)]


def _notes(notes: Iterable[Note]) -> list[str]:
    rows = [(note.path, note.words) for note in notes]
    lines = [
        line
        for path, words in rows
        for line in (f"- path: {scalar(path)}", f"  zh: {scalar(words.zh)}", f"  en: {scalar(words.en)}")
    ]
    return ["notes:", *lines] if lines else []


def _places(places: Mapping[str, Place], source: str) -> list[str]:
    lines = [f"  {path or scalar(path)}: {{{_place(place, source)}}}" for path, place in places.items()]
    return ["places:", *lines] if lines else []


def _place(place: Place, source: str) -> str:
    parts = {"file": None if place.file == source else scalar(place.file), "line": place.line, "cell": place.cell}
    return ", ".join(f"{key}: {value}" for key, value in parts.items() if value is not None)
