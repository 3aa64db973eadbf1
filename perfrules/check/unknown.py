"""What to say of a name that means nothing where it stands."""

from __future__ import annotations

import re

from perfrules import library
from perfrules.check import problems as p
from perfrules.check.problems import Problems
from perfrules.check.scope import FACETS, Scope, Unknown, subject_of
from perfrules.core.tree import Subject
from perfrules.diagnostics import Fix, Words
from perfrules.diagnostics.nearest import nearest
from perfrules.source import Source
from perfrules.syntax import tree as syntax
from perfrules.syntax.words import words


def report_unknown(found: Problems, source: Source, path: syntax.Path, at: Unknown, scope: Scope) -> None:
    name = at.name
    if name.text in scope.names.lost or (name is not path.names[0] and path.names[0].text in scope.names.lost):
        return
    if at.within is None:
        known = visible(scope)
        code, words_ = p.UNKNOWN_NAME, Words(f"没有 `{name.text}` 这个名称", f"there is no name `{name.text}`")
    else:
        known = members(scope, at.within) or list(FACETS)
        title = _title(scope, at.within)
        code, words_ = p.UNKNOWN_FIELD, Words(f"{title.zh}没有 `{name.text}` 这一栏", f"{title.en} has no `{name.text}`")
    help_, fix = _advice(name, at, scope, known)
    found.add(code, source, name, words_, help=help_, fix=fix)


def _advice(name: syntax.Name, at: Unknown, scope: Scope, known: list[str]) -> tuple[Words | None, Fix | None]:
    split = _glued(name.text, set(known))
    if split is not None:
        return Words(f"词与词之间要有空格：`{split}`", f"words are separated by blanks: `{split}`"), Fix(((name.span, split),))
    path = _elsewhere(name.text, at, scope)
    if path is not None:
        return path, None
    near = nearest(name.text, known)
    if near is not None:
        return Words(f"是 `{near}` 吗", f"is it `{near}`?"), Fix(((name.span, near),))
    return None, None


def _glued(text: str, known: set[str]) -> str | None:
    """`得分等于分值` is one name; its parts are known."""
    signs = {**words().instead, **{word: word for word in words().every("reserved") if not word.isascii()}}
    for word in sorted((word for word in signs if not word.isascii()), key=len, reverse=True):
        for piece in re.finditer(re.escape(word), text):
            left, right = text[: piece.start()], text[piece.end() :]
            if (left in known or left == "") and (right in known or re.fullmatch(r"\d+%?", right)):
                return f"{left} {signs[word]} {right}".strip()
    return None


def _elsewhere(text: str, at: Unknown, scope: Scope) -> Words | None:
    """The name exists, but not here."""
    if at.entry is not None and isinstance(at.entry.item, syntax.Rule | syntax.Score):
        return Words(f"`{text}` 是规则或计分，不是值", f"`{text}` is a rule or a score, not a value")
    if at.entry is not None and isinstance(at.entry.item, syntax.Let) and at.entry.item.subject is not None:
        part = at.entry.item.subject.text
        return Words(f"`{text}` 是 `{part}` 的定义，写成 `{part}.{text}`", f"`{text}` is a let of `{part}`: write `{part}.{text}`")
    if at.within is None:
        for part in scope.template(scope.this).parts.values():
            if part.field(text) is not None:
                zh, en = f"{part.zh}.{text}", f"{part.name}.{text}"
                return Words(f"这一栏在{part.zh}里：`{zh}`", f"that field is in {part.name}: `{en}`")
    return None


def visible(scope: Scope) -> list[str]:
    """Every name that may stand first on a path."""
    form = Subject(scope.row.template)
    own = [*members(scope, scope.row), *(members(scope, form) if scope.row.part else [])]
    params = [name for name, entry in scope.names.entries.items() if isinstance(entry.item, syntax.Param)]
    return [*own, *params, *library.THIS]


def members(scope: Scope, subject: Subject) -> list[str]:
    """The fields, parts, lets and links of a subject, in both spellings."""
    known = [spelling for field in scope.fields(subject).values() for spelling in (field.name, field.zh)]
    if subject.part is None:
        known += [spelling for part in scope.template(subject).parts.values() for spelling in (part.name, part.zh)]
    for name, entry in scope.names.entries.items():
        if isinstance(entry.item, syntax.Let | syntax.Link) and subject_of(entry.item, entry, scope.names) == subject:
            known.append(name)
    return known


def _title(scope: Scope, subject: Subject) -> Words:
    part = scope.part(subject)
    template = scope.template(subject)
    return Words(f"`{part.zh}`", f"`{part.name}`") if part else Words(f"`{template.zh}`", f"`{template.name}`")

