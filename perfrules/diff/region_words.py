"""A region in words: its conditions as a reader says them."""

from __future__ import annotations

from perfrules.core import tree as core
from perfrules.diagnostics import Words
from perfrules.diff.conditions import Condition, Piece, interval
from perfrules.diff.drivers import Atom, Driver, Stand, Standpoint
from perfrules.diff.moves import Move
from perfrules.diff.wording import OPEN
from perfrules.findings import OUTCOMES, Outcome
from perfrules.report.text import OUTCOME_WORDS
from perfrules.report.wording import number_text
from perfrules.values import Interval

ANYWHERE = Words("任何表", "on every form")
STANDS: dict[tuple[Stand, bool], Words] = {
    ("known", False): Words("两版都有结论", "both editions come to a result"),
    ("applied", False): Words("两版都适用且有结论", "both editions apply and come to a result"),
    ("known", True): Words("两版都算得出", "both editions can work it out"),
    ("applied", True): Words("两版都算得出", "both editions can work it out"),
}
"""What both editions come to, of a rule or score, and of a let."""
OPPOSITE = {"<": "≥", "<=": ">", ">": "≤", ">=": "<", "=": "≠", "!=": "="}


def where(piece: Piece) -> Words:
    """The conditions of a piece, as a reader says them."""
    told = [_said(condition) for condition in piece.conditions]
    if not told:
        return ANYWHERE
    return Words("，且".join(each.zh for each in told), ", and ".join(each.en for each in told))


def sides(moves: tuple[Move, ...]) -> tuple[Words | None, Words | None]:
    """The outcomes of several moves in either edition; of values, and of one move, nothing: one form shows those."""
    if len(moves) < 2:
        return None, None
    old, new = ([each for each in OUTCOMES if each in held] for held in ({m.old for m in moves}, {m.new for m in moves}))
    return _either(old), _either(new)


def _either(outcomes: list[Outcome]) -> Words:
    words = [OUTCOME_WORDS[each] for each in outcomes]
    return Words("或".join(each.zh for each in words), " or ".join(each.en for each in words))


def _said(condition: Condition) -> Words:
    words = condition.of.words
    if isinstance(condition.of, Standpoint):
        return words if condition.told == "true" else OPEN
    if isinstance(condition.of, Driver):
        if condition.told is None:
            return Words(f"{words.zh} 算不出", f"{words.en} cannot be worked out")
        return _between(words, interval(condition.told), condition.of)
    if condition.told == "unknown":
        return Words(f"“{words.zh}”无法判断", f"“{words.en}” is undetermined")
    return words if condition.told == "true" else _denied(condition.of)


def _between(words: Words, of: Interval, driver: Driver) -> Words:
    low = None if of.low is None else number_text(of.low, driver.type)
    high = None if of.high is None else number_text(of.high, driver.type)
    if low is None and high is None:
        return Words(f"{words.zh} 算得出", f"{words.en} can be worked out")
    if of.only is not None:
        return Words(f"{words.zh} = {low}", f"{words.en} = {low}")
    if low is not None and high is not None:
        ends = [("含" if of.low_closed else "不含"), ("含" if of.high_closed else "不含")]
        said = ["with" if of.low_closed else "without", "with" if of.high_closed else "without"]
        return Words(
            f"{words.zh} 在 {low}（{ends[0]}）与 {high}（{ends[1]}）之间",
            f"{words.en} between {low} ({said[0]} it) and {high} ({said[1]} it)",
        )
    if low is not None:
        sign = "≥" if of.low_closed else ">"
        return Words(f"{words.zh} {sign} {low}", f"{words.en} {sign} {low}")
    sign = "≤" if of.high_closed else "<"
    return Words(f"{words.zh} {sign} {high}", f"{words.en} {sign} {high}")


def _denied(atom: Atom) -> Words:
    """A condition said the other way round."""
    words, node = atom.words, atom.node
    match node:
        case core.Compare(operator=operator):
            sign = {"<=": "≤", ">=": "≥", "!=": "≠"}.get(operator, operator)
            turned = OPPOSITE[operator]
            zh, en = (text.replace(f" {sign} ", f" {turned} ", 1) for text in (words.zh, words.en))
            if words.zh.count(f" {sign} ") == 1:
                return Words(zh, en)
        case core.LetRef():
            return Words(f"非 {words.zh}", f"not {words.en}")
    return Words(f"非（{words.zh}）", f"not ({words.en})")
