"""Whether each rule can pass and can fail: looked for on drawn forms, then climbed towards. Not found is not proved."""

from __future__ import annotations

from perfrules.core import tree as core
from perfrules.diagnostics import Words
from perfrules.drawing import Data, Drawer, Seeded
from perfrules.findings import Outcome, Result
from perfrules.report.text import OUTCOME_WORDS
from perfrules.trials.answered import answered
from perfrules.trials.bank import Bank
from perfrules.trials.result import Shown
from perfrules.trials.under import Under

WANTED: tuple[tuple[Outcome, str], ...] = (("pass", "can-pass"), ("fail", "can-fail"))
STEPS = 300
NEARER: tuple[Outcome, ...] = ("pass", "fail", "undetermined")


class Reach:
    """`seen` are the outcomes each rule gave; `tried` counts the forms it was tried on."""

    def __init__(self, under: Under) -> None:
        self.under = under
        self.seen: set[tuple[str, Outcome]] = set()

    def note(self, results: tuple[Result, ...]) -> None:
        self.seen.update((each.check, each.outcome) for each in results)

    def lacking(self, bank: Bank, seed: int, forms: int) -> tuple[tuple[Shown, ...], tuple[Words, ...]]:
        """The outcomes that no form gave, after looking for each by itself; and those answered for."""
        shown, skipped = [], []
        for at, check in enumerate(self.under.program.checks):
            if check.off is not None:
                continue
            drawn = check.subject.template == self.under.program.template
            for outcome, law in WANTED:
                if (check.name, outcome) in self.seen:
                    continue
                why = answered(check, law)
                if why is not None:
                    skipped.append(Words(f"{check.name}：{why}", f"{check.name}: {why}"))
                elif not drawn or self._found(check, outcome, bank, seed + at) is None:
                    words = _words(outcome, forms) if drawn else _no_example(outcome)
                    shown.append(Shown(words, check.name, (), check.source, check.span))
        return tuple(shown), tuple(skipped)

    def _found(self, check: core.Check, outcome: Outcome, bank: Bank, seed: int) -> Data | None:
        drawer = Drawer(self.under.program, self.under.template, check)
        choices = Seeded(seed)

        def far(data: Data) -> list[str]:
            """Longer, the farther the rule is from the outcome; the rule's own name, for its edges are what to move along."""
            results = self.under.decided(data).results
            self.note(results)
            its = [each.outcome for each in results if each.check == check.name]
            if outcome in its:
                return []
            return [check.name] * min((NEARER.index(each) + 1 if each in NEARER else 4 for each in its), default=5)

        start = min((drawer.draw(choices) for _ in range(STEPS // 3)), key=lambda data: len(far(data)))
        return bank.climbed(choices, start, far, STEPS)


def _words(outcome: Outcome, forms: int) -> Words:
    told = OUTCOME_WORDS[outcome]
    return Words(
        f"试了 {forms} 张表，没有一张{told.zh}；若有这样的表，写成例",
        f"no form of {forms} gives {told.en}; if there is one, write it as an example",
    )


def _no_example(outcome: Outcome) -> Words:
    """Of a rule for forms of another template: single forms of the policy's own say nothing of it."""
    told = OUTCOME_WORDS[outcome]
    return Words(
        f"针对另一种表样，只看例，没有{told.zh}的例",
        f"it is for another template, so only examples count, and none gives {told.en}",
    )
