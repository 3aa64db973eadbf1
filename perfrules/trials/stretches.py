"""The stretches of time in which a policy is one program. Each is tried by itself, on forms of its own days.

A rule that is off in a stretch has one outcome for every form there: there is nothing to try, and no change to notice. What an
example states in one stretch need not hold in another; one that is proposed says then for which days it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from perfrules.check.consolidate import Days
from perfrules.core import tree as core
from perfrules.drawing import Data
from perfrules.evaluate import Engine
from perfrules.forms import Form, Template, Templates
from perfrules.trials.judging import Trial, all_trials, form_made, holds, lifted, named
from perfrules.trials.linked import Beside
from perfrules.trials.proposals import Proposal
from perfrules.trials.touching import Named
from perfrules.trials.under import Under, on_days, on_one_of


def standing(program: core.Program) -> core.Program:
    """The program without its rules that are off, and without their examples."""
    checks = tuple(check for check in program.checks if check.off is None)
    names = {check.name for check in checks}
    return replace(program, checks=checks, examples=tuple(example for example in program.examples if example.of in names))


@dataclass(frozen=True, slots=True)
class Stretch:
    """`program` is what stands from the first of `days` to the last, `whole` has the rules that are off then, too.

    `others` are the programs of the other stretches; `amends` says whether an example may be added with a verb, and so with days.
    """

    program: core.Program
    templates: Templates
    days: Days = (None, None)
    whole: core.Program | None = None
    others: tuple[core.Program, ...] = ()
    amends: bool = False
    _engines: dict[tuple[int, str], Engine] = field(default_factory=dict, repr=False, compare=False)

    @property
    def off(self) -> tuple[str, ...]:
        """The names of the rules that are off."""
        return () if self.whole is None else tuple(check.name for check in self.whole.checks if check.off is not None)

    def holds(self, form: Form) -> bool:
        """Whether a form may be judged by this program."""
        return on_days(form, self.days)

    def form(self, data: Data, template: Template) -> Form | None:
        """None where the data do not fit the template, or the form is of another time."""
        form = form_made(data, template)
        return form if form is not None and self.holds(form) else None

    def dated(self, data: Data, template: Template) -> Data:
        """The data, with a day of this stretch in the place of one of another."""
        return on_one_of(self.days, data, template)

    def trials(self) -> Iterator[Trial]:
        """The examples that are run in it."""
        return (trial for trial in all_trials(self.program, self.templates) if self.holds(trial.form))

    def stated(self, made: Proposal) -> Proposal | None:
        """An example that holds here so that it does not speak of other times where it does not hold; None if it cannot."""
        if not self.others:
            return made
        form = self.form(made.data, self._template(made))
        assert form is not None
        with_it = [(at, other) for at, other in enumerate(self.others) if any(check.name == made.check for check in other.checks)]
        known = all(row.link is None or row.link in other.links for _, other in with_it for row in made.linked)
        if known and (form.filled_on is not None or self._holds_elsewhere(with_it, made, form)):
            return made
        if self.amends:
            return replace(made, days=self.days)
        return self._on_a_day(made) if known else None

    def _holds_elsewhere(self, with_it: Iterable[tuple[int, core.Program]], made: Proposal, form: Form) -> bool:
        """Whether it holds at the other times that have its rule."""
        for at, other in with_it:
            if (at, made.check) not in self._engines:
                self._engines[at, made.check] = Engine(lifted(other, made.check))
            engine = self._engines[at, made.check]
            beside = Beside(other, self.templates).forms(made.check, made.linked)
            if not holds(engine, named(engine.program, made.check), form, made.outcome, made.audited, beside):
                return False
        return True

    def _on_a_day(self, made: Proposal) -> Proposal | None:
        """The example of a form that was filled in then, where its template has a cell for that and nothing else follows."""
        template = self._template(made)
        name, day = template.about.filled_on, self.days[0] or self.days[1]
        if name is None or day is None:
            return None
        dated = replace(made, data={**made.data, name: day.isoformat()})
        form, check = self.form(dated.data, template), named(self.program, made.check)
        beside = Beside(self.program, self.templates).forms(made.check, made.linked)
        right = form is not None and holds(Engine(self.program), check, form, made.outcome, made.audited, beside)
        return dated if right else None

    def _template(self, made: Proposal) -> Template:
        found = self.templates.get(named(self.program, made.check).subject.template)
        assert found is not None
        return found


def always(program: core.Program, templates: Templates) -> Stretch:
    """That of a policy which is one program on every day."""
    return Stretch(standing(program), templates, whole=program)


def stretches(under: Under) -> tuple[Stretch, ...]:
    """All there are, the last first: it is the one that holds from now on."""
    if not under.periods:
        return (always(under.program, under.templates),)
    programs = [program for _, program in under.periods]
    found = []
    for at, (days, program) in enumerate(under.periods):
        others = (*programs[:at], *programs[at + 1 :])
        found.append(Stretch(standing(program), under.templates, days, program, others, under.amends))
    return tuple(reversed(found))


def meaning(program: core.Program, needed: Iterable[Named]) -> list[core.Item | None]:
    """The items of those names: where they are equal in two programs, what rests on them is the same in both."""
    kinds: dict[str, Mapping[str, core.Item]] = {
        "param": program.params,
        "let": program.lets,
        "link": program.links,
        "check": {check.name: check for check in program.checks},
    }
    return [kinds[kind].get(name) for kind, name in sorted(needed)]
