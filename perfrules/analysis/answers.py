"""Remarks that the author has answered: `# 核 rule-implied: why` above an item, or among its clauses.

The code may be its Chinese title; in English `# checked rule-implied: why`. An answer stands for every remark of that code
about the item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from perfrules.analysis.codes import ALL, NEVER_FAILS, NEVER_PASSES, SCORE_FALLS, STALE_ANSWER, TOTAL_EXCEEDED, UNKNOWN_ANSWER
from perfrules.analysis.remarks import Answered, Remark, remark
from perfrules.analysis.study import Study
from perfrules.core import tree as core
from perfrules.diagnostics import Code, Label, Words
from perfrules.diagnostics.nearest import nearest
from perfrules.source import Source, Span
from perfrules.trials.answered import WORDS
from perfrules.trials.comments import comments

ANSWER = re.compile(r"#\s*(?:核|checked)\s+([^:：`]+?)\s*[:：]\s*(\S.*)")
ELSEWHERE = ("等价", "equivalent")
"""How answers to `perfrules test --mutate` begin."""
LAWS = {"more-done": SCORE_FALLS, "bounds": TOTAL_EXCEEDED, "can-pass": NEVER_PASSES, "can-fail": NEVER_FAILS}
"""Laws of `perfrules test`: what is answered to one is answered to the remark that says the same."""


@dataclass(frozen=True, slots=True)
class Answer:
    item: str
    word: str
    code: Code | None
    reason: str
    source: Source
    span: Span


def answered(study: Study, remarks: Sequence[Remark]) -> tuple[list[Remark], list[Answered]]:
    """The remarks that are left, with those about the answers themselves; and those that are answered."""
    answers = list(_answers(study))
    left: list[Remark] = []
    done: list[Answered] = []
    used: set[int] = set()
    for each in remarks:
        at = next((at for at, answer in enumerate(answers) if _fits(answer, each)), None)
        if at is None:
            left.append(each)
        else:
            used.add(at)
            done.append(Answered(each, answers[at].reason))
    for at, answer in enumerate(answers):
        if answer.word in (*WORDS, *WORDS.values()):
            continue
        if answer.code is None:
            left.append(_unknown(answer))
        elif at not in used and not _open(study, answer):
            words = Words(f"没有要用 `{answer.word}` 答复的", f"there is nothing to be answered by `{answer.word}`")
            help_ = Words("情况已变，可以删去这条答复", "things have changed, and the answer may go")
            left.append(remark(STALE_ANSWER, words, Label(answer.source, answer.span), [answer.item], help=help_))
    return left, done


def _fits(answer: Answer, each: Remark) -> bool:
    return answer.code is not None and answer.code.name == each.problem.code.name and answer.item in each.items


def _open(study: Study, answer: Answer) -> bool:
    """Whether something about the item was not decided, so that nobody knows if the answer is stale."""
    return any(each.item == answer.item for each in study.undecided)


def _unknown(answer: Answer) -> Remark:
    near = nearest(answer.word, [name for code in ALL for name in (code.name, code.title.zh)])
    help_ = None if near is None else Words(f"是不是 `{near}`？", f"did you mean `{near}`?")
    words = Words(f"没有 `{answer.word}` 这种意见", f"there is no kind of remark `{answer.word}`")
    return remark(UNKNOWN_ANSWER, words, Label(answer.source, answer.span), [answer.item], help=help_)


def _answers(study: Study) -> Iterator[Answer]:
    program = study.program
    items: list[core.Item] = [*program.params.values(), *program.lets.values(), *program.links.values(), *program.checks]
    for item in items:
        for line, text in comments(item) if study.mine(item) else ():
            found = ANSWER.search(text)
            if found is not None and not found[1].startswith(ELSEWHERE):
                code = _code(found[1])
                start = item.source.line_start(line)
                span = Span(start + found.start(1), start + found.end(1))
                yield Answer(item.name, found[1], code, found[2].strip(), item.source, span)


def _code(word: str) -> Code | None:
    """The kind of remark that a word stands for."""
    law = next((LAWS.get(name) for name, zh in WORDS.items() if word in (name, zh)), None)
    return law or next((code for code in ALL if word in (code.name, code.title.zh, code.title.en)), None)
