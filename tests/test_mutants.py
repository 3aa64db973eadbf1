"""Programs changed in one place: valid, different, and listed for a reader to judge in tests/mutants.md."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st
from strategies import form_data, policy_texts, program_of, template_named
from test_blanking import EXAMPLES, programs, read
from test_differential import agree

from perfrules.check.order import circle
from perfrules.core import tree as core
from perfrules.evaluate import Engine, decide
from perfrules.forms import make_form
from perfrules.mutants import Mutant, mutants, mutants_of
from perfrules.mutants.facts import nodes, roots

ITEMS = ("params", "lets", "links")


def items(program: core.Program) -> dict[tuple[str, str], core.Item]:
    named = {(kind, name): item for kind in ITEMS for name, item in getattr(program, kind).items()}
    return named | {("checks", check.name): check for check in program.checks}


def sound(mutant: Mutant, program: core.Program) -> None:
    """One item differs (params worked out from a changed one aside), no id stands for two things, no score needs itself."""
    before, after = items(program), items(mutant.program)
    assert before.keys() == after.keys()
    changed = {key for key in before if before[key] != after[key] and not only_looser(before[key], after[key])}
    assert (f"{mutant.of}s", mutant.name) in changed
    assert all(kind == "params" for kind, name in changed if name != mutant.name), changed
    assert circle(mutant.program.scores(), mutant.program.lets) is None
    seen: dict[int, core.Expr] = {}
    for item in after.values():
        for root in [] if isinstance(item, core.Link) else roots(item):  # type: ignore[arg-type]
            for node in nodes(root):
                assert seen.setdefault(node.id, node) is node or seen[node.id] == node, f"{node.id} is {node} and {seen[node.id]}"


def only_looser(one: core.Item, other: core.Item) -> bool:
    """Whether two items differ in nothing but what their types promise of where values lie."""
    if isinstance(one, core.Link) or isinstance(other, core.Link):
        return False
    mine, theirs = ([node for root in roots(item) for node in nodes(root)] for item in (one, other))  # type: ignore[arg-type]
    return [shape(node) for node in mine] == [shape(node) for node in theirs] and facts(one) == facts(other)


def shape(node: core.Expr) -> tuple[Any, ...]:
    fields = ("value", "name", "field", "facet", "operator", "low_closed", "high_closed", "function", "route")
    held = (getattr(node, name, None) for name in fields)
    plain = tuple(None if isinstance(each, core.Node) else each for each in held)
    return (type(node), node.id, plain, tuple(child.id for child in core.children(node)))


def facts(item: core.Item) -> tuple[Any, ...]:
    return getattr(item, "missing_means", None), getattr(item, "value", None) if isinstance(item, core.Param) else None


@given(policy_texts("project_form"), form_data("project_form"), st.data())
def test_every_mutant_of_a_drawn_policy_is_valid_and_means_the_same_to_both_interpreters(
    text: str, data: dict[str, Any], drawn: st.DataObject
) -> None:
    note(text)
    program = program_of(text)
    form = make_form(template_named("project_form"), data).only
    every = list(mutants(program))
    chosen = drawn.draw(st.lists(st.sampled_from(every), max_size=5, unique_by=lambda mutant: mutant.key)) if every else []
    for mutant in chosen:
        note(f"{mutant.of} {mutant.name}: {mutant.kind}: {mutant.before} → {mutant.after}")
        sound(mutant, program)
        agree(mutant.program, form)


@pytest.mark.parametrize("template", ["project_form", "department_form"])
def test_every_mutant_of_a_shipped_policy_is_valid_and_decides_every_committed_form(template: str) -> None:
    held = [data for name, data in map(read, EXAMPLES) if name == template]
    form = make_form(template_named(template), held[0]).only
    for program in programs(template):
        for mutant in mutants(program):
            sound(mutant, program)
            decide(Engine(mutant.program), form)


def test_mutants_of_a_rule_are_among_those_of_its_policy() -> None:
    program = programs("project_form")[0]
    every = {mutant.key for mutant in mutants(program)}
    for check in program.checks:
        own = [mutant.key for mutant in mutants_of(program, check.name)]
        assert set(own) <= every
        assert len(own) == len(set(own)), "one key for two mutants"
