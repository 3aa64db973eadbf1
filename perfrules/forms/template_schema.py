"""The JSON Schema that a template's YAML writes: its values, what it takes over from another, its references followed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from perfrules.diagnostics import Words
from perfrules.diagnostics.nearest import nearest
from perfrules.forms.tree import Fields, Items, Node, Scalar

Schema = dict[str, Any]

COUNTS = frozenset({"minItems", "maxItems", "minLength", "maxLength"})

# What these hold is text, whatever it looks like.
_TEXTS = frozenset({"enum", "choices", "labels", "zh", "title", "name", "default"})


def value(node: Node, key: str) -> Any:
    match node:
        case Fields():
            return {entry.key.text or "": value(entry.value, entry.key.text or "") for entry in node.entries}
        case Items():
            return [value(item, key) for item in node.items]
        case Scalar(text=None):
            return None
        case Scalar(text=str(text)):
            if key in COUNTS and text.isascii() and text.isdigit():
                return int(text)
            return text == "true" if text in ("true", "false") and key not in _TEXTS else text


def over(base: Schema, own: Schema) -> Schema:
    merged = dict(base)
    for key, its in own.items():
        under = base.get(key)
        merged[key] = over(under, its) if isinstance(under, dict) and isinstance(its, dict) else its
    return merged


def followed(held: Any, defs: Schema, wrong: Callable[[str, Words], None], path: str, seen: frozenset[str] = frozenset()) -> Any:
    """`held` with each `$ref` replaced by what it refers to, and what stands beside the `$ref` over that."""
    if isinstance(held, list):
        return [followed(one, defs, wrong, f"{path}/{at}", seen) for at, one in enumerate(held)]
    if not isinstance(held, dict):
        return held
    own = {key: one for key, one in held.items() if key not in ("$ref", "$defs")}
    beside = {key: followed(one, defs, wrong, f"{path}/{key}", seen) for key, one in own.items()}
    if (ref := held.get("$ref")) is None:
        return beside
    name = str(ref).removeprefix("#/$defs/")
    if name in seen or not isinstance(defs.get(name), dict):
        near = nearest(name, defs)
        help = f" (`{near}`?)" if near else ""
        wrong(f"{path}/$ref", Words(f"`$defs` 里没有 `{name}`{help}", f"there is no `{name}` in `$defs`{help}"))
        return beside
    return over(followed(defs[name], defs, wrong, path, seen | {name}), beside)


def texts(held: Schema, key: str) -> tuple[str, ...]:
    listed = held.get(key)
    return tuple(str(one) for one in listed if one is not None) if isinstance(listed, list) else ()
