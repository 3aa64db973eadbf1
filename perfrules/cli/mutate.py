"""`perfrules test --mutate`: whether a policy's examples notice every single change to it, and the examples that would."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

from perfrules.check.consolidate import days_words
from perfrules.cli.came import Came, forms_for_one, least
from perfrules.cli.kept import Keeping
from perfrules.cli.proposed import Titled, entitled, propose, text_of
from perfrules.cli.terminal import Terminal
from perfrules.core import tree as core
from perfrules.diagnostics import Language
from perfrules.mutants import Mutant
from perfrules.trials.answers import answer_text, answers
from perfrules.trials.junit import Case, suite_of
from perfrules.trials.mutation import Bench, Judged, changes, mutate
from perfrules.trials.proposals import language_of
from perfrules.trials.scoring import Score, score
from perfrules.trials.stretches import Stretch, stretches
from perfrules.trials.telling import place
from perfrules.trials.under import Under
from perfrules.values.numbers import decimal_text

LONGEST = 90


def mutate_policy(under: Under, options: argparse.Namespace, terminal: Terminal, progress_kept: Keeping | None = None) -> Came:
    """What came of it; the examples that would notice more are printed or written where that is asked for."""
    program, its = under.program, stretches(under)
    judged = _judged(its, options, terminal, progress_kept)
    told = score(judged, dict.fromkeys(answer for each in its for answer in answers(each.program)), under.source)
    titled = entitled(((proposal, _title(those[0].mutant, program)) for proposal, those in told.missing), under)
    refused = None
    if options.write_examples or options.write:
        refused = propose(under, titled, options.write, terminal)
    else:
        _report(under, told, titled, terminal)
    short = told.share < least(options)
    return Came(short, refused, suite_of(f"{program.name} mutants", list(_cases(program, told, judged, terminal))))


def _judged(
    its: Sequence[Stretch], options: argparse.Namespace, terminal: Terminal, progress_kept: Keeping | None
) -> list[Judged]:
    """Every mutant with its fate. What is judged is kept at once, so that nothing is lost when the run is stopped."""
    benches = [Bench(stretch, forms_for_one(options)) for stretch in its]
    every = changes(its)
    known = {} if progress_kept is None else progress_kept.known(its, forms_for_one(options))
    progress, done = terminal.progress(), list[Judged]()
    try:
        for judged in mutate(benches, known, every):
            if progress_kept is not None and judged.key not in known:
                progress_kept.add(judged)
            done.append(judged)
            progress(len(done), len(every))
    except KeyboardInterrupt:
        progress.clear()
        _stopped(len(done), len(every), options, terminal)
        raise
    finally:
        progress.clear()
    return done


def _stopped(done: int, all_: int, options: argparse.Namespace, terminal: Terminal) -> None:
    if options.resume is None:
        terminal.tell(
            f"停在 {done}/{all_}；加 --resume 文件，停下后可接着来", f"stopped at {done}/{all_}; --resume FILE lets it go on"
        )
    else:
        terminal.tell(f"停在 {done}/{all_}；同样的命令接着来", f"stopped at {done}/{all_}; the same command goes on")


# ── what it came to ──


def _report(under: Under, told: Score, titled: Sequence[Titled], terminal: Terminal) -> None:
    page, program = terminal.page, under.program
    language = language_of(program)
    for one, (_, those) in zip(titled, told.missing, strict=True):
        for judged in those:
            terminal.write("\n".join(_place(judged, terminal)) + "\n")
        terminal.write(terminal.either("  有一例就能察觉：", "  an example would notice:") + "\n")
        text = text_of(one, under)
        terminal.write("\n".join("    " + row for row in text.split("\n")) + "\n\n")
    modes: set[str] = set()
    for judged in told.open:
        if judged.mutant.kind == "missing means":
            if judged.mutant.name in modes:
                continue
            modes.add(judged.mutant.name)
        said = terminal.either(
            f"试了 {judged.fate.tried} 张表，没有分得开的：或许与原来相同。确实相同的，在这一项上面写：",
            f"no form of {judged.fate.tried} tells it from the original: perhaps it is the same. If it is, write above the item:",
        )
        comment = f"# {'核 等价' if language == 'zh' else 'checked equivalent'} {answer_text(judged.mutant)}: …"
        terminal.write(
            "\n".join([*_place(judged, terminal), *("  " + row for row in page.wrapped(said, 2))]) + f"\n    {comment}\n\n"
        )
    for judged, answer in told.wrong:
        terminal.tell(
            f"{answer.source.name}:{answer.line} 说是等价的，上面的例分得开：{_short(judged.mutant)}",
            f"{answer.source.name}:{answer.line} calls it equivalent, but the example above tells: {_short(judged.mutant)}",
        )
    for answer in told.idle:
        terminal.tell(
            f"{answer.source.name}:{answer.line} 的“等价”没有对应的改动，或已有例察觉，可以删去",
            f"{answer.source.name}:{answer.line} answers no mutant that is left: it can go",
        )
    terminal.write(page.paint(_summary(program, told, terminal), "good" if told.share == 1 else "error") + "\n")


def _summary(program: core.Program, told: Score, terminal: Terminal) -> str:
    share = decimal_text(told.share * 100, 1).rstrip("…")
    answered = len(told.answered)
    zh = f"{program.name}：{told.all} 处改动" + (f"，{answered} 处等价（已说明）" if answered else "")
    en = f"{program.name}: {told.all} mutant{'' if told.all == 1 else 's'}" + (
        f", {answered} answered as equivalent" if answered else ""
    )
    return terminal.either(
        f"{zh}；其余 {told.counted} 处中 {told.killed} 处有例察觉，{share}%",
        f"{en}; examples notice {told.killed} of {told.counted}, {share}%",
    )


def _place(judged: Judged, terminal: Terminal) -> Iterator[str]:
    mutant = judged.mutant
    head = f"{place(mutant.source, mutant.span)}  {_said(judged, terminal.language)}"
    yield from (terminal.page.paint(text, "strong") for text in terminal.page.wrapped(head))
    yield from ("  " + text for text in terminal.page.wrapped(_short(mutant), 2))


def _said(judged: Judged, language: Language) -> str:
    """What was changed and, where it does not stand always, when it does."""
    when = [days_words(days).text(language) for days in judged.days]
    return "  ".join([judged.mutant.item.name, judged.mutant.words.text(language), *when])


def _cases(program: core.Program, told: Score, judged: Sequence[Judged], terminal: Terminal) -> Iterator[Case]:
    """Each mutant for JUnit; one that is answered for, or killed, is well."""
    well = {each.key for each in judged if each.fate.kind == "killed"} | {each.key for each, _ in told.answered}
    for each in judged:
        short, at = _short(each.mutant), place(each.mutant.source, each.mutant.span)
        wrong = terminal.either("没有例察觉", "no example notices")
        yield Case(
            f"{program.name}.mutants",
            f"{_said(each, terminal.language)}  {short}",
            at,
            None if each.key in well else f"{wrong}: {short}",
        )


def _short(mutant: Mutant) -> str:
    before, after = (" ".join(text.split()) for text in (mutant.before, mutant.after))
    cut = [text if len(text) <= LONGEST else text[: LONGEST - 1] + "…" for text in (before, after)]
    return f"{cut[0]} → {cut[1]}" if after else cut[0]


def _title(mutant: Mutant, program: core.Program) -> str:
    """What the example shows, until its author finds a better title."""
    before, after = (" ".join(text.split()).replace('"', "'") for text in (mutant.before, mutant.after))
    if mutant.kind in ("table", "link", "missing means") or not after or len(before) + len(after) > LONGEST:
        return (
            f"{mutant.item.name}：不是“{mutant.words.zh}”"
            if language_of(program) == "zh"
            else f"{mutant.item.name}: not {mutant.words.en}"
        )
    return f"是 {before}，不是 {after}" if language_of(program) == "zh" else f"{before}, not {after}"
