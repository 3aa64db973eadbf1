"""Taking a value off a form never makes anything look better, unless the rule asks what is written there.

A fail or an undetermined outcome may not become a pass when one value is blanked. `asked` says which columns a rule asks about;
it errs on the side of saying that a rule asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, note
from hypothesis import strategies as st
from strategies import form_data, policy_texts, program_of, template_named

from perfrules.core import tree as core
from perfrules.evaluate import Engine, decide
from perfrules.forms import CELLS, FIGURES, is_batch_file, make_form
from perfrules.pipeline.policies import compile_policy
from perfrules.source import Source
from perfrules.source.shelf import policies_folder

EXAMPLES = sorted(
    path for path in (Path(__file__).parents[1] / "examples" / "qiaokou-2020").glob("*.yaml") if not is_batch_file(path.name)
)
SHIPPED = sorted(policies_folder().rglob("*.rules"))

# These ask what is written in their cells.
ASKING = ("filled", "contains", "matches", "similar", "characters", "if_missing")
# What a form says about itself: in which unit the other cells stand, and who wrote down what about which cell.
ABOUT_THE_FORM = ("id", "template", "source", "places", "notes", "money_unit")

Way = tuple[str | int, ...]


# ── what a rule asks ──


def asked(check: core.Rule | core.Score, program: core.Program) -> set[core.Column] | None:
    """The columns in which the check asks what is written, blank or not; None when it may ask about any."""
    nodes = [*_own(check)]
    if isinstance(check, core.Score):
        rivals = [score for score in program.scores() if score.column == check.column]
        nodes += [rival.when for rival in rivals if rival.when is not None]
    reached = list(within(nodes, program))
    columns: set[core.Column] = set()
    if any(isinstance(node, core.Audited) for node in reached):
        # An audited value is what a score gives in the place of the claim, so it looks at whether the claim is there.
        columns |= {score.column for score in program.scores()}
        reached = list(within([*nodes, *(node for score in program.scores() for node in _own(score))], program))
    if check.missing_means == "pass" or _about_the_writing(check.subject) or any(map(_derived, reached)):
        return None
    for node in reached:
        if isinstance(node, core.Call) and node.function in ASKING:
            arguments = node.arguments[:1] if node.function == "if_missing" else node.arguments
            cells = [cell for cell in within(arguments, program) if isinstance(cell, core.Cell)]
            columns |= {core.Column(cell.route.end, cell.field) for cell in cells}
    return columns


def _own(check: core.Rule | core.Score) -> Iterator[core.Expr]:
    if check.when is not None:
        yield check.when
    if isinstance(check, core.Rule):
        yield check.require
        return
    yield from (check.claimed, check.expected)
    if check.tolerance is not None:
        yield check.tolerance


def within(nodes: Iterable[core.Expr], program: core.Program) -> Iterator[core.Expr]:
    """The nodes and everything in them, through lets."""
    waiting, seen = list(nodes), set()
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(core.children(node))
        if isinstance(node, core.LetRef) and node.name not in seen:
            seen.add(node.name)
            waiting.append(program.lets[node.name].value)


def _derived(node: core.Expr) -> bool:
    """Whether the node looks at the filled cells, or at the numbers in the texts: there are fewer once one is blank."""
    route = getattr(node, "route", None)
    return isinstance(route, core.Route) and (
        _about_the_writing(route.end) or any(step.name in (CELLS, FIGURES) for step in route.steps)
    )


def _about_the_writing(subject: core.Subject) -> bool:
    return subject.part in (CELLS, FIGURES)


# ── forms with one value less ──


def values(data: Mapping[str, Any]) -> Iterator[Way]:
    """The way to every value that is there."""
    for name, held in data.items():
        if name in ABOUT_THE_FORM or held is None:
            continue
        if isinstance(held, dict):
            yield from ((name, inner) for inner, value in held.items() if value is not None)
        elif isinstance(held, list) and held and isinstance(held[0], dict):
            yield from ((name, at, inner) for at, row in enumerate(held) for inner, value in row.items() if value is not None)
        else:
            yield (name,)


def without(data: Mapping[str, Any], way: Way) -> dict[str, Any]:
    """The data with that value blank."""
    less = deepcopy(dict(data))
    holder: Any = less
    for step in way[:-1]:
        holder = holder[step]
    holder[way[-1]] = None
    return less


def blanked(way: Way, template: str) -> core.Column:
    return core.Column(core.Subject(template, str(way[0]) if len(way) > 1 else None), str(way[-1]))


# ── the law ──


class Law:
    """One program and one form: what it gives as it stands, and whether a form with one value less may give more."""

    def __init__(self, program: core.Program, data: Mapping[str, Any]) -> None:
        self.program = program
        self.engine = Engine(program)
        self.template = template_named(program.template)
        self.asked = {check.name: asked(check, program) for check in program.checks}
        self.before = self.outcomes(data)

    def outcomes(self, data: Mapping[str, Any]) -> dict[tuple[str, str], str]:
        results = decide(self.engine, make_form(self.template, data).only).results
        return {(result.check, result.path): result.outcome for result in results if self.asked[result.check] is not None}

    def broken(self, data: Mapping[str, Any], way: Way) -> list[tuple[str, str, Way]]:
        """The checks that pass once the value is off the form, and should not."""
        after, column = self.outcomes(without(data, way)), blanked(way, self.template.name)
        return [
            (name, path, way)
            for (name, path), outcome in after.items()
            if outcome == "pass"
            and self.before[name, path] in ("fail", "undetermined")
            and column not in (self.asked[name] or ())
        ]


@cache
@cache
def programs(template: str) -> list[core.Program]:
    """The shipped policies for a template, each with the rules that its own text has: what it inherits is in its parent's."""
    compiled = [compile_policy(Source.of(path.name, path.read_text(encoding="utf-8"))).program for path in SHIPPED]
    fitting = [program for program in compiled if program is not None and program.template == template]
    own = [replace(each, checks=tuple(check for check in each.checks if check.edition == each.name)) for each in fitting]
    return [program for program in own if program.checks]


