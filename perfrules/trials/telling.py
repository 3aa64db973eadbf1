"""What came of a trial in sentences: which example differs, what was tried on how many forms, what a counterexample shows."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from perfrules.check.consolidate import days_words
from perfrules.diagnostics import Language, Words
from perfrules.findings import OUTCOMES
from perfrules.findings import Outcome as Given
from perfrules.forms import Templates
from perfrules.report.causes import detailed, sentence
from perfrules.report.text import OUTCOME_WORDS
from perfrules.source import Source, Span
from perfrules.trials.examples import ExampleRun
from perfrules.trials.pasting import pasted, yaml
from perfrules.trials.reasons import reasons
from perfrules.trials.result import Outcome, Shown, Tried
from perfrules.trials.under import Under
from perfrules.values import Missing, Value
from perfrules.values.numbers import exact_text

PASTE = Words("可作为例贴进政策（结论是现在得到的，改成应当得到的）：", "as examples to paste (they state what is given now):")

AUDITED = Words(
    "复核值用的是别的计分的复核值，不是填报的：把它们要看的栏也写进 `假设`，或者不写 `复核`",
    "an audited value reads the audited values of other scores, not the claims: "
    "put what those read into `given`, too, or leave `audited` out",
)


def place(source: Source, span: Span) -> str:
    line, column = source.line_and_column(span.start)
    return f"{source.name}:{line}:{column}"


def example_head(run: ExampleRun) -> str:
    """Where the example stands, what it is about and its title."""
    return f"{place(run.example.source, run.example.span)}  {run.example.of}  {run.example.title}"


def example_told(run: ExampleRun, templates: Templates, language: Language) -> list[str]:
    """What an example states, what it gives and why, or what is wrong with the form it describes."""
    if run.problems:
        return [problem.words.text(language) for problem in run.problems]
    if run.outcome != run.example.outcome.replace(" ", "_"):
        whys = reasons(run, templates)
    else:
        whys = (AUDITED,) if any(isinstance(value, Missing) for value in run.audited) else ()
    return [_difference(run, language), *(why.text(language).strip() for why in whys)]


def _difference(run: ExampleRun, language: Language) -> str:
    stated: Given = next(outcome for outcome in OUTCOMES if outcome == run.example.outcome.replace(" ", "_"))
    wanted, given = (OUTCOME_WORDS[each].text(language) for each in (stated, run.outcome))
    if stated != run.outcome:
        return Words(f"写的是{wanted}，得到的是{given}", f"it states {wanted} and gives {given}").text(language)
    audited = run.example.audited
    given = Words("、", ", ").text(language).join(_value(run, value, language) for value in run.audited)
    return Words(
        f"结论相符，复核值不是 {audited}，而是 {given}",
        f"the outcome is as stated; the audited value is not {audited} but {given}",
    ).text(language)


def _value(run: ExampleRun, value: Value, language: Language) -> str:
    """An audited value, or why there is none."""
    if isinstance(value, Missing):
        whys = sorted({sentence(run.form, detailed(cause)).text(language) for cause in value.causes}) if run.form else []
        if not whys:
            return Words("无法判断", "undetermined").text(language)
        return Words(f"无法判断（{'；'.join(whys)}）", f"undetermined ({'; '.join(whys)})").text(language)
    return exact_text(value) if isinstance(value, Fraction) else str(value)


def summary(outcome: Outcome) -> Words:
    """How many examples there were and how many gave something else."""
    name, count = outcome.program.name, len(outcome.examples)
    wrong = sum(not run.passed for run in outcome.examples)
    if not count:
        return Words(f"{name}：没有例", f"{name}: no examples")
    return Words(
        f"{name}：{count} 例，{f'{wrong} 例不符' if wrong else '全部相符'}",
        f"{name}: {count} example{'' if count == 1 else 's'}, {f'{wrong} wrong' if wrong else 'all as stated'}",
    )


def titled(tried: Tried) -> Words:
    """What was tried and, of a policy that is not the same on every day, on which days."""
    if tried.days == (None, None):
        return tried.title
    when = days_words(tried.days)
    return Words(f"{tried.title.zh}（{when.zh}）", f"{tried.title.en} ({when.en})")


NOTHING_TRIED = {
    "property": Words("没有一张表能判断它", "there was no form on which it comes to anything"),
    "more-done": Words("没有随完成多少而变的计分", "no score goes by what was done"),
}


def tried_told(tried: Tried) -> Words:
    """One line for one thing tried."""
    wrong = len(tried.shown)
    said = Words(f"{wrong} 处不成立", f"{wrong} thing{'' if wrong == 1 else 's'} wrong") if wrong else Words("都成立", "held")
    title = titled(tried)
    if not tried.forms:
        said = NOTHING_TRIED.get(tried.kind, Words("没有试到一张表", "there was no form to try it on"))
        if tried.kind == "more-done" and tried.skipped:
            said = Words("没有要试的，都已答复", "nothing is left to try, all of it is answered")
        return Words(f"{title.zh}：{said.zh}", f"{title.en}: {said.en}")
    return Words(f"{title.zh}：试了 {tried.forms} 张表，{said.zh}", f"{title.en}: {tried.forms} forms tried, {said.en}")


def answers_told(tried: Tried) -> list[Words]:
    """What was left out because the author has answered for it."""
    return [Words(f"已答复：{each.zh}", f"answered: {each.en}") for each in tried.skipped]


def shown_head(tried: Tried, shown: Shown) -> Words:
    at = place(shown.source, shown.span)
    named, title = f"  {shown.check}" if shown.check else "", titled(tried)
    return Words(f"{at}{named}  {title.zh}", f"{at}{named}  {title.en}")


def shown_told(under: Under, tried: Tried, shown: Shown, language: Language) -> Iterator[str]:
    """What is wrong, then the forms that show it: as examples to paste, and as YAML."""
    yield shown.words.text(language)
    examples = pasted(under, tried, shown)
    if examples:
        yield PASTE.text(language)
        yield from (line for text in examples for line in text.split("\n"))
    if shown.forms:
        yield Words("写成表：", "as a form:").text(language)
        for at, data in enumerate(shown.forms):
            yield from ([] if at == 0 else ["---"])
            yield from yaml(under, data).rstrip().split("\n")
