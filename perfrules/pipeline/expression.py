"""One expression worked out by itself: in the words of a policy, on a form, or on nothing but its own numbers."""

from __future__ import annotations

from dataclasses import dataclass

from perfrules.check import check
from perfrules.check.check import Text
from perfrules.core import tree as core
from perfrules.core.types import Type
from perfrules.diagnostics import Code, Diagnostic, Words
from perfrules.evaluate import Engine
from perfrules.forms import Form, make_form, shipped_templates
from perfrules.pipeline.files import about_file
from perfrules.pipeline.texts import parsed_once, texts_of
from perfrules.source import Source, Span
from perfrules.syntax import parse_expression
from perfrules.syntax import tree as syntax
from perfrules.values import Value

OTHER_TEMPLATE = Code("other-template", Words("表样不符", "another template"))

# No name of a policy can have a blank in it.
NAME = "the expression"
NO_POLICY = "policy expression/alone 2020\n  template {}\n"
PLAIN_TEMPLATE = "project_form"


@dataclass(frozen=True, slots=True)
class Evaluated:
    """`reads` says that the expression asks for something on a form. Where `problems` hold an error there is no value."""

    value: Value | None
    type: Type | None
    reads: bool
    problems: tuple[Diagnostic, ...]


def evaluate(expression: Source, form: Form | None, policy: Source | None) -> Evaluated:
    """The value of `expression`; without a form every cell is blank."""
    tree, problems = parse_expression(expression)
    if tree is None:
        return Evaluated(None, None, False, problems)
    template = form.template.name if form else PLAIN_TEMPLATE
    main = parsed_once(policy or Source("", NO_POLICY.format(template)))
    texts = texts_of(main.file)
    let = syntax.Let(name=syntax.Name(text=NAME, span=Span(0, 0)), subject=None, value=tree, span=tree.span)
    lent: list[Text] = [*texts.used, syntax.File(expression, (let,))]
    checked = check(texts.main, lent, shipped_templates(), form.filled_on if form else None)
    found = (*problems, *main.problems, *texts.problems, *checked.problems)
    if checked.program is None or any(problem.level == "error" for problem in found):
        return Evaluated(None, None, False, found)
    program = checked.program
    node = program.lets[NAME].value
    if form is not None and form.template.name != program.template:
        return Evaluated(None, None, False, (*found, _other_template(form, program)))
    plain = shipped_templates().get(program.template)
    assert plain is not None
    engine = Engine(program)
    run = engine.start(form or make_form(plain, {}, id="-").only)
    return Evaluated(engine.value(node, run.frame(run.entities.whole)), node.type, _reads(node, program), found)


def _other_template(form: Form, program: core.Program) -> Diagnostic:
    words = Words(f"不是政策 {program.name} 的表样", f"policy {program.name} is for another template")
    return about_file(OTHER_TEMPLATE, form.file, words)


def _reads(node: core.Expr, program: core.Program) -> bool:
    """Whether a cell is asked for, by the expression or by a let it reads."""
    waiting: list[core.Expr] = [node]
    seen: set[str] = set()
    while waiting:
        current = waiting.pop()
        if isinstance(current, core.Cell | core.Aggregate):
            return True
        if isinstance(current, core.LetRef) and current.name not in seen:
            seen.add(current.name)
            waiting.append(program.lets[current.name].value)
        waiting.extend(core.children(current))
    return False
