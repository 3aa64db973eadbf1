"""Examples that are proposed: printed to be pasted, or put into the policy's file below those of the same rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from perfrules.cli.files import replace
from perfrules.cli.terminal import Terminal
from perfrules.core import tree as core
from perfrules.diagnostics import Diagnostic
from perfrules.format import format_file
from perfrules.source import Source
from perfrules.trials.examples import run_all_examples
from perfrules.trials.proposals import Proposal, pasted_text
from perfrules.trials.under import Under


@dataclass(frozen=True, slots=True)
class Titled:
    proposal: Proposal
    title: str


def entitled(those: Iterable[tuple[Proposal, str]], under: Under) -> list[Titled]:
    """Proposals under titles that no other example of the same rule has, in whatever edition."""
    taken = {(example.of, example.title) for program in _programs(under) for example in program.examples}
    made = []
    for proposal, title in those:
        named = chain([title], (f"{title} {number}" for number in count(2)))
        free = next(text for text in named if (proposal.check, text) not in taken)
        taken.add((proposal.check, free))
        made.append(Titled(proposal, free))
    return made


def _programs(under: Under) -> tuple[core.Program, ...]:
    """The last first: what an item is called there counts."""
    return (under.program, *(program for _, program in under.periods))


def text_of(of: Titled, under: Under) -> str:
    """As it is to be pasted; by a program that has its rule, for that may have come or gone with a day."""
    program = next(each for each in _programs(under) if any(check.name == of.proposal.check for check in each.checks))
    return pasted_text(of.proposal, of.title, program, under.templates)


def propose(under: Under, those: Sequence[Titled], write: bool, terminal: Terminal) -> Diagnostic | None:
    """Print the examples, those of one rule together, or write them into the policy's file. Why not, if that cannot be.

    A rule may stand in the file of an edition that is amended; an example of it may stand in either, and only this is written.
    """
    source = under.source
    order = list(dict.fromkeys(check.name for program in _programs(under) for check in program.checks))
    ranked = sorted(those, key=lambda each: order.index(each.proposal.check))
    texts = [(each.proposal.check, text_of(each, under)) for each in ranked]
    if not texts:
        return None
    made = format_file(Source.of(source.name, _with(source, under, texts)), under.templates, None)
    assert made.text is not None, [problem.words.en for problem in made.problems]
    again = under.again(Source.of(source.name, made.text))
    assert again, "a proposed example does not check"
    added = {(each.proposal.check, each.title) for each in ranked}
    runs = run_all_examples(again[-1][1], again if len(again) > 1 else (), under.templates)
    wrong = [run.example.title for run in runs if not run.passed and (run.example.of, run.example.title) in added]
    assert not wrong, f"proposed examples give something else: {wrong}"
    if not write:
        terminal.write_exactly("\n".join(text for _, text in texts) + "\n")
        return None
    refused = replace(Path(source.name), made.text)
    if refused is None:
        more = len(texts)
        terminal.tell(f"{source.name} 加了 {more} 例", f"{source.name} has {more} more example{'' if more == 1 else 's'}")
    return refused


def _with(source: Source, under: Under, texts: Sequence[tuple[str, str]]) -> str:
    """The text of a file with each example below the last one there of its rule, else at the end."""
    text, ends = source.text, dict[str, int]()
    for program in _programs(under):
        for example in program.examples:
            if example.source == source:
                ends[example.of] = max(ends.get(example.of, 0), example.span.end)
    at: dict[int, list[str]] = {}
    for name, pasted in texts:
        at.setdefault(ends.get(name, len(text)), []).append(pasted)
    for end in sorted(at, reverse=True):
        added = "\n" + "\n".join(at[end])
        text = text[:end].rstrip("\n") + added + ("\n" if end >= len(text) else "") + text[end:]
    return text
