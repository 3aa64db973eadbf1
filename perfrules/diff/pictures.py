"""Pictures as inline SVG: how a total came from one edition to the other, and a table old against new.

Every picture carries its text alternative, and stands beside a table that says the same. Coordinates are whole numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from perfrules.diff.bands import Bands, edges
from perfrules.report.wording import number_text
from perfrules.values.numbers import decimal_text

if TYPE_CHECKING:
    from markupsafe import Markup

WIDE = 360
"""As wide as a telephone: what is written in a picture can be read there."""
ROW = 34
LEFT, RIGHT, TOP, BOTTOM = 34, 12, 16, 34
TALL = 190


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of a waterfall: from where to where, what it is called and what it says."""

    label: str
    text: str
    start: Fraction
    end: Fraction
    kind: str


def waterfall(steps: Sequence[Step], alternative: str, not_from_zero: Callable[[str], str]) -> Markup:
    """Bars below one another, each beginning where the one above it ends; the first and last are the totals.

    `not_from_zero` says from which number the bars are drawn, where that is not zero.
    """
    low = min((min(step.start, step.end) for step in steps if step.kind != "total"), default=Fraction(0))
    high = max(max(step.start, step.end) for step in steps)
    if low > high * Fraction(3, 5):  # small changes of a large total would not be seen from zero
        low -= (high - low) or Fraction(1)
    else:
        low = min(low, Fraction(0))
    across = (high - low) or Fraction(1)

    def at(value: Fraction) -> int:
        return 6 + int(max(Fraction(0), value - low) / across * (WIDE - 12))

    parts = []
    for row, step in enumerate(steps):
        top = row * ROW
        start = at(low if step.kind == "total" else step.start)
        left, right = sorted((start, at(step.end)))
        parts.append(_tag("text", {"x": 6, "y": top + 13, "class": "label"}, _clipped(step.label)))
        parts.append(_tag("text", {"x": WIDE - 6, "y": top + 13, "class": "value", "text-anchor": "end"}, step.text))
        box = {"x": left, "y": top + 18, "width": max(right - left, 2), "height": 10, "class": step.kind}
        parts.append(_tag("rect", box))
    foot = len(steps) * ROW + 12
    if low > 0:
        low_text = decimal_text(low, 2).rstrip("…")
        parts.append(_tag("text", {"x": 6, "y": foot, "class": "tick"}, not_from_zero(low_text)))
    return _svg(foot + 6, alternative, parts)


def _clipped(text: str) -> str:
    """What fits beside a number; the table beside the picture has all of it."""
    return text if len(text) <= 20 else text[:19] + "…"


def table_picture(old: Bands | None, new: Bands | None, alternative: str) -> Markup | None:
    """Two tables in one picture, the old one dashed. None when neither is drawn by numbers."""
    both = [each for each in (old, new) if each is not None]
    if not both:
        return None
    cuts = sorted({edge for each in both for edge in edges(each)})
    margin = (cuts[-1] - cuts[0]) / 4 or abs(cuts[0]) / 2 or Fraction(1)
    first, last = cuts[0] - margin, cuts[-1] + margin
    top = max([band.value for each in both for band in each.all] + [Fraction(0)])
    bottom = min([band.value for each in both for band in each.all] + [Fraction(0)])

    def across(value: Fraction) -> int:
        return LEFT + int((value - first) / (last - first) * (WIDE - LEFT - RIGHT))

    def down(value: Fraction) -> int:
        return TOP + int((top - value) / ((top - bottom) or 1) * (TALL - TOP - BOTTOM))

    parts = [_tag("line", {"x1": LEFT, "y1": down(bottom), "x2": WIDE - RIGHT, "y2": down(bottom), "class": "axis"})]
    for at, edge in enumerate(cuts):
        x = across(edge)
        parts.append(_tag("line", {"x1": x, "y1": TOP, "x2": x, "y2": down(bottom), "class": "grid"}))
        y = TALL - BOTTOM + (14 if at % 2 == 0 else 28)  # neighbours one above the other, so that they do not run together
        parts.append(_tag("text", {"x": x, "y": y, "class": "tick", "text-anchor": "middle"}, number_text(edge, both[0].subject)))
    for value in sorted({band.value for each in both for band in each.all}):
        tick = {"x": LEFT - 4, "y": down(value) + 4, "class": "tick", "text-anchor": "end"}
        parts.append(_tag("text", tick, number_text(value, both[0].gives)))
    for name, each in (("old", old), ("new", new)):
        for band in each.all if each is not None else ():
            low, high = band.of.low, band.of.high
            y = down(band.value)
            x1, x2 = across(first if low is None else low), across(last if high is None else high)
            parts.append(_tag("line", {"x1": x1, "y1": y, "x2": x2, "y2": y, "class": name}))
            for end, closed in ((low, band.of.low_closed), (high, band.of.high_closed)):
                if end is not None:
                    dot = {"cx": across(end), "cy": y, "r": 3, "class": name if closed else f"{name} open"}
                    parts.append(_tag("circle", dot))
    return _svg(TALL, alternative, parts)


def _svg(height: int, alternative: str, parts: Sequence[Markup]) -> Markup:
    from markupsafe import Markup

    shape = {"viewBox": f"0 0 {WIDE} {height}", "role": "img", "xmlns": "http://www.w3.org/2000/svg"}
    return _tag("svg", shape, _tag("title", {}, alternative) + Markup("").join(parts))


def _tag(name: str, attributes: Mapping[str, object], inner: str | Markup | None = None) -> Markup:
    """One element, its text and attributes escaped."""
    from markupsafe import Markup, escape

    held = Markup("").join(_attributes(attributes))
    if inner is None:
        return Markup("<") + name + held + Markup("/>")
    return Markup("<") + name + held + Markup(">") + escape(inner) + Markup("</") + name + Markup(">")


def _attributes(attributes: Mapping[str, object]) -> Iterator[Markup]:
    from markupsafe import Markup

    return (Markup(' {}="{}"').format(name, value) for name, value in attributes.items())
