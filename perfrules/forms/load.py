"""Loads the forms of a file. A form with a mistake is refused with all of them; the other forms of the file are loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from perfrules.diagnostics import Diagnostic, Label, Words
from perfrules.diagnostics.nearest import nearest
from perfrules.forms.batch_file import NOTHING_STATED, BatchFile
from perfrules.forms.build import Builder
from perfrules.forms.codes import DUPLICATE_ID, NOT_A_FORM, TOO_LARGE, UNKNOWN_FIELD, UNKNOWN_TEMPLATE
from perfrules.forms.envelope import ENVELOPE
from perfrules.forms.form import Form
from perfrules.forms.json_tree import read_json
from perfrules.forms.shape import Shape
from perfrules.forms.template import Template, Templates
from perfrules.forms.tree import Fields, Items, Node, Scalar, from_plain, problem, within
from perfrules.forms.yaml_tree import read_yaml
from perfrules.source import Source, Span

MOST_ROWS = 5_000
"""Rows of one form, all groups together."""


@dataclass(frozen=True, slots=True)
class LoadedForms:
    """The forms that could be used, in the order of the file, and what is wrong with the rest.

    `stated` is what batch files beside them declare; `apart` are the ids of forms that are there for links only.
    """

    forms: tuple[Form, ...]
    problems: tuple[Diagnostic, ...]
    stated: BatchFile = NOTHING_STATED
    apart: frozenset[str] = frozenset()

    @property
    def only(self) -> Form:
        """The one form, for a caller who wrote it; anything else is the caller's mistake."""
        assert len(self.forms) == 1, [found.words.en for found in self.problems]
        assert not self.problems, [found.words.en for found in self.problems]
        return self.forms[0]


def load_forms(source: Source, templates: Templates) -> LoadedForms:
    """The forms of a YAML file, or of a JSON file when its name ends in `.json`."""
    tree = read_json(source) if source.name.endswith(".json") else read_yaml(source)
    problems = list(tree.problems)
    nodes = [node for document in tree.documents for node in _forms(source, document, problems)]
    if not nodes and not problems:
        problems.append(_not_a_form(source, Span(0, 0), Words("文件里没有表", "the file holds no form")))
    forms: dict[str, Form] = {}
    stem = PurePosixPath(source.name.replace("\\", "/")).stem
    for at, node in enumerate(nodes, 1):
        form, wrong = _form(source, node, templates, stem if len(nodes) == 1 else f"{stem}#{at}")
        problems.extend(wrong)
        if form is not None and form.id in forms:
            problems.append(_same_id(source, node, form))
        elif form is not None:
            forms[form.id] = form
    return LoadedForms(tuple(forms.values()), tuple(problems))


def make_form(template: Template, data: Mapping[str, Any], *, id: str = "form", at: Label | None = None) -> LoadedForms:
    """The form of plain nested data, its keys in either language and its values as written on a form.

    Every problem and every place is `at`: where the data was written.
    """
    label = at or Label(Source(id, ""), Span(0, 0))
    node = from_plain({"template": template.name, **data}, label.span)
    form, problems = _form(label.source, node, Templates((template,)), id)
    return LoadedForms(() if form is None else (form,), problems)


def _forms(source: Source, node: Node, problems: list[Diagnostic]) -> Iterator[Node]:
    """The forms in a document: itself, the items of a list, or what stands under `forms`."""
    match node:
        case Scalar(text=None):
            return
        case Items():
            yield from node.items
        case Fields():
            listed = [entry for entry in node.entries if entry.key.text in ("forms", ENVELOPE["forms"])]
            if not listed:
                yield node
            for entry in listed:
                yield from entry.value.items if isinstance(entry.value, Items) else (entry.value,)
            for entry in node.entries if listed else ():
                if entry not in listed:
                    key = entry.key.text
                    words = Words(f"`{key}` 不能与 `forms` 并列", f"`{key}` cannot stand beside `forms`")
                    problems.append(problem(UNKNOWN_FIELD, source, entry.key.span, words))
        case _:
            yield node


def _form(source: Source, node: Node, templates: Templates, id: str) -> tuple[Form | None, tuple[Diagnostic, ...]]:
    if not isinstance(node, Fields):
        span = node.span if isinstance(node, Scalar) else Span(node.span.start, node.span.start)
        words = Words("表应是一组栏目（`栏目: 值`）", "a form is a group of fields (`field: value`)")
        return None, (_not_a_form(source, span, words),)
    template = _template(source, node, templates)
    if isinstance(template, Diagnostic):
        return None, (template,)
    if (large := _too_many_rows(source, node)) is not None:
        return None, (large,)
    shape = Shape(source, template, node)
    if problems := shape.check():
        return None, problems
    return Builder(shape, shape.data.get("id") or id).form(), ()


def _template(source: Source, node: Fields, templates: Templates) -> Template | Diagnostic:
    zh, en = "、".join(one.zh for one in templates.all), ", ".join(one.name for one in templates.all)
    known = Words(f"有：{zh}", f"there are: {en}")
    named = [entry for entry in node.entries if entry.key.text in ("template", ENVELOPE["template"])]
    if not named or (isinstance(named[0].value, Scalar) and named[0].value.text is None):
        span = named[0].key.span if named else Span(node.span.start, node.span.start)
        words = Words("没有写明是哪种表样（`template`）", "it does not say of which template it is (`template`)")
        return replace(_not_a_form(source, span, words), help=known)
    value = named[0].value
    name = value.text if isinstance(value, Scalar) else None
    if name is not None and (template := templates.get(name)) is not None:
        return template
    near = nearest(name or "", [name for one in templates.all for name in (one.name, one.zh)])
    help = known if near is None else Words(f"是不是 `{near}`？" + known.zh, f"did you mean `{near}`? " + known.en)
    words = Words(f"没有表样 `{name}`", f"there is no template `{name}`")
    if name is None:
        words = Words("表样应是一个名称", "a template is named by one word")
    span = value.span if name is not None else named[0].key.span
    return problem(UNKNOWN_TEMPLATE, source, span, words, help=help, path="/template")


def _too_many_rows(source: Source, node: Fields) -> Diagnostic | None:
    rows = 0
    for path, held in within(node):
        if isinstance(held, Items):
            rows += len(held.items)
            if rows > MOST_ROWS:
                words = Words(f"一张表超过 {MOST_ROWS} 行", f"a form with more than {MOST_ROWS} rows")
                return problem(TOO_LARGE, source, Span(held.span.start, held.span.start), words, path=path)
    return None


def _same_id(source: Source, node: Node, form: Form) -> Diagnostic:
    words = Words(f"编号 `{form.id}` 已经用过", f"the id `{form.id}` is used already")
    keys = [entry for entry in node.entries if entry.key.text in ("id", ENVELOPE["id"])] if isinstance(node, Fields) else []
    span = keys[0].value.span if keys else Span(node.span.start, node.span.start)
    return problem(DUPLICATE_ID, source, span, words, path="/id")


def _not_a_form(source: Source, span: Span, words: Words) -> Diagnostic:
    return problem(NOT_A_FORM, source, span, words, path="")
