"""A policy on trial: its examples, then a stream of drawn forms held against every law at once, then each property by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from perfrules.diagnostics import Words
from perfrules.drawing import Choices, Data, Drawer, Seeded, edges
from perfrules.drawing.sheet import get, spots
from perfrules.source import Span
from perfrules.trials.answered import answered
from perfrules.trials.bank import Bank
from perfrules.trials.examples import ExampleRun, run_all_examples, runs_in_periods
from perfrules.trials.laws import Case, EveryOutcome, Law, WithinBounds
from perfrules.trials.more_done import MoreDone
from perfrules.trials.pasting import spelling
from perfrules.trials.reach import Reach
from perfrules.trials.respelt import FORMS, respelt
from perfrules.trials.result import Kind, Outcome, Shown, Tried
from perfrules.trials.settling import settled
from perfrules.trials.smallest import rounder, smallest
from perfrules.trials.statements import Statement
from perfrules.trials.under import Under

TRIES = 600
"""Forms drawn for a policy, and again for each of its properties, unless another number is asked for."""

Progress = Callable[[int, int], None]


def on_trial(under: Under, tries: int = TRIES, seed: int = 0, progress: Progress | None = None) -> Outcome:
    """Everything there is to try, in one order: the same seed and tries give the same outcome. Each period is tried by itself."""
    examples = run_all_examples(under.program, under.periods, under.templates)
    its = under.in_each()
    total = tries * sum(1 + len(each.program.properties) for each in its)
    done, found = 0, list[Tried]()
    for each, (_, runs) in zip(its, runs_in_periods([(each.days, each.program) for each in its], under.templates), strict=True):

        def told(at: int, done: int = done) -> None:
            if progress is not None:
                progress(done + at, total)

        found += _in_period(each, runs, tries, seed, told)
        done += tries * (1 + len(each.program.properties))
    return Outcome(under.program, examples, tuple(found))


def _in_period(under: Under, runs: Sequence[ExampleRun], tries: int, seed: int, told: Callable[[int], None]) -> list[Tried]:
    """Every law and property on forms of a policy's period. `told` hears of each form that is tried."""
    reach = Reach(under)
    for run in runs:
        reach.note(run.results)
    statements = under.program.properties
    more_done = MoreDone(under, edges(under.program, under.template))
    rising = _Watch(under, more_done)
    first = _Watch(under, EveryOutcome())
    others = [_Watch(under, WithinBounds(under)), rising]
    bank, kept = Bank(under), []
    choices = Seeded(seed)
    for at, data in enumerate(stream(under, choices, tries)):
        told(at)
        if not first.look(Case(data)):
            continue
        results = under.decided(data).results
        reach.note(results)
        bank.keep(data, results)
        kept.append(data)
        for each in others:
            for case in each.law.cases(under, choices, data):
                each.look(case)
    for case in more_done.between(under):
        rising.look(case)
    found = [
        first.tried(),
        _reach(under, reach, bank, seed, len(kept)),
        *(each.tried() for each in others),
        _respelt(under, kept),
    ]
    for number in range(len(statements)):
        told(tries * (1 + number))
        found.append(stated(under, number, lambda: bank, tries, seed))
    return found


def stated(under: Under, number: int, bank: Callable[[], Bank], tries: int = TRIES, seed: int = 0) -> Tried:
    """One property of the policy, tried by itself."""
    watch = _Watch(under, Statement(under, under.program.properties[number]))
    assert isinstance(watch.law, Statement)
    for case in watch.law.drawn(bank, tries, seed + 1 + number):
        watch.look(case)
    return watch.tried()


def banked(under: Under, tries: int = TRIES, seed: int = 0) -> Bank:
    """What is worth keeping of the forms that are drawn for a policy."""
    bank = Bank(under)
    for data in stream(under, Seeded(seed), tries):
        bank.keep(data, under.decided(data).results)
    return bank


def _reach(under: Under, reach: Reach, bank: Bank, seed: int, forms: int) -> Tried:
    lacking, skipped = reach.lacking(bank, seed, forms)
    title = Words("每条规则都有符合和不符合的表", "every rule can pass and can fail")
    return _of_policy(under, "reach", title, forms, lacking, skipped)


