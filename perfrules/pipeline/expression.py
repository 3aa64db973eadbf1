"""One expression worked out by itself: in the words of a policy, on a form, or on nothing but its own numbers."""

from __future__ import annotations

from dataclasses import dataclass

from perfrules.check import check
from perfrules.check.check import Text
from perfrules.core import tree as core
from perfrules.core.reach import links_read
from perfrules.core.types import Type
from perfrules.diagnostics import Code, Diagnostic, Words
from perfrules.evaluate import Batch, Engine
from perfrules.forms import Form, LoadedForms, make_form, shipped_templates
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
NO_OTHERS = LoadedForms((), ())


@dataclass(frozen=True, slots=True)
class Evaluated:
    """`reads` says that the expression asks for something on a form, `across` that it goes along a link to other forms.

    Where `problems` hold an error there is no value.
    """

    value: Value | None
    type: Type | None
    reads: bool
    across: bool
    problems: tuple[Diagnostic, ...]


def evaluate(expression: Source, form: Form | None, policy: Source | None, others: LoadedForms = NO_OTHERS) -> Evaluated:
    """The value of `expression`; without a form every cell is blank. Links find the form itself and the `others`."""
    tree, problems = parse_expression(expression)
    if tree is None:
        return Evaluated(None, None, False, False, problems)
    template = form.template.name if form else PLAIN_TEMPLATE
    main = parsed_once(policy or Source("", NO_POLICY.format(template)))
    texts = texts_of(main.file)
    let = syntax.Let(name=syntax.Name(text=NAME, span=Span(0, 0)), subject=None, value=tree, span=tree.span)
    lent: list[Text] = [*texts.used, syntax.File(expression, (let,))]
    checked = check(texts.main, lent, shipped_templates(), form.filled_on if form else None)
    found = (*problems, *main.problems, *texts.problems, *checked.problems)
    if checked.program is None or any(problem.level == "error" for problem in found):
        return Evaluated(None, None, False, False, found)
    program = checked.program
    node = program.lets[NAME].value
    if form is not None and form.template.name != program.template:
        return Evaluated(None, None, False, False, (*found, _other_template(form, program)))
    plain = shipped_templates().get(program.template)
    assert plain is not None
    engine = Engine(program)
    own = form or make_form(plain, {}, id="-").only
    run = engine.start(own, _batch(own, others, engine))
    value = engine.value(node, run.frame(run.entities.whole))
    across = any(program.links[name].across for name in links_read(program, [node]))
    return Evaluated(value, node.type, _reads(node, program), across, found)


def _batch(form: Form, others: LoadedForms, engine: Engine) -> Batch:
    """The form with the others. The policy audits the forms it is for."""

    def auditor(of: Form) -> Engine | None:
        return engine if of.template.name == engine.program.template else None

    beside = (each for each in others.forms if each.id != form.id)
    return Batch((form, *beside), others.stated.held, others.stated.same, auditor=auditor)


def _other_template(form: Form, program: core.Program) -> Diagnostic:
    words = Words(
        f"中的表 {form.id} 不是政策 {program.name} 的表样", f"policy {program.name} is for another template than form {form.id}"
    )
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
