"""A form that shows something, as an example to paste into the policy, in the policy's own spelling, and as YAML."""

from __future__ import annotations

from perfrules.core import tree as core
from perfrules.diagnostics import Language, Words
from perfrules.drawing import Data
from perfrules.drawing.reads import columns, expressions
from perfrules.intake.writing import lines_of
from perfrules.syntax import parse
from perfrules.trials.judging import form_made, verdict
from perfrules.trials.proposals import example_text, proposal
from perfrules.trials.result import Shown, Tried
from perfrules.trials.settling import settled
from perfrules.trials.stretches import stretches
from perfrules.trials.under import Under

WHICH = (Words("，较小的", ", the smaller"), Words("，较大的", ", the larger"))


def pasted(under: Under, tried: Tried, shown: Shown) -> list[str]:
    """The examples that state what the forms give now: to be corrected to what they should give, the rule then to follow."""
    language = spelling(under)
    stretch = next(each for each in stretches(under) if each.days == tried.days)
    under = under.on(tried.days)
    check = shown.check or _about(under, shown)
    standing = {each.name for each in stretch.program.checks}
    texts = []
    for at, plain in enumerate(shown.forms):
        if check is None:
            continue
        # A claimed cell that is blank would leave the example undecided: it is filled with what the policy gives.
        data = settled(under, plain, check) if tried.kind != "property" or len(shown.forms) == 2 else plain
        form = form_made(data, under.template)
        if form is None:
            continue
        of = under.check(check)
        told = verdict(under.engine, of, form)
        made = proposal(check, data, told.outcome, told.audited[0] if len(told.audited) == 1 else None)
        if made is None:
            continue
        made = (stretch.stated(made) or made) if check in standing else made
        which = WHICH[at] if len(shown.forms) == 2 else Words("", "")
        title = (
            f"反例：{_plain(tried.title.zh)}{which.zh}"
            if language == "zh"
            else f"counterexample: {_plain(tried.title.en)}{which.en}"
        )
        texts.append(example_text(made, title, under.template, language))
    return texts


def yaml(under: Under, data: Data) -> str:
    """The form as a file of its own."""
    chinese = spelling(under) == "zh"
    template = under.template
    lines = [f"template: {template.zh if chinese else template.name}"]
    for name, field in template.fields.items():
        if name in data:
            lines += lines_of(field.zh if chinese else name, data[name])
    for part in template.parts.values():
        held = data.get(part.name)
        if held is None:
            continue
        names = {name: field.zh if chinese else name for name, field in part.fields.items()}
        rows = held if part.many else [held]
        plain = [{names[name]: row[name] for name in names if name in row} for row in rows]
        lines += lines_of(part.zh if chinese else part.name, plain if part.many else plain[0])
    return "\n".join(lines) + "\n"


def spelling(under: Under) -> Language:
    """The language that the policy opens in."""
    policy = parse(under.source).file.policy
    return "zh" if policy is None else policy.language


def _plain(title: str) -> str:
    return title.replace("“", "").replace("”", "")


def _about(under: Under, shown: Shown) -> str | None:
    """For a form that shows something of no rule in particular: the rule that reads most of what stands on it."""
    filled = {name for data in shown.forms for name in data}
    best: tuple[int, int, str] | None = None
    for at, check in enumerate(under.program.checks):
        if check.off is not None or check.subject.template != under.program.template:
            continue
        read = {column.subject.part or column.field for column in columns(under.program, expressions(check))}
        ranked = (-len(read & filled) - isinstance(check, core.Score), at, check.name)
        best = ranked if best is None else min(best, ranked)
    return None if best is None else best[2]