def _respelt(under: Under, forms: list[Data]) -> Tried:
    words = respelt(under, spelling(under), forms)
    shown = tuple(Shown(each, None, (), under.source, Span(0, 0)) for each in words)
    title = Words("排版、换成另一种文字，结论不变", "layout and the other spelling change no outcome")
    return _of_policy(under, "spelling", title, min(len(forms), FORMS), shown)


def stream(under: Under, choices: Choices, tries: int) -> Iterator[Data]:
    """The forms of the examples; then forms about the whole policy and about each rule in turn, every other one settled.

    Examples count among the tries, up to half of them.
    """
    whole = Drawer(under.program, under.template)
    yield from (under.dated(data) for data in whole.starts)
    checks = [each for each in under.program.checks if each.off is None and each.subject.template == under.program.template]
    about = {check.name: Drawer(under.program, under.template, check) for check in checks}
    for at in range(max(tries - len(whole.starts), tries // 2)):
        drawer = about[checks[at // 2 % len(checks)].name] if at % 2 and checks else whole
        data = under.dated(drawer.draw(choices))
        yield settled(under, data) if choices.below(2) else data


class _Watch:
    """A law with what was found to break it: the first case for each rule, made small when all is done."""

    def __init__(self, under: Under, law: Law) -> None:
        self.under = under
        self.law = law
        self.forms = 0
        self.cases: dict[str, Case] = {}

    def look(self, case: Case) -> bool:
        """Whether the law holds there."""
        self.forms += 1
        broken = self.law.broken(self.under, case)
        for name in broken:
            self.cases.setdefault(name, case)
        return not broken

    def tried(self) -> Tried:
        shown, skipped = [], list(getattr(self.law, "skipped", ()))
        for name, case in self.cases.items():
            why = answered(self.under.check(name), "bounds") if name and self.law.kind == "bounds" else None
            if why is not None:
                skipped.append(Words(f"{name}：{why}", f"{name}: {why}"))
                continue
            small = self._small(name, case)
            check = next((each for each in self.under.program.checks if each.name == name), None)
            where = check or (self.law.property if isinstance(self.law, Statement) else None)
            source, span = (where.source, where.span) if where else (self.under.source, Span(0, 0))
            of = name or (self.law.property.of if isinstance(self.law, Statement) else None)
            shown.append(Shown(self.law.broken(self.under, small)[name], of, small.forms(), source, span))
        counted = self.forms if not isinstance(self.law, Statement) or self.law.decided else 0
        tried = _of_policy(self.under, self.law.kind, self.law.title, counted, tuple(shown), tuple(skipped))
        if not isinstance(self.law, Statement):
            return tried
        return replace(tried, source=self.law.property.source, span=self.law.property.span)

    def _small(self, name: str, case: Case) -> Case:
        """The smallest case that still shows it, for the same rule and, if a cell differs, in a cell of the same text."""
        template = self.under.template

        def case_of(data: Data) -> Case | None:
            if case.spot is None:
                cases = [Case(data)]
            else:
                held = get(case.data, case.spot)
                same = [spot for spot in spots(data, template) if (spot.part, spot.field) == (case.spot.part, case.spot.field)]
                cases = [Case(data, spot, case.other) for spot in same if get(data, spot) == held]
            return next((each for each in cases if name in self.law.broken(self.under, each)), None)

        small = case_of(smallest(case.data, template, lambda data: case_of(data) is not None))
        assert small is not None
        if small.spot is None or small.other is None:
            return small
        part = small.spot.part
        fields = template.fields if part is None else template.parts[part].fields
        for text in rounder(small.other, fields[small.spot.field]):
            simpler = Case(small.data, small.spot, text)
            if name in self.law.broken(self.under, simpler):
                return simpler
        return small


def _of_policy(
    under: Under, kind: Kind, title: Words, forms: int, shown: tuple[Shown, ...], skipped: tuple[Words, ...] = ()
) -> Tried:
    return Tried(kind, title, forms, shown, under.source, Span(0, 0), skipped, under.days)
