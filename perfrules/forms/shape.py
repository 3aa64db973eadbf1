"""Holds a form's file against its template's schema, and says every mistake in the author's words.

The `jsonschema` library finds the mistakes; its sentences are English and speak of schemas, so only the keyword that failed,
the pointer and the value are taken from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from perfrules.diagnostics import Code, Diagnostic, Label, Words
from perfrules.diagnostics.nearest import nearest
from perfrules.forms.codes import (
    DUPLICATE_KEY,
    MISSING_KEY,
    NOT_A_CHOICE,
    REPEATED_CHOICE,
    UNKNOWN_FIELD,
    UNKNOWN_PLACE,
    WRONG_SHAPE,
)
from perfrules.forms.envelope import ENVELOPE, NOTE, PLACE_NUMBERS, PLACE_TEXTS
from perfrules.forms.pointer import canonical
from perfrules.forms.template import Template
from perfrules.forms.tree import Entry, Fields, Items, Node, Scalar, escaped, unescaped
from perfrules.source import Source, Span
from perfrules.values.text import normal

Names = Mapping[str, str]
"""English names to Chinese ones."""


class Shape:
    """A form's file under its template: the plain data in English names, and where each pointer stands."""

    def __init__(self, source: Source, template: Template, node: Fields) -> None:
        self.source = source
        self.template = template
        self.nodes: dict[str, Node] = {}
        self.keys: dict[str, Scalar] = {}
        self.problems: list[Diagnostic] = []
        fields = {field.name: field.zh for field in template.fields.values()}
        self.top: Names = {**ENVELOPE, **fields, **{part.name: part.zh for part in template.parts.values()}}
        self.data = self._plain(node, "", self.top)

    def check(self) -> tuple[Diagnostic, ...]:
        """Every mistake, in the order of the file."""
        import jsonschema

        for error in jsonschema.Draft202012Validator(self.template.schema).iter_errors(self.data):
            self.problems.extend(self._said(error))
        self._check_places()
        return tuple(sorted(self.problems, key=lambda found: (found.at.span, found.path or "", found.code.name)))

    def span(self, path: str) -> Span:
        """The smallest span that shows what is at the pointer: the value, or the key when the value is blank or many lines."""
        node = self.nodes.get(path)
        if isinstance(node, Scalar) and node.text is not None:
            return node.span
        if path in self.keys:
            return self.keys[path].span
        if node is None and path:
            return self.span(path.rpartition("/")[0])
        return Span(node.span.start, node.span.start) if node is not None else Span(0, 0)

    def line(self, path: str) -> int:
        return self.source.line_and_column(self.span(path).start)[0]

    def _plain(self, node: Node, path: str, names: Names) -> Any:
        self.nodes[path] = node
        match node:
            case Scalar():
                return node.text
            case Items():
                return [self._plain(item, f"{path}/{at}", names) for at, item in enumerate(node.items)]
            case Fields():
                return self._fields(node, path, names)

    def _fields(self, node: Fields, path: str, names: Names) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for entry in node.entries:
            key = _english(entry.key.text or "", names)
            below = f"{path}/{escaped(key)}"
            if key in data:
                self.problems.append(self._twice(entry, below, names.get(key, key), key))
                continue
            self.keys[below] = entry.key
            part = self.template.part(key) if path == "" else None
            inside = {} if part is None else {field.name: field.zh for field in part.fields.values()}
            data[key] = self._plain(entry.value, below, inside)
        return data

    def _twice(self, entry: Entry, path: str, zh: str, en: str) -> Diagnostic:
        first = Label(self.source, self.keys[path].span, Words("第一次写在这里", "written here first"))
        words = Words(f"`{zh}` 写了两次", f"`{en}` is written twice")
        return Diagnostic(DUPLICATE_KEY, words, Label(self.source, entry.key.span), (first,), path=path)

    def _problem(self, code: Code, path: str, words: Words, help: Words | None = None) -> Diagnostic:
        return Diagnostic(code, words, Label(self.source, self.span(path)), help=help, path=path)

    # What jsonschema calls a ValidationError is Any here: its parts are typed as perhaps unset, and never are.
    def _said(self, error: Any) -> Iterator[Diagnostic]:
        path = "".join(f"/{escaped(str(step))}" for step in error.absolute_path)
        match error.validator:
            case "additionalProperties":
                for key in error.instance:
                    if key not in error.schema["properties"]:
                        yield self._unknown(path, key)
            case "type":
                yield self._problem(WRONG_SHAPE, path, *self._type(path, error))
            case "enum":
                yield self._not_a_choice(path, error)
            case "pattern":
                name, shown = self._name(path), error.instance
                words = Words(f"`{name.zh}` 从 1 数起，这里是 `{shown}`", f"`{name.en}` is counted from 1, this is `{shown}`")
                yield self._problem(WRONG_SHAPE, path, words)
            case "uniqueItems":
                name = self._name(path)
                words = Words(f"`{name.zh}` 有一项选了两次", f"`{name.en}` has a choice twice")
                yield self._problem(REPEATED_CHOICE, path, words)
            case "required":
                for key in error.validator_value:
                    if key not in error.instance:
                        yield self._problem(MISSING_KEY, path, Words(f"缺少 `{key}`", f"`{key}` is not there"))
            case keyword:
                name = self._name(path)
                words = Words(f"`{name.zh}` 不合表样（{keyword}）", f"`{name.en}` does not fit the template ({keyword})")
                yield self._problem(WRONG_SHAPE, path, words)

    def _check_places(self) -> None:
        places = self.data.get("places")
        for pointer in places if isinstance(places, dict) else ():
            if canonical(self.template, self.data, pointer) is None:
                words = Words(f"`{pointer}` 不是这张表上的位置", f"`{pointer}` points at nothing on this form")
                self.problems.append(self._problem(UNKNOWN_PLACE, f"/places/{escaped(pointer)}", words))

    def _unknown(self, path: str, key: str) -> Diagnostic:
        below = f"{path}/{escaped(key)}"
        shown = key or "?"
        group = self._name(path)
        known = self._known(path)
        near = nearest(key, [*known, *known.values()])
        help = self._elsewhere(key)
        if help is None and near is not None:
            help = Words(f"是不是 `{near}`？", f"did you mean `{near}`?")
        words = Words(f"`{group.zh}` 没有栏目 `{shown}`", f"`{group.en}` has no field `{shown}`")
        at = Label(self.source, self.keys[below].span)
        return Diagnostic(UNKNOWN_FIELD, words, at, help=help, path=below)

    def _elsewhere(self, key: str) -> Words | None:
        """A field of that name stands in another part."""
        for part, field in self.template.anywhere(key):
            if part is None:
                return Words(f"`{field.zh}` 是表的栏目，不在这一组里", f"`{field.name}` is a field of the form, not of this")
            return Words(f"`{field.zh}` 是 `{part.zh}` 的栏目", f"`{field.name}` is a field of `{part.name}`")
        return None

    def _known(self, path: str) -> Names:
        """The fields that what is at the pointer can have."""
        if path == "":
            return {en: zh for en, zh in self.top.items() if en != "forms"}
        first = path.split("/")[1]
        if first in ("places", "notes"):
            return {key: key for key in (NOTE if first == "notes" else (*PLACE_TEXTS, *PLACE_NUMBERS))}
        part = self.template.part(first)
        return {} if part is None else {field.name: field.zh for field in part.fields.values()}

    def _name(self, path: str) -> Words:
        """What is at the pointer, as each language calls it."""
        if path == "":
            return Words(self.template.zh, self.template.name)
        steps = [unescaped(step) for step in path.split("/")[1:]]
        named = [step for step in steps if not step.isdigit()]
        if steps[0] not in self.top or steps[0] == "places":
            return Words(named[-1], named[-1])
        inside = self._known(f"/{named[0]}") if len(named) == 2 else self.top
        return Words(inside.get(named[-1], named[-1]), named[-1])

    def _type(self, path: str, error: Any) -> tuple[Words, Words | None]:
        name = self._name(path)
        held = _HELD[type(error.instance)]
        allowed = error.validator_value
        wanted = next(kind for kind in ("object", "array", "string") if kind in allowed)
        if wanted == "array" and "properties" not in error.schema.get("items", {}):
            wanted = "ticks"
        row = path.rpartition("/")[2].isdigit()
        zh, en = (f"`{name.zh}` 的一行", f"a row of `{name.en}`") if row else (f"`{name.zh}` ", f"`{name.en}`")
        words = Words(f"{zh}应是{_WANTED[wanted].zh}，这里是{held.zh}", f"{en} is to be {_WANTED[wanted].en}, this is {held.en}")
        return words, _HOW[wanted]

    def _not_a_choice(self, path: str, error: Any) -> Diagnostic:
        name = self._name(path)
        choices = [str(one) for one in error.validator_value if one is not None]
        if not isinstance(error.instance, str):
            held = _HELD[type(error.instance)]
            words = Words(f"`{name.zh}` 应是一个选项，这里是{held.zh}", f"`{name.en}` is to be a choice, this is {held.en}")
            return self._problem(WRONG_SHAPE, path, words)
        words = Words(f"`{name.zh}` 没有选项 `{error.instance}`", f"`{name.en}` has no choice `{error.instance}`")
        help = Words("可选：" + "、".join(choices), "choose from: " + ", ".join(choices))
        return self._problem(NOT_A_CHOICE, path, words, help)


_HELD = {
    str: Words("一个值", "one value"),
    type(None): Words("空的", "blank"),
    list: Words("一列内容", "a list"),
    dict: Words("一组栏目", "a group of fields"),
}
_WANTED = {
    "object": Words("一组栏目", "a group of fields"),
    "array": Words("一列行", "a list of rows"),
    "ticks": Words("一列选项", "a list of choices"),
    "string": Words("一个值", "one value"),
}
_HOW: dict[str, Words | None] = {
    "object": Words("写成 `栏目: 值`", "write `field: value`"),
    "array": Words("每行以 `- ` 开头", "open each row with `- `"),
    "ticks": Words("写在方括号里：`[选项]`", "write it in square brackets: `[choice]`"),
    "string": None,
}


def _english(key: str, names: Names) -> str:
    if key in names:
        return key
    said = normal(key)
    return next((en for en, zh in names.items() if said in (zh, en)), key)
