"""Reads a template from its YAML: a JSON Schema whose properties also carry names, kinds and steps.

A template may be `based_on` another: what it writes goes before what it takes over, field by field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache

from perfrules.diagnostics import Diagnostic, Words
from perfrules.diagnostics.nearest import nearest
from perfrules.forms.codes import WRONG_TEMPLATE
from perfrules.forms.envelope import ENVELOPE, envelope_schema
from perfrules.forms.template import CELLS_PART, FIGURES_PART, KINDS, About, Field, Kind, Part, Template, Templates
from perfrules.forms.template_schema import COUNTS, Schema, followed, over, texts, value
from perfrules.forms.tree import Fields, Node, Scalar, Tree, problem, within
from perfrules.forms.yaml_tree import read_yaml
from perfrules.source import Source, Span
from perfrules.source.shelf import policies_folder
from perfrules.values.written import read_number

_KINDS: dict[str, Kind] = {kind: kind for kind in KINDS}

# A template is JSON Schema, but only these words of it; a misspelt one would be ignored by every validator.
_TYPES = frozenset({"string", "number", "null", "object", "array"})
_KEYWORDS = COUNTS | {
    *("type", "items", "properties", "additionalProperties", "enum", "uniqueItems", "default", "description"),
    *("zh", "labels", "kind", "step", "range", "choices", "limit", "narrative", "done", "at_most"),
}


@cache
def shipped_templates() -> Templates:
    """Those in `policies/templates`."""
    files = sorted((policies_folder() / "templates").glob("*.yaml"))
    return read_templates(Source.of(file.name, file.read_text(encoding="utf-8")) for file in files)


def load_template(text: str, *others: str) -> Template:
    """The template that `text` writes; `others` are texts it may be based on. A ValueError says what is wrong with it."""
    templates = read_templates(Source.of(f"template-{at}.yaml", one) for at, one in enumerate((text, *others)))
    if templates.problems:
        raise ValueError("; ".join(found.words.en for found in templates.problems))
    return templates.all[0]


def read_templates(sources: Iterable[Source]) -> Templates:
    """All templates that the files write, in their order; one with a mistake is left out."""
    files = [_File(read_yaml(source)) for source in sources]
    by_name = {str(file.schema.get("name")): file for file in files}
    templates = [template for file in files if (template := file.template(by_name)) is not None]
    return Templates(tuple(templates), tuple(found for file in files for found in file.problems))


class _File:
    """One file while it is read: what it writes, and what is found wrong with it."""

    def __init__(self, tree: Tree) -> None:
        self.source = tree.source
        self.problems: list[Diagnostic] = list(tree.problems)
        self.nodes: dict[str, Node] = {}
        self.schema: Schema = {}
        if tree.problems:
            return
        if len(tree.documents) == 1 and isinstance(tree.documents[0], Fields):
            self.nodes = dict(within(tree.documents[0]))
            self.schema = value(tree.documents[0], "")
        else:
            self.wrong("", Words("表样文件应是一组栏目", "a template file is one group of fields"))

    def wrong(self, path: str, words: Words, help: Words | None = None) -> None:
        """Notes what is wrong at the pointer, or at what the pointer is in when the thing itself is taken over."""
        node = self.nodes.get(path)
        while node is None and path:
            path = path.rpartition("/")[0]
            node = self.nodes.get(path)
        span = node.span if isinstance(node, Scalar) else Span(node.span.start, node.span.start) if node else Span(0, 0)
        self.problems.append(problem(WRONG_TEMPLATE, self.source, span, words, help=help, path=path))

    def whole(self, by_name: Mapping[str, _File], seen: tuple[str, ...] = ()) -> Schema:
        """What the file writes over what it is based on."""
        base = self.schema.get("based_on")
        if base is None:
            return self.schema
        if base in seen or base not in by_name:
            self.wrong("/based_on", Words(f"没有可作底本的表样 `{base}`", f"there is no template `{base}` to be based on"))
            return self.schema
        return over(by_name[base].whole(by_name, (*seen, base)), self.schema)

    def template(self, by_name: Mapping[str, _File]) -> Template | None:
        if self.problems:
            return None
        whole = self.whole(by_name, (str(self.schema.get("name")),))
        defs = whole.get("$defs")
        schema = followed(whole, defs if isinstance(defs, dict) else {}, self.wrong, "")
        for key in ("name", "title", "properties"):
            if not isinstance(schema.get(key), dict if key == "properties" else str):
                self.wrong("", Words(f"表样缺少 `{key}`", f"the template lacks `{key}`"))
        if self.problems:
            return None
        fields, parts = self.members(schema["properties"])
        self.one_name_one_thing(fields, parts)
        made = None if self.problems else self.finished(schema, fields, parts)
        return None if self.problems else made

    def finished(self, schema: Schema, fields: dict[str, Field], parts: dict[str, Part]) -> Template:
        about = schema["about"] if isinstance(schema.get("about"), dict) else {}
        years = texts(about, "years")
        named = (schema.get("total"), schema.get("money_unit"), *years, *map(about.get, ("place", "filled_on", "title")))
        for name in named:
            if name is not None and name not in fields:
                self.wrong("/about", Words(f"表上没有栏目 `{name}`", f"the form has no field `{name}`"))
        shape = {key: schema[key] for key in ("$schema", "title", "type", "additionalProperties") if key in schema}
        unit = schema.get("money_unit")
        return Template(
            schema["name"],
            schema["title"],
            fields,
            parts | {part.name: part for part in (CELLS_PART, FIGURES_PART)},
            shape | {"properties": schema["properties"] | envelope_schema()},
            schema.get("total"),
            About(about.get("place"), years, about.get("filled_on"), about.get("title")),
            unit,
            schema["properties"].get(unit, {}).get("default", "万元"),
        )

    def members(self, properties: Schema) -> tuple[dict[str, Field], dict[str, Part]]:
        fields: dict[str, Field] = {}
        parts: dict[str, Part] = {}
        for name, held in properties.items():
            path = f"/properties/{name}"
            if not self.is_schema(held, path):
                continue
            rows = held.get("items", {})
            if "properties" in held:
                parts[name] = self.part(name, held, held, path, f"{path}/properties")
            elif "properties" in rows:
                parts[name] = self.part(name, held, rows, path, f"{path}/items/properties")
            else:
                fields[name] = self.field(name, held, path)
        return fields, parts

    def part(self, name: str, held: Schema, row: Schema, path: str, below: str) -> Part:
        its = {key: self.field(key, one, f"{below}/{key}") for key, one in row["properties"].items()}
        for field in its.values():
            if field.at_most is not None and field.at_most not in its:
                words = Words(f"同一组里没有栏目 `{field.at_most}`", f"there is no field `{field.at_most}` beside it")
                self.wrong(f"{below}/{field.name}/at_most", words)
        return Part(name, self.zh(held, path), row is not held, its, texts(held, "labels"))

    def is_schema(self, held: object, path: str) -> bool:
        """Whether what stands there, and in it, is a schema in the words a template may use; notes what is not."""
        before = len(self.problems)
        if not isinstance(held, dict):
            self.wrong(path, Words("这里应是一组栏目说明", "this is to be a group of keywords"))
            return False
        for key in held.keys() - _KEYWORDS:
            near = nearest(key, _KEYWORDS)
            help = Words(f"是不是 `{near}`？", f"did you mean `{near}`?") if near else None
            self.wrong(f"{path}/{key}", Words(f"表样里没有 `{key}` 这个词", f"`{key}` is no word of a template"), help)
        types = held.get("type", [])
        for one in types if isinstance(types, list) else [types]:
            if one not in _TYPES:
                self.wrong(f"{path}/type", Words(f"没有类型 `{one}`", f"there is no type `{one}`"))
        if "items" in held:
            self.is_schema(held["items"], f"{path}/items")
        inside = held.get("properties", {})
        for key, one in inside.items() if isinstance(inside, dict) else [("", inside)]:
            self.is_schema(one, f"{path}/properties/{key}")
        return len(self.problems) == before

    def field(self, name: str, held: Schema, path: str) -> Field:
        zh, kind = self.zh(held, path), _KINDS.get(str(held.get("kind")))
        if kind is None:
            help = Words("可用：" + "、".join(KINDS), "there are: " + ", ".join(KINDS))
            self.wrong(f"{path}/kind", Words(f"`{name}` 没有写明可用的种类", f"`{name}` is of no known kind"), help)
            kind = "text"
        choices = texts(held, "choices") or texts(held.get("items", {}) if kind == "ticks" else held, "enum")
        if (kind in ("choice", "ticks")) != bool(choices):
            words = Words(f"`{name}` 是选项栏目才列选项", f"`{name}` has choices if and only if it is a choice or ticks")
            self.wrong(path, words)
        low, high = self.range(held.get("range"), path)
        return Field(
            name,
            zh,
            kind,
            self.number(held.get("step"), f"{path}/step"),
            low,
            high,
            choices,
            held.get("limit") is True,
            held.get("narrative") is True,
            texts(held, "labels") or (zh,),
            held.get("done") is True,
            str(held["at_most"]) if held.get("at_most") is not None else None,
        )

    def zh(self, held: Schema, path: str) -> str:
        if not isinstance(held.get("zh"), str):
            self.wrong(path, Words("栏目没有中文名（`zh`）", "the field has no Chinese name (`zh`)"))
        return str(held.get("zh"))

    def number(self, text: object, path: str) -> Fraction | None:
        if text is None:
            return None
        number = read_number(str(text))
        if number is None:
            self.wrong(path, Words(f"`{text}` 不是数", f"`{text}` is not a number"))
        return number[0] if number else None

    def range(self, ends: object, path: str) -> tuple[Fraction | None, Fraction | None]:
        if ends is None:
            return None, None
        if not isinstance(ends, list) or len(ends) != 2:
            self.wrong(f"{path}/range", Words("范围是 `[最小, 最大]`", "a range is `[least, greatest]`"))
            return None, None
        return self.number(ends[0], f"{path}/range/0"), self.number(ends[1], f"{path}/range/1")

    def one_name_one_thing(self, fields: dict[str, Field], parts: dict[str, Part]) -> None:
        """One Chinese name for one English name and the other way; no row's field is called like the form's."""
        zh_of: dict[str, str] = dict(ENVELOPE)
        inner = {name: field for part in parts.values() for name, field in part.fields.items()}
        own: dict[str, Field | Part] = {**fields, **parts, CELLS_PART.name: CELLS_PART, FIGURES_PART.name: FIGURES_PART}
        every = [*own.items(), *(pair for part in parts.values() for pair in part.fields.items())]
        for name, one in every:
            if zh_of.setdefault(name, one.zh) != one.zh or [en for en, zh in zh_of.items() if zh == one.zh] != [name]:
                words = Words(f"`{name}` 与 `{one.zh}` 不是一一对应", f"`{name}` and `{one.zh}` are not one to one")
                self.wrong(f"/properties/{name}", words)
        for name in [name for name in inner if name in own or name in ENVELOPE]:
            words = Words(f"行内栏目不能与表的栏目同名：`{name}`", f"a row's field is called like the form's: `{name}`")
            self.wrong("/properties", words)