def read(path: Path) -> tuple[str, dict[str, Any]]:
    """The template of a committed form, and what is written on it."""
    data = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    return data["template"], {
        name: held for name, held in data.items() if name not in ("template", "id", "source", "places", "notes")
    }


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_blanking_a_value_of_a_committed_form_makes_no_shipped_rule_pass(path: Path) -> None:
    name, data = read(path)
    for program in programs(name):
        law = Law(program, data)
        assert [found for way in values(data) for found in law.broken(data, way)] == []


@given(policy_texts("project_form"), form_data("project_form"), st.data())
def test_blanking_a_value_makes_no_rule_pass(text: str, data: dict[str, Any], drawn: st.DataObject) -> None:
    note(text)
    law = Law(program_of(text), data)
    ways = list(values(data))
    if ways:
        assert law.broken(data, drawn.draw(st.sampled_from(ways))) == []


def test_what_a_rule_asks_is_told_from_what_it_needs() -> None:
    """Of `filled(…)` and the other asking functions, through lets; of nothing else."""
    program = program_of(
        'policy a/b 2020 "x"\n  template project_form\n\n'
        "let reasoned = filled(deviation_reason)\n"
        'rule needs\n  when budget.rate < 80%\n  require grade != "优"\n'
        "rule asks\n  when budget.rate < 80%\n  require reasoned or if_missing(total_score, budget.score) > 0\n"
        "rule pardons\n  require total_score > 0\n  missing means pass\n"
        "rule looks\n  require no(cells where text = label)\n"
    )
    form = core.Subject("project_form")
    told = {check.name: asked(check, program) for check in program.checks}
    assert told["needs"] == set()
    assert told["asks"] == {core.Column(form, "deviation_reason"), core.Column(form, "total_score")}
    assert told["pardons"] is told["looks"] is None
