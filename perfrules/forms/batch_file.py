"""The file beside the forms of a run (`batch.yaml`, `批次.yaml`): which forms are here in full, and which names are one unit.

Both are declared by whoever runs the check; a form does not say them, and nothing here proves them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from perfrules.diagnostics import Code, Diagnostic, Words
from perfrules.diagnostics.nearest import nearest
from perfrules.forms.codes import UNKNOWN_FIELD, UNKNOWN_TEMPLATE
from perfrules.forms.held import Held
from perfrules.forms.json_tree import read_json
from perfrules.forms.reading import MONEY_UNITS, read_cell
from perfrules.forms.template import Field, Template, Templates
from perfrules.forms.tree import Entry, Fields, Items, Node, Scalar, problem
from perfrules.forms.yaml_tree import read_yaml
from perfrules.source import Source, Span
from perfrules.values import Missing, Value
from perfrules.values.text import is_blank, normal

WRONG_BATCH = Code("wrong-batch", Words("批次写法有误", "a batch that is wrong"))

COMPLETE = ("complete", "齐全")
SAME = ("same", "视为同一")
TEMPLATE = ("template", "表样")
STEMS = ("batch", "批次")
SUFFIXES = (".yaml", ".yml", ".json")
_PAIR = re.compile(r'([^\s=]+)\s*=\s*("[^"]*"|\S*)')


@dataclass(frozen=True, slots=True)
class BatchFile:
    """What is declared of a run: what it holds in full (`held`), and lists of names that are the `same`."""

    held: tuple[Held, ...] = ()
    same: tuple[tuple[str, ...], ...] = ()
    problems: tuple[Diagnostic, ...] = ()

    def __add__(self, other: BatchFile) -> BatchFile:
        return BatchFile(self.held + other.held, self.same + other.same, self.problems + other.problems)


NOTHING_STATED = BatchFile()


def is_batch_file(name: str) -> bool:
    """Whether a file is by its name about the batch, and so no form."""
    path = PurePath(name)
    return path.stem in STEMS and path.suffix.lower() in SUFFIXES


def load_batch(source: Source, templates: Templates) -> BatchFile:
    """What a batch file declares."""
    tree = read_json(source) if source.name.endswith(".json") else read_yaml(source)
    reader = _Reader(source, templates, list(tree.problems))
    for at, document in enumerate(tree.documents):
        if at:
            reader.wrong(document.span, Words("一个批次文件只写一份", "a batch file is one document"))
        else:
            reader.document(document)
    return BatchFile(tuple(reader.held), tuple(reader.same), tuple(reader.problems))


def load_statement(text: str, templates: Templates) -> BatchFile:
    """One statement as it is written on the command line: `project_form year=2020 department=…`."""
    source = Source.of("--complete", text)
    reader = _Reader(source, templates, [])
    name = (text.split() or [""])[0]
    start = len(text) - len(text.lstrip())
    entries = [Entry(Scalar(TEMPLATE[0], Span(start, start)), Scalar(name or None, Span(start, start + len(name))))]
    shift = start + len(name)
    for pair in _PAIR.finditer(rest := text[shift:]):
        key, value = Span(*pair.span(1)).shifted(shift), Span(*pair.span(2)).shifted(shift)
        entries.append(Entry(Scalar(pair[1], key), Scalar(pair[2].strip('"') or None, value)))
    odd = re.search(r"\S.*\S|\S", _PAIR.sub(lambda pair: " " * len(pair[0]), rest))
    if odd is not None:
        said = Words("这里写 `栏目=值`", "this is written `field=value`")
        reader.wrong(Span(*odd.span()).shifted(shift), said, Words("如 `年度=2020`", "like `year=2020`"))
    else:
        reader.statement(Fields(tuple(entries), Span(0, len(text))))
    return BatchFile(tuple(reader.held), (), tuple(reader.problems))


class _Reader:
    def __init__(self, source: Source, templates: Templates, problems: list[Diagnostic]) -> None:
        self.source, self.templates, self.problems = source, templates, problems
        self.held: list[Held] = []
        self.same: list[tuple[str, ...]] = []
        self._listed: set[str] = set()

    def wrong(self, span: Span, words: Words, help_: Words | None = None, code: Code = WRONG_BATCH) -> None:
        self.problems.append(problem(code, self.source, span, words, help=help_))

    def _shown(self, node: Node) -> Span:
        """What is on one line whole, of more its beginning."""
        span = node.span
        return span if "\n" not in self.source[span] else Span(span.start, span.start)

    def document(self, node: Node) -> None:
        if isinstance(node, Scalar) and node.text is None:
            return
        if not isinstance(node, Fields):
            self.wrong(self._shown(node), Words("批次文件写 `齐全` 和 `视为同一`", "a batch file holds `complete` and `same`"))
            return
        seen: set[str] = set()
        for entry in node.entries:
            kind = next((each[0] for each in (COMPLETE, SAME) if entry.key.text in each), None)
            if kind is None:
                self._unknown_key(entry.key)
            elif kind in seen:
                self.wrong(entry.key.span, Words(f"`{entry.key.text}` 写了两次", f"`{entry.key.text}` stands twice"))
            else:
                seen.add(kind)
                for each in self._items(entry):
                    self.statement(each) if kind == COMPLETE[0] else self._names(each)

    def _unknown_key(self, key: Scalar) -> None:
        near = nearest(key.text or "", [*COMPLETE, *SAME])
        known = Words("这里写 `齐全`、`视为同一`", "there are `complete` and `same`")
        help_ = Words(f"是不是 `{near}`？", f"did you mean `{near}`?") if near else known
        self.wrong(key.span, Words(f"批次文件没有 `{key.text}`", f"a batch file has no `{key.text}`"), help_)

    def _items(self, entry: Entry) -> Iterator[Node]:
        if isinstance(entry.value, Items):
            yield from entry.value.items
        elif not (isinstance(entry.value, Scalar) and entry.value.text is None):
            said = Words(f"`{entry.key.text}` 下面是一列，每项一行，以 `- ` 开头", f"`{entry.key.text}` holds a list")
            self.wrong(self._shown(entry.value), said)

    # ── what is here in full ──

    def statement(self, node: Node) -> None:
        if not isinstance(node, Fields):
            said = Words("这里写表样和栏目，如 `{表样: 项目自评表, 年度: 2020}`", "a template and fields belong here")
            self.wrong(self._shown(node), said, Words("", "like `{template: project_form, year: 2020}`"))
            return
        template = self._template(node)
        if template is None:
            return
        where = [
            self._field(entry, template) for entry in node.entries if entry.key.text not in TEMPLATE or entry.key.text is None
        ]
        known = [each for each in where if each is not None]
        names = [name for name, _ in known]
        for entry in node.entries:
            field = template.field(entry.key.text or "")
            if field is not None and names.count(field.name) > 1:
                self.wrong(entry.key.span, Words(f"`{entry.key.text}` 写了两次", f"`{entry.key.text}` stands twice"))
                return
        if len(known) == len(where):
            self.held.append(Held(template.name, tuple(known)))

    def _template(self, node: Fields) -> Template | None:
        named = [entry for entry in node.entries if entry.key.text in TEMPLATE]
        zh, en = "、".join(each.zh for each in self.templates.all), ", ".join(each.name for each in self.templates.all)
        listed = Words(f"有：{zh}", f"there are: {en}")
        if not named or not isinstance(named[0].value, Scalar) or named[0].value.text is None:
            self.wrong(self._shown(node), Words("没有写是哪一种表样", "this names no template"), listed)
            return None
        if len(named) > 1:
            said = Words("一项只说一种表样", "a statement is of one template")
            again = Words("另一种表样另写一项", "the other template is a statement of its own")
            self.wrong(named[1].key.span, said, again)
            return None
        name = named[0].value
        template = self.templates.get(name.text or "")
        if template is None:
            near = nearest(name.text or "", [spelling for each in self.templates.all for spelling in (each.name, each.zh)])
            help_ = Words(f"是不是 `{near}`？", f"did you mean `{near}`?") if near else listed
            said = Words(f"没有表样 `{name.text}`", f"there is no template `{name.text}`")
            self.wrong(name.span, said, help_, UNKNOWN_TEMPLATE)
        return template

    def _field(self, entry: Entry, template: Template) -> tuple[str, Value] | None:
        name = entry.key.text or ""
        field = template.field(name)
        if field is None:
            near = nearest(name, [spelling for each in template.fields.values() for spelling in (each.name, each.zh)])
            help_ = Words(f"是不是 `{near}`？", f"did you mean `{near}`?") if near else None
            said = Words(f"`{template.zh}` 没有 `{name}` 这一栏", f"`{template.name}` has no field `{name}`")
            self.wrong(entry.key.span, said, help_, UNKNOWN_FIELD)
            return None
        value = self._value(entry.value, field, template)
        if value is None:
            said = Words(f"这里写 `{field.zh}` 的一个值", f"a value of `{field.name}` belongs here")
            self.wrong(self._shown(entry.value), said)
            return None
        return field.name, value

    def _value(self, node: Node, field: Field, template: Template) -> Value | None:
        if not isinstance(node, Scalar) or node.text is None or is_blank(node.text) or field.kind == "ticks":
            return None
        value = read_cell(field, node.text, MONEY_UNITS[template.default_money_unit]).value_at("", "", node.text)
        return None if isinstance(value, Missing) else value

    # ── names of one unit ──

    def _names(self, node: Node) -> None:
        items = node.items if isinstance(node, Items) else ()
        names = [item.text for item in items if isinstance(item, Scalar) and item.text and not is_blank(item.text)]
        if len(names) != len(items) or len(names) < 2:
            said = Words("这里写两个以上的名称，如 `[甲局, 某区甲局]`", "two names or more belong here, like `[one, other]`")
            self.wrong(self._shown(node), said)
            return
        for item in items:
            plain = normal(item.text or "") if isinstance(item, Scalar) else ""
            if plain in self._listed:
                said = Words("这个名称已经列过了", "this name is listed already")
                self.wrong(item.span, said, Words("同一单位的名称写在一列里", "the names of one unit stand in one list"))
                return
            self._listed.add(plain)
        self.same.append(tuple(names))
