"""`perfrules eval`: an expression of the language, worked out and printed."""

from __future__ import annotations

import argparse
import re
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

from perfrules.cli.terminal import Terminal
from perfrules.core.types import MONEY, POINTS, Sort, Type
from perfrules.diagnostics import Diagnostic
from perfrules.forms import Form, LoadedForms
from perfrules.pipeline.expression import evaluate as worked_out
from perfrules.pipeline.policies import find
from perfrules.pipeline.run import read_forms
from perfrules.report.causes import detailed, sentence
from perfrules.source import Source
from perfrules.values import Interval, Missing, Quantity, Value
from perfrules.values.numbers import exact_text
from perfrules.values.quantity import PERCENT, UNWRITTEN

WAN = 10_000


def evaluate(options: argparse.Namespace, terminal: Terminal) -> int:
    """Where it goes along links to other forms, those of the folder are read, as `explain` reads them."""
    forms, usable = _forms(options.form, terminal)
    policy = None if options.policy is None else find(options.policy)
    if isinstance(policy, Diagnostic):
        terminal.problems([policy])
        return 2
    expression = Source.of(terminal.either("算式", "expression"), options.expression)
    status = 0 if usable else 2
    for form in forms:
        status = max(status, _one(expression, form, policy, options.form, len(forms) > 1, terminal))
    return status


def _forms(name: str | None, terminal: Terminal) -> tuple[list[Form | None], bool]:
    """The forms to work it out on; one that is none, when none was named."""
    if name is None:
        return [None], True
    loaded = read_forms([name])
    terminal.problems(loaded.problems)
    return list(loaded.forms), not any(problem.level == "error" for problem in loaded.problems)


@cache
def _folder(name: str) -> LoadedForms:
    """The forms beside those of a file, or of a folder itself. What is wrong with others is not asked about."""
    path = Path(name)
    return read_forms([str(path if path.is_dir() else path.parent)])


def _one(
    expression: Source, form: Form | None, policy: Source | None, named: str | None, several: bool, terminal: Terminal
) -> int:
    if policy is None and re.search(r"(复核|audited)\s*[(（]", expression.text):
        terminal.tell("复核值由政策给出，请用 --policy 写明是哪一个", "audited values are a policy's; name one with --policy")
        return 2
    made = worked_out(expression, form, policy)
    others = _folder(named) if named is not None and made.across else LoadedForms((), ())
    if others.forms:
        made = worked_out(expression, form, policy, others)
        terminal.problems(others.stated.problems)
    terminal.problems(made.problems)
    if made.value is None or made.type is None:
        return 2
    if form is None and made.reads:
        terminal.tell("式中有表上的栏目，请用 --form 写明是哪张表", "the expression reads a form; name one with --form")
        return 2
    if isinstance(made.value, Missing):
        _say_why(made.value, form, others, terminal)
        return 2
    text = text_of(made.value, made.type, "%" in expression.text or "％" in expression.text, terminal)
    terminal.write(f"{form.id}  {text}\n" if several and form else f"{text}\n")
    return 0


def _say_why(gone: Missing, form: Form | None, others: LoadedForms, terminal: Terminal) -> None:
    if form is None:
        why = {cause.why.value: cause for cause in gone.causes}
        zero = "zero" in why
        detail = next((cause.detail for cause in why.values() if cause.detail), "")
        terminal.tell(
            f"无法判断：{'除数为 0' if zero else detail or '、'.join(why)}",
            f"undetermined: {'division by zero' if zero else detail or ', '.join(why)}",
        )
        return
    for each in dict.fromkeys(detailed(cause) for cause in sorted(gone.causes)):
        other = next((one for one in others.forms if one.id == each.form and one.id != form.id), None)
        words = sentence(form, each, other)
        terminal.tell(f"无法判断：{words.zh}", f"undetermined: {words.en}")


def text_of(value: Value, type_: Type, percent: bool, terminal: Terminal) -> str:
    """The whole value, no digit lost; a ratio in percent where the expression speaks in percent."""
    inner = type_.of or type_
    match value:
        case bool():
            return "true" if value else "false"
        case Fraction():
            return _number(value, type_, percent, terminal)
        case Quantity():
            return _quantity(value)
        case Interval():
            low, high = ("" if end is None else text_of(end, inner, percent, terminal) for end in (value.low, value.high))
            return f"{'[' if value.low_closed else '('}{low}, {high}{']' if value.high_closed else ')'}"
        case frozenset():
            return "{" + ", ".join(sorted(text_of(each, inner, percent, terminal) for each in value)) + "}"
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _number(value: Fraction, type_: Type, percent: bool, terminal: Terminal) -> str:
    if type_.dimension == MONEY:
        return exact_text(value / WAN) + terminal.either(" 万元", " wan_yuan")
    if type_.dimension == POINTS:
        return exact_text(value) + terminal.either(" 分", " points")
    if type_.sort is Sort.RATIO and percent:
        return exact_text(value * 100) + "%"
    return exact_text(value)


def _quantity(of: Quantity) -> str:
    units = [name if power == 1 else f"{name}^{power}" for name, power in of.unit if name != UNWRITTEN]
    if units == [PERCENT]:
        return exact_text(of.value * 100) + "%"
    return " ".join(filter(None, (exact_text(of.value), "·".join(units))))
