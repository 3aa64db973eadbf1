"""`perfrules show`: what there is; a policy's text; a template's fields; a form as it was read."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from perfrules.cli.terminal import Terminal
from perfrules.diagnostics import Diagnostic
from perfrules.diagnostics.nearest import nearest
from perfrules.format import consolidated_text, format_file, rulebook
from perfrules.forms import CELLS, FIGURES, Cell, Field, Form, Part, Template, shipped_templates
from perfrules.pipeline.consolidated import consolidated
from perfrules.pipeline.files import SUFFIXES
from perfrules.pipeline.policies import compile_policy, find, for_a_template
from perfrules.pipeline.run import read_forms
from perfrules.pipeline.texts import SUFFIX, shipped_policies
from perfrules.pipeline.trying import put_on_trial
from perfrules.report.page import Column, table
from perfrules.syntax import tree as syntax

EDITION = re.compile(r"\d{4}\S*")
LONGEST_NAME = 48
LONGEST_VALUE = 30


def show(options: argparse.Namespace, terminal: Terminal) -> int:
    # `common/indicators 2020` is how rule files write it.
    name, *more = options.names or [None]
    if len(more) == 1 and EDITION.fullmatch(more[0]):
        name, more = f"{name} {more[0]}", []
    if more:
        terminal.tell("一次只看一个", "one at a time")
        return 2
    template = None if name is None else shipped_templates().get(name)
    path = Path(name or "")
    of_policies = _of_policies(options)
    if of_policies and (name is None or template is not None or path.is_dir() or path.suffix.lower() in SUFFIXES):
        terminal.tell(f"`{of_policies}` 只用于政策", f"{of_policies} is for policies only")
        return 2
    if name is None:
        return _everything(terminal)
    if template is not None:
        terminal.write(_lines(_template(template, terminal)))
        return 0
    if path.is_dir() or path.suffix.lower() in SUFFIXES:
        return _forms(name, terminal)
    if "/".join(name.split()) in shipped_policies() or path.suffix == SUFFIX or path.exists():
        return _policy(name, options.date, options.format, terminal)
    known = [*shipped_policies(), *(spelling for each in shipped_templates().all for spelling in (each.name, each.zh))]
    near = nearest(name, known)
    terminal.tell(
        f"没有 `{name}`" + (f"，是 `{near}` 吗" if near else f"；有：{'、'.join(known)}"),
        f"there is no `{name}`" + (f"; did you mean `{near}`?" if near else f"; there are: {', '.join(known)}"),
    )
    return 2


def _of_policies(options: argparse.Namespace) -> str | None:
    """The option given that only a policy takes: nothing else has a rulebook, or days."""
    return "--format html" if options.format == "html" else "--date" if options.date is not None else None


def _lines(lines: Iterator[str]) -> str:
    return "".join(line.rstrip() + "\n" for line in lines)


# ── what there is ──


def _everything(terminal: Terminal) -> int:
    """The policies and templates that are shipped."""
    page = terminal.page
    made = {name: _shipped(name, terminal) for name in shipped_policies()}
    rows = [[name, *row] for name, row in made.items()]
    heads = [terminal.either(*words) for words in (("政策", "policy"), ("年度", "years"), ("名称", "title"))]
    terminal.write(_lines(iter(table(page, [Column(head) for head in heads], rows))) + "\n")
    heads = [terminal.either(*words) for words in (("表样", "template"), ("中文名称", "Chinese name"), ("栏目", "fields"))]
    columns = [Column(heads[0]), Column(heads[1]), Column(heads[2], right=True)]
    counts = [[each.name, each.zh, str(_count(each))] for each in shipped_templates().all]
    terminal.write(_lines(iter(table(page, columns, counts))))
    return 0


def _shipped(name: str, terminal: Terminal) -> tuple[str, str]:
    """For which years a policy is, and its title."""
    source = find(name)
    if isinstance(source, Diagnostic):
        return "", source.words.text(terminal.language)
    compiled = compile_policy(source)
    policy = compiled.file.policy
    title = policy.title.value if policy is not None and policy.title is not None else ""
    if compiled.program is not None:
        return "–".join(dict.fromkeys(compiled.program.years)), title
    if not for_a_template(source):
        return "", title + terminal.either("（供引用）", " (to be used by others)")
    return "", terminal.either("有错误", "has errors")


def _count(template: Template) -> int:
    return len(template.fields) + sum(len(part.fields) for part in template.parts.values())


def _policy(name: str, day: date | None, form: str, terminal: Terminal) -> int:
    """The text of a policy, its words in the reader's language; of one that amends others, as they stand together."""
    source = find(name)
    if isinstance(source, Diagnostic):
        terminal.problems([source])
        return 2
    whole = consolidated(source, day)
    wrong = [problem for problem in put_on_trial(name).problems if problem.level == "error"]
    policy = whole.text.lineage.main.policy
    if form == "html" or (policy is not None and policy.only(syntax.Amends) is not None):
        problems = tuple(dict.fromkeys((*whole.problems, *wrong)))
        terminal.problems(problems)
        if any(problem.level == "error" for problem in problems):
            return 2
        templates, language = shipped_templates(), terminal.language
        if form == "html":
            terminal.write_exactly(rulebook(whole.text, whole.used, templates, language))
        else:
            terminal.write_exactly(consolidated_text(whole.text, templates, language))
        return 0
    made = format_file(source, shipped_templates(), terminal.language)
    problems = tuple(dict.fromkeys((*made.problems, *whole.problems, *wrong)))
    terminal.problems(problems)
    terminal.write_exactly(source.text if made.text is None else made.text)
    return 2 if made.text is None or any(problem.level == "error" for problem in problems) else 0


