"""Constants a step of their digits up or down, texts exchanged, and patterns that take everything or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from perfrules.core import tree as core
from perfrules.core.types import EVERYWHERE, MONEY, POINTS, Kind, Sort, Type
from perfrules.diagnostics import Words
from perfrules.mutants.facts import ROUNDINGS, Facts, about
from perfrules.mutants.mutant import Change
from perfrules.mutants.places import Place
from perfrules.mutants.writing import quoted, source
from perfrules.values import Interval
from perfrules.values.numbers import decimal_text

DIGITS = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?")
NOTHING_FITS = r"[^\s\S]"
MOST_TEXTS = 2
WAN = 10_000
ANOTHER = Words("换一个常数", "another constant")


def constants(place: Place, facts: Facts) -> Iterator[Change]:
    node = place.node
    assert isinstance(node, core.Constant)
    match node.value:
        case bool():
            word = "false" if node.value else "true"
            yield Change(replace(node, value=not node.value), "constant", ANOTHER, _truth(word, node))
        case Fraction():
            yield from _stepped(node) if _is_step(place) else _moved(node, place)
        case str():
            yield from _patterns(node) if _is_pattern(place) else _texts(node, place, facts)
        case date():
            for days in (1, -1):
                try:
                    day = node.value + timedelta(days=days)
                except OverflowError:
                    continue
                yield Change(replace(node, value=day), "constant", ANOTHER, day.isoformat())
        case _:
            pass


def _is_step(place: Place) -> bool:
    parent = place.parent
    return isinstance(parent, core.Call) and parent.function in ROUNDINGS and parent.arguments[1] is place.node


def _is_pattern(place: Place) -> bool:
    parent = place.parent
    return isinstance(parent, core.Call) and parent.function == "matches" and parent.arguments[1] is place.node


def _truth(word: str, node: core.Expr) -> str:
    return word if source(node).isascii() else {"true": "是", "false": "否"}[word]


# ── numbers ──


def _moved(node: core.Constant, place: Place) -> Iterator[Change]:
    """A step of the last digit written up, and one down; 1 for a nought that could be of anything."""
    value = node.value
    assert isinstance(value, Fraction)
    if node.type.sort is Sort.ZERO:
        one = _one(place.beside)
        if one is not None:
            of, type_, text = one
            yield Change(_number(node, of, type_), "constant", Words("0 换成 1", "1 for 0"), text)
        return
    text = source(node)
    digits = DIGITS.search(text)
    if digits is None:
        return
    shown = _half(digits.group())
    places = len(shown.partition(".")[2])
    number = Fraction(shown)
    worth = (value / number if number else _unit(node, text)) * Fraction(1, 10**places)
    if worth == 0:
        return
    for sign, words in ((1, Words("大一步", "a step more")), (-1, Words("小一步", "a step less"))):
        # A minus before the digits belongs to what was written, so more digits mean less.
        by = sign * abs(worth)
        new = number + (by / worth) * Fraction(1, 10**places)
        after = text[: digits.start()] + decimal_text(new, most=places, least=places) + text[digits.end() :]
        yield Change(_number(node, value + by, node.type), "constant", words, after)


def _unit(node: core.Constant, text: str) -> Fraction:
    if "%" in text or "％" in text:
        return Fraction(1, 100)
    return Fraction(WAN if node.type.dimension == MONEY else 1)


def _half(digits: str) -> str:
    return digits.translate({0xFF10 + each: str(each) for each in range(10)} | {ord("．"): "."})


def _number(node: core.Constant, value: Fraction, type_: Type) -> core.Constant:
    return replace(node, value=value, type=replace(type_, bounds=Interval(value, value)))


def _one(beside: Type | None) -> tuple[Fraction, Type, str] | None:
    """One of what stands beside: a point, 1 万元, 1%."""
    if beside is None or not beside.number:
        return None
    plain = replace(beside, scale=0, bounds=EVERYWHERE, choices=None)
    if beside.dimension == MONEY:
        return Fraction(WAN), plain, "1 万元"
    if beside.dimension == POINTS:
        return Fraction(1), plain, "1 分"
    if beside.sort is Sort.RATIO:
        return Fraction(1, 100), replace(plain, scale=2), "1%"
    return Fraction(1), Type(Kind.NUMBER, sort=Sort.BARE, scale=0), "1"


def _stepped(node: core.Constant) -> Iterator[Change]:
    """A step ten times as large."""
    assert isinstance(node.value, Fraction)
    text = source(node)
    digits = DIGITS.search(text)
    if digits is None:
        return
    after = text[: digits.start()] + decimal_text(Fraction(_half(digits.group())) * 10, most=40) + text[digits.end() :]
    words = Words("步长大十倍", "a step ten times as large")
    yield Change(_number(node, node.value * 10, node.type), "rounding", words, after)


def tenfold(node: core.Expr) -> Iterator[Change]:
    """A tolerance ten times as large."""
    if isinstance(node, core.Constant) and isinstance(node.value, Fraction) and node.value:
        for change in _stepped(node):
            yield replace(change, kind="tolerance", words=Words("误差大十倍", "a tolerance ten times as large"))


# ── texts ──


def _texts(node: core.Constant, place: Place, facts: Facts) -> Iterator[Change]:
    assert isinstance(node.value, str)
    for other in alternatives(node, place, facts):
        yield Change(replace(node, value=other), "text", Words("换一个词", "another text"), quoted(other))


def alternatives(node: core.Constant, place: Place, facts: Facts) -> list[str]:
    """Other texts the same field is compared with or may hold; one cut short where there is none and any text may stand."""
    assert isinstance(node.value, str)
    parent, choices = place.parent, None
    known: list[str] = []
    for one in (parent, *(() if parent is None else core.children(parent))):
        at = None if one is None else about(one)
        if one is not None and at is not None:
            known += facts.texts.get(at, [])
            choices = one.type.choices
            known += choices or ()
    beside = {member.value for member in core.children(parent) if isinstance(member, core.Constant)} if parent else set()
    found = [text for text in dict.fromkeys(known) if text != node.value and text not in beside]
    if not found and choices is None and len(node.value) > 1:
        found = [node.value[:-1]]
    return found[:MOST_TEXTS]


def _patterns(node: core.Constant) -> Iterator[Change]:
    for pattern, words in (("", Words("什么都相合", "everything fits")), (NOTHING_FITS, Words("什么都不相合", "nothing fits"))):
        yield Change(replace(node, value=pattern), "pattern", words, quoted(pattern))
    assert isinstance(node.value, str)
    for at, part in _branches(node.value):
        shorter = node.value[:at] + node.value[at + len(part) :]
        yield Change(
            replace(node, value=shorter),
            "pattern",
            Words(f"少了 `{part.strip('|')}`", f"without `{part.strip('|')}`"),
            quoted(shorter),
        )


def _branches(pattern: str) -> Iterator[tuple[int, str]]:
    """The plain words between bars in a pattern, each with the bar that goes when it goes."""
    for found in re.finditer(r"(?<=[(|])([^\W\d_]+)\|", pattern):
        yield found.start(), found.group()
    for found in re.finditer(r"\|([^\W\d_]+)(?=\))", pattern):
        yield found.start(), found.group()
