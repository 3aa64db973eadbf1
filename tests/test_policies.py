"""The shipped policies: every rule cited and shown by examples, and what they find on the fifteen forms of 2020."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from perfrules.core import tree as core
from perfrules.findings import OUTCOMES
from perfrules.format import format_file
from perfrules.forms import shipped_templates
from perfrules.library import builtins
from perfrules.pipeline.policies import Compiled, Ready, compile_policy, find, for_a_template
from perfrules.pipeline.run import read_forms, run
from perfrules.pipeline.texts import shipped_policies
from perfrules.pipeline.trying import used_by, with_rules
from perfrules.report import Finding
from perfrules.source import Source
from perfrules.syntax import tree as syntax
from perfrules.trials.examples import run_examples

ROOT = Path(__file__).parents[1]
FORMS = str(ROOT / "examples" / "qiaokou-2020")


@cache
def compiled(name: str) -> Compiled:
    source = find(name)
    assert isinstance(source, Source)
    return compile_policy(source)


def program(name: str) -> core.Program:
    made = compiled(name)
    assert made.program is not None, [problem.words.en for problem in made.problems]
    return made.program


def with_template() -> list[str]:
    """The shipped policies that check forms; the others only lend names."""
    texts = {name: find(name) for name in shipped_policies()}
    return [name for name, text in texts.items() if isinstance(text, Source) and for_a_template(text)]


POLICIES = with_template()
# An example has no policy to audit other forms by, and declares no two names to be one.
NOT_IN_EXAMPLES = {"部门总分不高于复核": {"pass", "fail"}, "单位名称写法一致": {"fail"}}


@pytest.mark.parametrize("name", POLICIES)
def test_a_shipped_policy_has_no_problems(name: str) -> None:
    assert compiled(name).problems == ()


@pytest.mark.parametrize("name", POLICIES)
def test_every_example_gives_what_it_expects(name: str) -> None:
    wrong = [(run.example.of, run.example.title, run.outcome) for run in run_examples(program(name)) if not run.passed]
    assert wrong == []


@pytest.mark.parametrize("name", POLICIES)
def test_every_rule_is_cited_and_shown_passing_failing_and_undecidable(name: str) -> None:
    policy = program(name)
    for check in policy.checks:
        assert check.basis, check.name
        assert check.title, check.name
        shown = {example.outcome for example in policy.examples if example.of == check.name}
        wanted = {"pass", "fail"} | ({"undetermined"} if may_be_undetermined(check, policy) else set())
        wanted -= NOT_IN_EXAMPLES.get(check.name, set())
        assert shown >= wanted, (check.name, wanted - shown)


@pytest.mark.parametrize("name", POLICIES)
def test_every_rule_writes_its_severity(name: str) -> None:
    for item in compiled(name).file.items:
        if isinstance(item, syntax.Rule | syntax.Score):
            assert item.only(syntax.SeverityClause) is not None, item.name.text


def may_be_undetermined(check: core.Check, policy: core.Program) -> bool:
    """Whether anything the rule reads can be missing: it does not only ask what is written."""
    if check.missing_means != "undetermined":
        return False
    if isinstance(check, core.Score):
        return True
    assert isinstance(check, core.Rule)
    return any(_may_be_missing(node, policy) for node in (check.when, check.require) if node is not None)


def _may_be_missing(node: core.Expr, policy: core.Program) -> bool:
    if isinstance(node, core.LetRef):
        return _may_be_missing(policy.lets[node.name].value, policy)
    if isinstance(node, core.Cell | core.FacetOf):
        return True
    if isinstance(node, core.Call):
        builtin = builtins().get(node.function)
        takes = builtin.takes if builtin else ("any",) * len(node.arguments)
        asked = [argument for kind, argument in zip(takes, node.arguments, strict=False) if kind not in ("cell", "text")]
        return any(_may_be_missing(argument, policy) for argument in asked)
    return any(_may_be_missing(child, policy) for child in core.children(node))


# ── the fifteen forms ──


def shown(finding: Finding) -> str:
    """A finding on one line: what it is, where, and what is claimed and expected."""
    claimed = finding.claimed or ""
    values = claimed if finding.expected is None else f"{claimed} → {finding.expected}"
    at = f"`{finding.rule}` {finding.path or '/'}"
    return f"- {finding.outcome} {finding.severity} {at}: {finding.message.zh} [{values}]"


def test_the_findings_on_the_fifteen_forms(golden: Callable[[Path, str], None]) -> None:
    loaded = read_forms([FORMS])
    report = run(loaded.forms, stated=loaded.stated)
    assert report.problems == ()
    lines = []
    for form in report.forms:
        counts = ", ".join(f"{form.outcomes[outcome]} {outcome}" for outcome in OUTCOMES if form.outcomes[outcome])
        audited = form.audited_total or (" 至 ".join(form.audited_range) if form.audited_range else "?")
        if form.aside:
            lines.append(f"{form.policy}: {counts}\n")
        else:
            lines.append(f"## {form.id} {form.title}\n\n{form.policy}: 填报 {form.claimed_total}, 复核 {audited}; {counts}\n")
        mine = [each for each in report.findings if (each.form, each.policy) == (form.id, form.policy)]
        lines += [shown(finding) for finding in mine]
        lines.append("")
    golden(ROOT / "tests" / "goldens" / "qiaokou-2020.md", "# 十五张表的发现\n\n" + "\n".join(lines))


def test_each_form_has_one_outcome_for_every_rule_and_subject() -> None:
    for form in run(read_forms([FORMS]).forms).forms:
        ready = Ready.of(program(form.policy.replace(" ", "/")))
        loaded = next(each for each in read_forms([FORMS]).forms if each.id == form.id)
        entities = ready.engine.start(loaded).entities
        its = [check for check in ready.program.checks if check.subject.template == form.template]
        assert sum(form.outcomes.values()) == sum(len(entities.of(check.subject)) for check in its)


@pytest.mark.parametrize("name", POLICIES)
def test_the_english_spelling_gives_the_same_outcomes(name: str) -> None:
    source = find(name)
    assert isinstance(source, Source)
    english = format_file(source, shipped_templates(), "en")
    assert english.text is not None
    other = compile_policy(Source.of(source.name, english.text)).program
    assert other is not None
    forms = [form for form in read_forms([FORMS]).forms if form.template.name == other.template]
    shown = [each.outcome for each in run_examples(other)]
    assert shown == [each.outcome for each in run_examples(program(name))]
    assert forms or shown  # of a project list there is none among the fifteen
    mine, theirs = run(forms, [Ready.of(program(name))]), run(forms, [Ready.of(other)])
    assert [form.outcomes for form in mine.forms] == [form.outcomes for form in theirs.forms]
    assert [(each.rule, each.path, each.claimed, each.expected) for each in mine.findings] == [
        (each.rule, each.path, each.claimed, each.expected) for each in theirs.findings
    ]


@pytest.mark.parametrize("name", sorted(shipped_policies()))
@pytest.mark.parametrize("language", [None, "zh"])
def test_a_shipped_policy_is_formatted(name: str, language: str | None) -> None:
    source = find(name)
    assert isinstance(source, Source)
    assert format_file(source, shipped_templates(), language).text == source.text  # type: ignore[arg-type]


def test_every_policy_that_only_lends_is_tried_with_one_that_uses_it() -> None:
    """What is lent has no rules and no examples: `make policies` names it beside each policy that uses it."""
    rules = with_rules()
    assert set(shipped_policies()) - set(rules) == {used for name in rules for used in used_by(name)}