# ── a template ──

KINDS = {
    "money": ("金额", "money"),
    "points": ("分", "points"),
    "ratio": ("比率", "ratio"),
    "number": ("数", "number"),
    "quantity": ("带单位的量", "quantity"),
    "text": ("文字", "text"),
    "choice": ("选项", "choice"),
    "ticks": ("勾选", "ticks"),
    "date": ("日期", "date"),
}


def _template(template: Template, terminal: Terminal) -> Iterator[str]:
    """Every field under both its names, those of a record or group below its own line."""
    page = terminal.page
    yield page.paint(f"{template.zh}  {template.name}", "strong")
    yield ""
    rows = []
    for name in dict.fromkeys([*template.schema["properties"], CELLS, FIGURES]):
        if name in template.fields:
            rows.append(_field(template.fields[name], "", terminal))
        elif name in template.parts:
            part = template.parts[name]
            rows.append([part.zh, part.name, _part(part, terminal)])
            rows += [_field(field, "  ", terminal) for field in part.fields.values()]
    heads = [terminal.either(*words) for words in (("中文", "Chinese"), ("英文", "English"), ("是", "holds"))]
    yield from table(page, [Column(heads[0]), Column(heads[1]), Column(heads[2], most=max(20, page.width - 44))], rows)


def _part(part: Part, terminal: Terminal) -> str:
    return terminal.either("多行", "rows") if part.many else terminal.either("一组栏目", "a record")


def _field(field: Field, indent: str, terminal: Terminal) -> list[str]:
    told = [terminal.either(*KINDS[field.kind])]
    if field.choices:
        told.append(" | ".join(field.choices))
    if field.limit:
        told.append(terminal.either("可带 ≥ ≤", "may carry ≥ ≤"))
    if field.narrative:
        told.append(terminal.either("其中数字列入文中数字", "its numbers become figures"))
    return [indent + field.zh, indent + field.name, terminal.either("，", ", ").join(told)]


# ── a form ──


def _forms(name: str, terminal: Terminal) -> int:
    loaded = read_forms([name])
    terminal.problems(loaded.problems)
    terminal.write("\n".join(_lines(_form(form, terminal)) for form in loaded.forms))
    return 2 if any(problem.level == "error" for problem in loaded.problems) else 0


def _form(form: Form, terminal: Terminal) -> Iterator[str]:
    """Every filled cell as written, with its place, then what the reader of the form had to assume."""
    page = terminal.page
    title = form.template.about.title
    shown = form.cells[title].text if title else None
    yield page.paint("  ".join(filter(None, (form.id, shown))), "strong")
    yield terminal.either(f"{form.template.zh} · {form.file}", f"{form.template.name} · {form.file}")
    yield ""
    cells = [cell for cell in form.every_cell() if cell.filled]
    names = [_names(cell, form, terminal) for cell in cells]
    beside = min(LONGEST_NAME, max(map(page.size, names), default=0)) + 2
    across = min(LONGEST_VALUE, max((page.size(cell.text or "") for cell in cells), default=0)) + 2
    for cell, name in zip(cells, names, strict=True):
        yield from _cell(cell, page.pad(name, beside), across, terminal)
    if form.notes:
        yield ""
        yield page.paint(terminal.either("读表附注", "notes of the reader"), "strong")
    for note in form.notes:
        path = note.path or terminal.either("（全表）", "(the form)")
        yield from ("  " + line for line in page.wrapped(f"{path}  {note.words.text(terminal.language)}", 2))


def _names(cell: Cell, form: Form, terminal: Terminal) -> str:
    """`budget.score`, `indicators[3].target`: as a rule would name it, rows counted from one."""
    pieces = cell.path.strip("/").split("/")
    part = form.template.parts.get(pieces[0])
    own = terminal.either(cell.field.zh, cell.field.name)
    if part is None:
        return own
    owner = terminal.either(part.zh, part.name)
    return f"{owner}[{int(pieces[1]) + 1}].{own}" if part.many else f"{owner}.{own}"


def _cell(cell: Cell, head: str, across: int, terminal: Terminal) -> Iterator[str]:
    """The name, the text, and the place beside the text where it fits."""
    page = terminal.page
    place, beside = page.paint(cell.place.text(terminal.language), "quiet"), page.size(head)
    lines = page.wrapped(cell.text or "", beside)
    for at, line in enumerate(lines[:-1]):
        yield (head if at == 0 else " " * beside) + line
    last = (head if len(lines) == 1 else " " * beside) + page.pad(lines[-1] + "  ", across)
    if page.size(last) + page.size(cell.place.text(terminal.language)) <= page.width:
        yield last + place
    else:
        yield last
        yield " " * beside + place
