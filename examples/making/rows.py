"""Indicator rows of every kind, each with its target, what was reached and the points that are due."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random

from making.form import Kind, Layout, Row
from making.subjects import EQUAL, INVERSE, SATISFIED, TIMELY, ZERO, Subject, Words3
from making.written import actual_text, plain, rounded, target_text

MET = Fraction(1)
TIERS: dict[Layout, tuple[Fraction, Fraction]] = {
    "wuhan": (Fraction(80, 100), Fraction(50, 100)),
    "national": (Fraction(80, 100), Fraction(60, 100)),
}
"""Least share of the weight for 达成 and for 部分达成: the Hubei notes, and 财预〔2020〕10号 (not seen, 待核)."""


def rows(random: Random, subject: Subject, layout: Layout, unmet: int) -> list[Row]:
    """A whole set of rows, outputs first, satisfaction last, the weights dealt out; `unmet` (0 to 2) of the counts fall short."""
    counts = random.sample(subject.counts, random.randint(max(2, unmet + 1), 3))
    output = [_count(random, count, short=at < unmet) for at, count in enumerate(counts)]
    output += [_rate(random, "质量指标", name, least) for name, least in subject.rates]
    output.append(_worded("产出指标", "时效指标", random.choice(TIMELY)))
    extra = [_equal, _zero, _inverse]
    output += [make(random) for make in random.sample(extra, random.randint(0, 2))]
    benefit = [
        _worded("效益指标", "社会效益指标", subject.benefits[0]),
        _worded("效益指标", "可持续影响指标", subject.benefits[1]),
    ]
    benefit = benefit[: random.randint(1, 2)]
    satisfied = [_rate(random, "服务对象满意度指标", random.choice(SATISFIED), random.choice([80, 85, 90]), "满意度指标")]
    output.sort(key=lambda row: ("数量指标", "质量指标", "时效指标").index(row.cells["level2"]))
    shares = (40, 30, 10) if layout == "wuhan" else (50, 30, 10)
    for group, share in zip((output, benefit, satisfied), shares, strict=True):
        for row, weight in zip(group, dealt(Fraction(share), len(group)), strict=True):
            row.weight = weight
            give_points(row)
    return [*output, *benefit, *satisfied]


def dealt(points: Fraction, among: int) -> list[Fraction]:
    """`points` in near-equal whole parts, the first taking what is over."""
    part = Fraction(int(points / among))
    return [points - part * (among - 1), *[part] * (among - 1)]


def give_points(row: Row) -> None:
    """The score that is due: the weight times what was reached of the target, at most the weight."""
    row.cells["score"] = plain(rounded(row.weight * row.ratio))


def cost(row_of: Row, budgeted: Fraction, executed: Fraction) -> None:
    """Makes a row the project's cost, held by its budget; `budgeted` and `executed` are 万元."""
    row_of.kind, row_of.target, row_of.actual, row_of.unit = "cost", budgeted, executed, "万元"
    told = {"level2": "成本指标", "name": "项目总成本", "target": f"≤{plain(budgeted)}万元", "actual": f"{plain(executed)}万元"}
    row_of.cells.update(told)
    row_of.cells.pop("tier", None)


def partly(random: Random, row: Row, layout: Layout, words: Sequence[Words3]) -> None:
    """A worded row that was met only in part, its points inside the tier of the layout."""
    high, low = TIERS[layout]
    share = low + (high - low) * Fraction(random.randint(2, 8), 10)
    found = next(each for each in words if each.name == row.cells["name"])
    row.cells |= {"actual": found.partly, "tier": "部分达成", "score": plain(rounded(row.weight * share))}
    row.ratio = share


def _row(kind: Kind, level1: str, level2: str, name: str, target: str, actual: str) -> Row:
    cells = {"level1": level1, "level2": level2, "name": name, "target": target, "actual": actual}
    return Row(kind, None, None, "", Fraction(0), MET, cells)


def _measured(random: Random, row: Row, target: Fraction, actual: Fraction, unit: str, sign: str) -> Row:
    row.target, row.actual, row.unit = target, actual, unit
    row.cells["target"] = target_text(random, target, unit, sign)
    row.cells["actual"] = actual_text(random, actual, unit)
    return row


def _count(random: Random, count: tuple[str, str, int, int], short: bool) -> Row:
    name, unit, least, greatest = count
    target = random.randint(least, greatest)
    if target > 200:
        target = target // 10 * 10
    share = Fraction(random.randint(45, 92) if short else random.randint(100, 122), 100)
    actual = Fraction(int(target * share))
    row = _measured(random, _row("count", "产出指标", "数量指标", name, "", ""), Fraction(target), actual, unit, "≥")
    row.ratio = min(actual / target, MET)
    return row


def _rate(random: Random, level2: str, name: str, least: int, level1: str = "产出指标") -> Row:
    """A rate above its least, never quite 100% and never just the least."""
    actual = Fraction(random.randint(least * 10 + 3, 997), 10)
    return _measured(random, _row("rate", level1, level2, name, "", ""), Fraction(least), actual, "%", "≥")


def _inverse(random: Random) -> Row:
    name, unit, least, greatest = random.choice(INVERSE)
    target = Fraction(random.randint(least, greatest))
    actual = target * Fraction(random.randint(80, 98), 100) if unit == "%" else target
    actual = max(rounded(actual, 1), rounded(target * Fraction(8, 10), 1))
    return _measured(random, _row("inverse", "产出指标", "质量指标", name, "", ""), target, actual, unit, "≤")


def _zero(random: Random) -> Row:
    row = _row("zero", "产出指标", "质量指标", random.choice(ZERO), "0起", "0起")
    row.target, row.actual, row.unit = Fraction(0), Fraction(0), "起"
    return row


def _equal(random: Random) -> Row:
    name, unit, least, greatest = random.choice(EQUAL)
    number = Fraction(random.randint(least, greatest))
    return _measured(random, _row("equal", "产出指标", "数量指标", name, "", ""), number, number, unit, "=")


def _worded(level1: str, level2: str, words: Words3) -> Row:
    row = _row("words", level1, level2, words.name, words.target, words.met)
    row.cells["tier"] = "达成"
    return row
