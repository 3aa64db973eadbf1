"""`perfrules test --coverage`: what the examples of each rule try of it, in percent, and what they leave untried."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction

from perfrules.check.consolidate import days_words
from perfrules.cli.came import Came, forms_for_one, least
from perfrules.cli.proposed import Titled, entitled, propose, text_of
from perfrules.cli.terminal import Terminal
from perfrules.core import tree as core
from perfrules.diagnostics import Language, Words
from perfrules.trials.coverage import Covered, coverage
from perfrules.trials.junit import Case, suite_of
from perfrules.trials.proposals import Proposal, language_of
from perfrules.trials.stretches import stretches
from perfrules.trials.targets import ASPECTS, OUTCOME, Target
from perfrules.trials.telling import place
from perfrules.trials.under import Under
from perfrules.values.numbers import decimal_text

LONGEST = 60


def cover_policy(under: Under, tested: Collection[str], options: argparse.Namespace, terminal: Terminal) -> Came:
    """What came of it; the examples that are missing are printed or written where that is asked for.

    `tested` are the editions that are on trial: what a policy uses of others is not held against it.
    """
    progress = terminal.progress()
    every = coverage(stretches(under), forms_for_one(options), progress, tested)
    progress.clear()
    covered = [each for each in every if each.edition in tested]
    used = [each for each in every if each.edition not in tested and each.part.targets]
    titled = entitled(_titled(covered, under.program), under)
    refused = None
    if options.write_examples or options.write:
        refused = propose(under, titled, options.write, terminal)
    else:
        _report(under, covered, titled, terminal)
        if used:
            terminal.write("\n".join(terminal.page.wrapped(_left(used).text(terminal.language))) + "\n")
    cases = [_case(under.program, each, terminal) for each in covered]
    return Came(_share(covered) < least(options), refused, suite_of(f"{under.program.name} coverage", cases))


def _share(covered: Sequence[Covered]) -> Fraction:
    reachable = sum(each.reachable for each in covered)
    return Fraction(sum(len(each.hit) for each in covered), reachable) if reachable else Fraction(1)


def _left(used: Sequence[Covered]) -> Words:
    """That some of what the policy rests on is not counted, and how it would be."""
    count, editions = sum(len(each.part.targets) for each in used), dict.fromkeys(each.edition for each in used)
    zh, en = "、".join(editions), ", ".join(editions)
    it, are = ("it", "is") if len(editions) == 1 else ("them", "are")
    return Words(
        f"另有 {count} 处在引用的 {zh} 里，没有算；要一并检验，把引用的政策也写在命令里",
        f"{count} more stand in {en}, which {are} only used here: not counted; name {it} beside this policy to have them counted",
    )


def _titled(covered: Sequence[Covered], program: core.Program) -> Iterator[tuple[Proposal, str]]:
    """Every example that is missing once, by the first thing it tries."""
    seen: list[Proposal] = []
    for each in covered:
        for target, made in each.missing:
            if made not in seen:
                seen.append(made)
                yield made, _title(target, program)


def _title(target: Target, program: core.Program) -> str:
    said = ASPECTS[target.aspect].text(language_of(program))
    if target.node == OUTCOME:
        return said
    text = target.text.replace('"', "'")
    return f"{text if len(text) <= LONGEST else text[: LONGEST - 1] + '…'} {said}"


def _report(under: Under, covered: Sequence[Covered], titled: Sequence[Titled], terminal: Terminal) -> None:
    program = under.program
    told: list[Proposal] = []
    for each in covered:
        if not each.missing and not each.unreached:
            continue
        terminal.write(terminal.page.paint(_head(each), "strong") + _elsewhere(each, program, terminal) + "\n")
        for target, made in each.missing:
            terminal.write(f"  {_place(target, terminal.language)}\n")
            if made not in told:
                told.append(made)
                title = next(one.title for one in titled if one.proposal == made)
                text = text_of(Titled(made, title), under)
                terminal.write("".join(f"      {row}\n" for row in text.split("\n")))
        for target in each.unreached:
            terminal.write(f"  {_unreached(each, target, terminal.language)}\n")
        terminal.write("\n")
    share = decimal_text(_share(covered) * 100, 1).rstrip("…")
    hit, reachable = sum(len(each.hit) for each in covered), sum(each.reachable for each in covered)
    unreached = sum(len(each.unreached) for each in covered)
    zh = f"{program.name}：够得着的 {reachable} 处中例试到 {hit} 处，{share}%" + (
        f"；{unreached} 处没有够着" if unreached else ""
    )
    en = f"{program.name}: examples try {hit} of {reachable} that can be reached, {share}%" + (
        f"; {unreached} not reached" if unreached else ""
    )
    terminal.write(terminal.page.paint(terminal.either(zh, en), "good" if hit == reachable else "error") + "\n")


def _head(each: Covered) -> str:
    share = decimal_text(Fraction(len(each.hit) * 100, each.reachable), 0).rstrip("…") if each.reachable else "100"
    return f"{each.part.name}  {share}%"


def _elsewhere(each: Covered, program: core.Program, terminal: Terminal) -> str:
    """The policy whose lines these are, where it is another: one that is amended or used. And when, where it is not always so."""
    told = [] if each.edition in ("", program.name) else [each.edition]
    told += [days_words(days).text(terminal.language) for days in each.days]
    return terminal.page.paint("  " + "  ".join(told), "quiet") if told else ""


def _case(program: core.Program, each: Covered, terminal: Terminal) -> Case:
    """What a let or check leaves untried, for JUnit."""
    language = terminal.language
    rows = [_place(target, language) for target, _ in each.missing]
    target = next(iter(each.part.targets), None)
    at = place(target.source, target.span) if target is not None else ""
    when = "".join(f" {days_words(days).text(language)}" for days in each.days)
    return Case(f"{program.name}.coverage", f"{each.part.name}{when}", at, "\n".join([_head(each), *rows]) if rows else None)


def _unreached(each: Covered, target: Target, language: Language) -> str:
    said = Words(f"：试了 {each.tried} 张表没有到", f": not reached in {each.tried} forms")
    return f"{_place(target, language)}{said.text(language)}"


def _place(target: Target, language: Language) -> str:
    row, _ = target.source.line_and_column(target.span.start)
    said = ASPECTS[target.aspect].text(language)
    text = target.text if len(target.text) <= LONGEST else target.text[: LONGEST - 1] + "…"
    return f"{row}: {said}" if target.node == OUTCOME else f"{row}: `{text}` {said}"
