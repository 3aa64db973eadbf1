"""`perfrules test --mutate`: whether a policy's examples notice every single change to it, and the examples that would."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from perfrules.cli.proposed import Titled, propose
from perfrules.cli.terminal import Terminal
from perfrules.core import tree as core
from perfrules.forms import Templates
from perfrules.mutants import Mutant, mutants
from perfrules.trials.answers import answer_text, answers
from perfrules.trials.keeping import digest, kept, line
from perfrules.trials.mutation import Bench, Fate, Judged, mutate
from perfrules.trials.proposals import language_of, pasted_text
from perfrules.trials.scoring import Score, score
from perfrules.trials.under import Under
from perfrules.values.numbers import decimal_text

LONGEST = 90


def mutate_policy(under: Under, options: argparse.Namespace, terminal: Terminal) -> bool:
    """Whether fewer mutants are noticed than was asked for."""
    program, templates = under.program, under.templates
    judged = _judged(program, templates, options, terminal)
    told = score(judged, answers(program), under.source)
    if options.write_examples or options.write:
        titled = [Titled(proposal, _title(those[0].mutant, program)) for proposal, those in told.missing]
        propose(under, titled, options.write, terminal)
    else:
        _report(program, told, templates, terminal)
    return told.share < Fraction(options.at_least) / 100


def _judged(program: core.Program, templates: Templates, options: argparse.Namespace, terminal: Terminal) -> list[Judged]:
    """Every mutant with its fate. What is judged is kept at once, so that nothing is lost when the run is stopped."""
    bench = Bench(program, templates, options.forms)
    every = list(mutants(program))
    mark = digest(program, templates, options.forms)
    known = _known(options.resume, mark)
    progress, done = terminal.progress(), list[Judged]()
    keep = None if options.resume is None else Path(options.resume).open("a", encoding="utf-8")  # noqa: SIM115
    try:
        for judged in mutate(bench, known, every):
            if keep is not None and judged.mutant.key not in known:
                keep.write(line(mark, judged.mutant.key, judged.fate))
                keep.flush()
            done.append(judged)
            progress(len(done), len(every))
    except KeyboardInterrupt:
        progress.clear()
        _stopped(len(done), len(every), options, terminal)
        raise
    finally:
        progress.clear()
        if keep is not None:
            keep.close()
    return done


def _known(path: str | None, mark: str) -> dict[str, Fate]:
    if path is None or not Path(path).exists():
        return {}
    return kept(Path(path).read_text(encoding="utf-8", errors="replace").splitlines(), mark)


def _stopped(done: int, all_: int, options: argparse.Namespace, terminal: Terminal) -> None:
    if options.resume is None:
        terminal.tell(
            f"停在 {done}/{all_}；加 --resume 文件，停下后可接着来", f"stopped at {done}/{all_}; --resume FILE lets it go on"
        )
    else:
        terminal.tell(f"停在 {done}/{all_}；同样的命令接着来", f"stopped at {done}/{all_}; the same command goes on")


# ── what it came to ──


def _report(program: core.Program, told: Score, templates: Templates, terminal: Terminal) -> None:
    page = terminal.page
    language = language_of(program)
    for proposal, those in told.missing:
        for judged in those:
            terminal.write("\n".join(_place(judged, terminal)) + "\n")
        terminal.write(terminal.either("  有一例就能察觉：", "  an example would notice:") + "\n")
        text = pasted_text(proposal, _title(those[0].mutant, program), program, templates)
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
    row, column = mutant.source.line_and_column(mutant.span.start)
    head = f"{mutant.source.name}:{row}:{column}  {mutant.item.name}  {mutant.words.text(terminal.language)}"
    yield from (terminal.page.paint(text, "strong") for text in terminal.page.wrapped(head))
    yield from ("  " + text for text in terminal.page.wrapped(_short(mutant), 2))


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
