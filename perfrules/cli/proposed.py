"""Examples that are proposed: printed to be pasted, or put into the policy's file below those of the same rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from perfrules.cli.terminal import Terminal
from perfrules.core import tree as core
from perfrules.format import format_file
from perfrules.source import Source
from perfrules.trials.examples import run_examples
from perfrules.trials.proposals import Proposal, pasted_text
from perfrules.trials.under import Under


@dataclass(frozen=True, slots=True)
class Titled:
    proposal: Proposal
    title: str


def propose(under: Under, those: Sequence[Titled], write: bool, terminal: Terminal) -> None:
    """Print the examples, those of one rule together, or write them into the file when that is asked."""
    program, source = under.program, under.source
    order = [check.name for check in program.checks]
    ranked = sorted(those, key=lambda each: order.index(each.proposal.check))
    texts = [(each.proposal.check, pasted_text(each.proposal, each.title, program, under.templates)) for each in ranked]
    if not texts:
        return
    made = format_file(Source.of(source.name, _with(source.text, program, texts)), under.templates, None)
    assert made.text is not None, [problem.words.en for problem in made.problems]
    again = under.again(Source.of(source.name, made.text))
    assert again is not None, "a proposed example does not check"
    wrong = [run.example.title for run in run_examples(again) if not run.passed and run.example not in program.examples]
    assert not wrong, f"proposed examples give something else: {wrong}"
    if not write:
        terminal.write_exactly("\n".join(text for _, text in texts) + "\n")
        return
    Path(source.name).write_text(made.text, encoding="utf-8", newline="")
    count = len(texts)
    terminal.tell(f"{source.name} 加了 {count} 例", f"{source.name} has {count} more examples")


def _with(text: str, program: core.Program, texts: Sequence[tuple[str, str]]) -> str:
    """The text of a file with each example below the last one of its rule, else at the end."""
    ends = {example.of: example.span.end for example in program.examples}
    at: dict[int, list[str]] = {}
    for name, example in texts:
        at.setdefault(ends.get(name, len(text)), []).append(example)
    for end in sorted(at, reverse=True):
        added = "\n" + "\n".join(at[end])
        text = text[:end].rstrip("\n") + added + ("\n" if end >= len(text) else "") + text[end:]
    return text
