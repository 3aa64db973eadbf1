"""What is said where a function that asks about a cell or a text decided."""

from __future__ import annotations

from perfrules.core import tree as core
from perfrules.diagnostics import Words
from perfrules.findings import Derivation
from perfrules.library import compiled
from perfrules.report.speaking import Said, Speaker, first_at
from perfrules.values.text import half_width

LONGEST = 40


def asked(said: Speaker, at: Derivation, node: core.Call, denied: bool) -> Said:
    """A function that asks about cells or texts."""
    cell = at.below[0]
    name = said.at(cell.path, cell.form) if cell.path else said.named(cell)
    text = cell.text or ""
    shown = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    match node.function:
        case "filled" if denied:
            return Said(
                Words(f"{name.zh}填了 {shown}，不应填写", f"{name.en} shows {shown}; it should be blank"),
                cell.path,
                cell.text,
                "",
                (),
                Words(f"{name.zh}不填", f"leave {name.en} blank"),
                cell.form,
            )
        case "filled":
            zh = f"{name.zh}没有填写" if not text else f"{name.zh}只填了“{shown}”"
            return Said(
                Words(zh, f"{name.en} is not filled in"),
                cell.path,
                text,
                None,
                (),
                Words(f"填写{name.zh}", f"fill in {name.en}"),
                cell.form,
            )
        case "comparable":
            other = at.below[1]
            its = said.at(other.path, other.form) if other.path else said.named(other)
            return Said(
                Words(
                    f"{name.zh}“{cell.text}”与{its.zh}“{other.text}”不能比较：单位不同，或一个是数一个是文字",
                    f"{name.en} “{cell.text}” and {its.en} “{other.text}” cannot be compared: other units, or a number and words",
                ),
                other.path or cell.path,
                other.text,
                cell.text,
                form=other.form if other.path else cell.form,
            )
        case "numeric":
            zh = "读得出数" if denied else "读不出数"
            return Said(
                Words(f"{name.zh}“{shown}”{zh}", f"{name.en} “{shown}” is {'a' if denied else 'no'} number"),
                cell.path,
                text,
                form=cell.form,
            )
        case "contains" | "matches":
            return _words_in(said, at, name, denied)
        case _:
            return plain(said, at, denied)


def _words_in(said: Speaker, at: Derivation, name: Words, denied: bool) -> Said:
    """Words that should be in a text, or should not."""
    cell, words = at.below[0], at.below[1]
    assert isinstance(at.node, core.Call)
    text, wanted, remedy = cell.text or "", said.value(words), None
    shown = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    fits = at.node.function == "matches"
    if denied:
        piece = _matched(text, words.value) if fits else ""
        wanted = Words(f"“{piece}”", f"“{piece}”") if fits else wanted
        zh, en = f"{name.zh}“{shown}”里有 {wanted.zh}，不应有", f"{name.en} “{shown}” holds {wanted.en}; it should not"
        if piece.strip() == text.strip():
            zh, en = f"{name.zh}只写“{shown}”，不能算数", f"{name.en} says only “{shown}”, which does not count"
            remedy = Words(f"{name.zh}另写", f"write something else as {name.en}")
    elif fits:
        zh = f"{name.zh}“{shown}”不合 {wanted.zh} 的写法"
        en = f"{name.en} “{shown}” is not written as {wanted.en}"
    else:
        zh, en = f"{name.zh}“{shown}”里没有 {wanted.zh}，应有", f"{name.en} “{shown}” does not hold {wanted.en}; it should"
    return Said(Words(zh, en), cell.path, text, remedy=remedy, form=cell.form)


def _matched(text: str, pattern: object) -> str:
    """The piece of a text that fits a pattern."""
    found = compiled(str(pattern)).search(half_width(text))
    return found.group() if found else ""


def plain(said: Speaker, at: Derivation, denied: bool) -> Said:
    formula, value = said.formula(at.node), said.value(at)
    zh = f"{formula.zh} {value.zh}" if denied else f"要求 {formula.zh}，结果{value.zh}"
    path, form = (at.path, at.form) if at.path is not None else first_at(at) or (None, None)
    return Said(Words(zh, f"{formula.en}: {value.en}"), path, form=form)
