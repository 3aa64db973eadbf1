"""What lint asks of a policy, and for what it could not find out, what an author can do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from perfrules.analysis.remarks import Undecided
from perfrules.analysis.sizes import MOST_ROWS
from perfrules.diagnostics import Words


@dataclass(frozen=True, slots=True)
class Question:
    """`settles` is the form that answers it, given as an example; none, where no example does."""

    words: Words
    settles: Words | None = None


CAN_APPLY = Question(Words("会不会适用", "whether it can apply"), Words("它适用的", "a form to which it applies"))
CAN_FAIL = Question(Words("会不会不符合", "whether it can fail"), Words("不符合它的", "a form that fails it"))
CAN_PASS = Question(Words("会不会符合", "whether it can pass"), Words("符合它的", "a form that passes it"))
AT_ODDS = Question(
    Words("会不会与别的规则矛盾", "whether it contradicts others"), Words("各条都符合的", "a form that passes all of them")
)
NEEDED = Question(
    Words("是不是已被别的规则包含", "whether others already say it"),
    Words("只有它不符合的", "a form that fails this rule alone"),
)
REACH = Question(Words("总分最多是多少", "how much the total can be"))
RISES = Question(Words("做得多会不会得分少", "whether more done can score less"))


def contradicts(other: str) -> Question:
    return Question(
        Words(f"与 {other} 是否矛盾", f"whether it contradicts {other}"), Words("两条都适用、都符合的", "a form that passes both")
    )


def advice(undecided: Iterable[Undecided]) -> Words:
    """How far was searched, what it means that nothing came of it, and what can be done."""
    every = list(undecided)
    forms = list(dict.fromkeys(each.settles for each in every if each.settles is not None))
    zh = f"没有查清不等于有毛病，不影响退出状态：在单张表里找过（每组至多 {MOST_ROWS} 行，步数有限），没有找到，也没有证明没有"
    en = (
        "not decided does not mean wrong and does not change the exit status: single forms were searched "
        f"(at most {MOST_ROWS} rows in a group, a limited number of steps), none was found, nor proved not to be there"
    )
    if forms:
        zh += f"。可以写一个例，给出{'，或'.join(each.zh for each in forms)}一张表，就不再问"
        en += f"; an example settles it that gives {', or '.join(each.en for each in forms)}"
    if any(each.settles is None for each in every):
        zh += "。总分、得分升降，例回答不了，要人看计分的式子"
        en += "; of totals and of scores that fall no example tells: look at the formulas"
    return Words(zh, en)
