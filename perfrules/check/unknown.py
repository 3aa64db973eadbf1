"""What to say of a name that means nothing where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from perfrules import library
from perfrules.check import problems as p
from perfrules.check import repealed as told
from perfrules.check.problems import Problems
from perfrules.check.scope import FACETS, CellAt, Scope, Unknown, link_target, resolve, subject_for
from perfrules.core.tree import Subject
from perfrules.diagnostics import Fix, Words
from perfrules.diagnostics.nearest import nearest
from perfrules.source import Source
from perfrules.syntax import tree as syntax
from perfrules.syntax.numerals import arabic
from perfrules.syntax.words import words

MOST_NAMED = 14
ANOTHER_YEAR = re.compile(r"上一?年|去年|往年|前年|(last|previous|prior)_year")


@dataclass(frozen=True, slots=True)
class Advice:
    """`said` goes in the place of "there is no such name", where more is known."""

    help: Words | None = None
    new: str | None = None
    said: Words | None = None


def report_unknown(found: Problems, source: Source, path: syntax.Path, at: Unknown, scope: Scope) -> None:
    if found.full or excused(path, at, scope):
        return
    name = at.name
    gone = scope.names.gone.get(name.text)
    if gone is not None:
        told.was_repealed(name, source, gone, found)
        return
    advice = _advice(path, at, scope)
    if at.within is None:
        code, said = p.UNKNOWN_NAME, Words(f"没有 `{name.text}` 这个名称", f"there is no name `{name.text}`")
    else:
        title = title_of(scope, at.within)
        code, said = p.UNKNOWN_FIELD, Words(f"{title.zh} 没有 `{name.text}` 这一栏", f"{title.en} has no `{name.text}`")
    fix = None if advice.new is None else Fix(((name.span, advice.new),))
    found.add(code, source, name, advice.said or said, help=advice.help, fix=fix)


def excused(path: syntax.Path, at: Unknown, scope: Scope) -> bool:
    """Whether a mistake reported elsewhere is why the name means nothing here."""
    if at.name.text in scope.names.lost or path.names[0].text in scope.names.lost:
        return True
    entry = scope.names.entry(at.name.text)
    if entry is None or not isinstance(entry.item, syntax.Let | syntax.Link):
        return False
    own = entry.within(scope.template(at.within or scope.row))
    unread = isinstance(entry.item, syntax.Link) and link_target(entry.item, scope.names, own) is None
    lost = not entry.free and subject_for(entry, at.within or scope.row, scope.names) is None
    return unread or entry.item.broken or lost


def _advice(path: syntax.Path, at: Unknown, scope: Scope) -> Advice:
    text = at.name.text
    digits = arabic(text)
    if digits is not None:
        return Advice(Words(f"数写成 `{digits}`", f"write the number `{digits}`"), digits)
    after = _after_cell(path, at, scope)
    if after is not None:
        return after
    known = visible(scope) if at.within is None else members(scope, at.within) or list(FACETS)
    split = _glued(text, set(known))
    if split is not None:
        return Advice(Words(f"词与词之间要有空格：`{split}`", f"words are separated by blanks: `{split}`"), split)
    if at.within is None and len(path.names) > 1 and ANOTHER_YEAR.match(text):
        return _linked(text, scope)
    elsewhere = _elsewhere(text, at, scope)
    if elsewhere is not None:
        return elsewhere
    near = text.lower() if text.lower() in known else nearest(text, known)
    if near is not None:
        return Advice(Words(f"是 `{near}` 吗", f"is it `{near}`?"), near)
    return _fields(scope, at.within or scope.row)


def _fields(scope: Scope, subject: Subject) -> Advice:
    """What there is to choose from: the columns of a part, or of a form as far as a message can name them.

    A bare name is looked for in the form, too, but what was meant is most likely a column of the row.
    """
    fields = list(scope.fields(subject).values())[:MOST_NAMED]
    zh, en = "、".join(field.zh for field in fields), ", ".join(field.name for field in fields)
    more = len(fields) < len(scope.fields(subject))
    return Advice(Words(f"有 {zh}{'……' if more else ''}", f"there are {en}{', …' if more else ''}")) if fields else Advice()


def _linked(text: str, scope: Scope) -> Advice:
    """`上年.预算数`: forms of another year are read along a link."""
    template = scope.template(scope.this)
    keys = [template.fields[name] for name in (template.about.title, *template.about.years[:1]) if name is not None]
    zh, en = ", ".join(each.zh for each in keys), ", ".join(each.name for each in keys)
    return Advice(
        Words(
            f"别的年度的表经关联来读：先写 `关联 {text}`，下一行缩进写 `对应一个 {template.zh} 同 {zh} - 1`",
            f"read other years along a link: `link {text}`, and indented below it `to one {template.name} with same {en} - 1`",
        )
    )


def _after_cell(path: syntax.Path, at: Unknown, scope: Scope) -> Advice | None:
    """`score.text`: only what is written as a quantity has parts."""
    before = path.names[: path.names.index(at.name)]
    owner = resolve(syntax.Path(before), scope) if before else None
    if not isinstance(owner, CellAt):
        return None
    whole = ".".join(name.text for name in before)
    if owner.field.kind == "quantity":
        said = Words(f"`{whole}` 没有 `{at.name.text}`", f"`{whole}` has no `{at.name.text}`")
        return Advice(Words("可以写 `.比较符`、`.单位`、`.原文`", "there are `.comparator`, `.measure`, `.text`"), said=said)
    return Advice(
        said=Words(f"`{whole}` 是一栏，后面不能再接 `.{at.name.text}`", f"`{whole}` is a cell and has no `.{at.name.text}`")
    )


def _glued(text: str, known: set[str]) -> str | None:
    """`得分等于分值` is one name; its parts are known."""
    signs = {**words().instead["operators"], **{word: word for word in words().every("reserved")}}
    for word in sorted((word for word in signs if not word.isascii()), key=len, reverse=True):
        for piece in re.finditer(re.escape(word), text):
            left, right = text[: piece.start()], text[piece.end() :]
            if (left in known or left == "") and (right in known or re.fullmatch(r"\d+", right)):
                return f"{left} {signs[word]} {right}".strip()
    return None


# ── the name exists, but not here ──


def _elsewhere(text: str, at: Unknown, scope: Scope) -> Advice | None:
    if at.entry is not None:
        return _other_item(text, at.entry.item, scope)
    if at.within is None and text in library.names():
        said = Words(f"`{text}` 是函数，后面要有括号", f"`{text}` is a function and takes brackets")
        return Advice(Words(f"如 `{text}(…)`", f"like `{text}(…)`"), said=said)
    template = scope.template(at.within or scope.this)
    for part in template.parts.values() if at.within is None else ():
        for field in part.fields.values():
            if text in (part.zh + field.zh, f"{part.name}_{field.name}"):
                right = f"{part.zh}.{field.zh}" if text == part.zh + field.zh else f"{part.name}.{field.name}"
                return Advice(Words(f"写成 `{right}`", f"write `{right}`"), right)
    parts = [
        part for part, field in template.anywhere(text) if part is not None and (at.within is None or at.within.part != part.name)
    ]
    if not parts:
        return None
    english = text.isascii()
    ways = [f"{part.name if english else part.zh}.{text}" for part in parts]
    listed = "、".join(f"`{way}`" for way in ways)
    help_ = Words(f"这一栏在：{listed}", f"that field is: {listed.replace('、', ', ')}")
    if at.within is not None:
        return Advice(help_)
    return Advice(help_, ways[0] if len(ways) == 1 else None, Words(f"`{text}` 在这里读不到", f"`{text}` cannot be read here"))


def _other_item(text: str, item: syntax.AnyItem, scope: Scope) -> Advice | None:
    if isinstance(item, syntax.Rule | syntax.Score):
        kind = Words("规则", "a rule") if isinstance(item, syntax.Rule) else Words("计分", "a score")
        said = Words(f"`{text}` 是{kind.zh}，不是值", f"`{text}` is {kind.en}, not a value")
        return Advice(Words("要用的值先用 `定义` 起名", "name the value with `let` first"), said=said)
    if isinstance(item, syntax.Let | syntax.Link) and item.subject is not None:
        way = f"{item.subject.text}.{text}"
        said = Words(f"`{text}` 在这里读不到", f"`{text}` cannot be read here")
        part = scope.template(scope.this).part(item.subject.text)
        zh, en = f"它是 `{item.subject.text}` 的：`{way}`", f"it belongs to `{item.subject.text}`: `{way}`"
        if part is None or part.many:
            return Advice(Words(zh + "，放在 合计、存在 等函数里", en + ", inside sum, any, …"), said=said)
        return Advice(Words(zh, en), way, said)
    return None


# ── what there is ──


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
        if isinstance(entry.item, syntax.Let | syntax.Link) and subject_for(entry, subject, scope.names) == subject:
            known.append(name)
    return known


def title_of(scope: Scope, subject: Subject) -> Words:
    part = scope.part(subject)
    template = scope.template(subject)
    return Words(f"`{part.zh}`", f"`{part.name}`") if part else Words(f"`{template.zh}`", f"`{template.name}`")
