"""The forms that an example describes, made from what it gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from perfrules.core import tree as core
from perfrules.diagnostics import Diagnostic, Label
from perfrules.forms import Form, Template, Templates, make_form


def described(
    example: core.Example, program: core.Program, templates: Templates
) -> tuple[tuple[Form, ...], tuple[Diagnostic, ...]]:
    """The forms that an example describes, that of its rule first, then the linked ones; or what is wrong with them."""
    check = next(check for check in program.checks if check.name == example.of)
    whole = [(check.subject.template, [row for row in example.given if row.link is None])]
    latest: dict[str, list[core.GivenRow]] = {}
    for row in example.given:
        if row.link is None:
            continue
        if row.link not in latest or row.part is None:
            latest[row.link] = []
            whole.append((program.links[row.link].target.template, latest[row.link]))
        latest[row.link].append(row)
    forms: list[Form] = []
    problems: list[Diagnostic] = []
    for at, (name, rows) in enumerate(whole):
        template = templates.get(name)
        assert template is not None
        id = example.title if at == 0 else f"{example.title} #{at}"
        loaded = make_form(template, filled(rows, template), id=id, at=Label(example.source, example.span))
        forms += loaded.forms
        problems += loaded.problems
    return tuple(forms), tuple(problems)


def filled(rows: Sequence[core.GivenRow], template: Template) -> dict[str, Any]:
    """A form as it would be loaded; groups that no row names have no rows."""
    form: dict[str, Any] = {}
    for row in rows:
        cells = {name: list(text) if isinstance(text, tuple) else text for name, text in row.cells}
        if row.part is None:
            form.update(cells)
        elif template.parts[row.part].many:
            form.setdefault(row.part, []).append(cells)
        else:
            form.setdefault(row.part, {}).update(cells)
    return form
