"""The kinds of remarks, and how much each weighs unless something else is said."""

from __future__ import annotations

from perfrules.diagnostics import Code, Level, Words

NEVER_APPLIES = Code("rule-never-applies", Words("永不适用", "never applies"))
NEVER_FAILS = Code("rule-never-fails", Words("永不会不符合", "never fails"))
NEVER_PASSES = Code("rule-never-passes", Words("永不会符合", "never passes"))
CONTRADICT = Code("rules-contradict", Words("规则互相矛盾", "rules contradict"))
IMPLIED = Code("rule-implied", Words("已被其他规则包含", "implied by others"))
UNREACHABLE_ROW = Code("row-unreachable", Words("表中到不了的一行", "unreachable row"))
TOTAL_EXCEEDED = Code("total-exceeded", Words("总分会超出", "total exceeded"))
TOTAL_OUT_OF_REACH = Code("total-out-of-reach", Words("满分得不到", "total out of reach"))
SCORE_FALLS = Code("score-falls", Words("做得多反而得分少", "score falls"))
UNUSED = Code("unused-name", Words("没有用到", "unused"))
UNREAD_FIELD = Code("unread-field", Words("没有规则看这一栏", "unread field"))
TOO_FINE = Code("tolerance-too-fine", Words("误差比位数还细", "tolerance too fine"))
NO_BASIS = Code("no-basis", Words("没有依据", "no basis"))
NO_EXAMPLE = Code("no-example", Words("没有例", "no example"))
UNKNOWN_ANSWER = Code("unknown-answer", Words("不认得的答复", "unknown answer"))
STALE_ANSWER = Code("stale-answer", Words("答复已过时", "stale answer"))

LEVELS: dict[str, Level] = {
    NEVER_APPLIES.name: "error",
    NEVER_FAILS.name: "warning",
    NEVER_PASSES.name: "error",
    CONTRADICT.name: "error",
    IMPLIED.name: "warning",
    UNREACHABLE_ROW.name: "warning",
    TOTAL_EXCEEDED.name: "warning",
    TOTAL_OUT_OF_REACH.name: "warning",
    SCORE_FALLS.name: "warning",
    UNUSED.name: "warning",
    UNREAD_FIELD.name: "note",
    TOO_FINE.name: "warning",
    NO_BASIS.name: "note",
    NO_EXAMPLE.name: "note",
    UNKNOWN_ANSWER.name: "warning",
    STALE_ANSWER.name: "warning",
}
ALL = (
    NEVER_APPLIES,
    NEVER_FAILS,
    NEVER_PASSES,
    CONTRADICT,
    IMPLIED,
    UNREACHABLE_ROW,
    TOTAL_EXCEEDED,
    TOTAL_OUT_OF_REACH,
    SCORE_FALLS,
    UNUSED,
    UNREAD_FIELD,
    TOO_FINE,
    NO_BASIS,
    NO_EXAMPLE,
    UNKNOWN_ANSWER,
    STALE_ANSWER,
)
