"""An amended policy as one text: every item that stands, marked with the edition its text comes from.

What is printed is itself a policy that says the same, but for what is off and for what an item of an older edition rests on:
the marks are comments.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from perfrules.check.amending import called, kind_words
from perfrules.check.consolidate import Consolidated, Gone, Standing, dates, edition_of, plain
from perfrules.core import tree as core
from perfrules.diagnostics import Language, Words
from perfrules.diagnostics.columns import width_of
from perfrules.findings.suspended import suspended
from perfrules.format.dated import HEADING, dated, shown_day
from perfrules.format.page import Block, Laid, blocks_of, laid_out
from perfrules.format.spelling import Spellings, spell
from perfrules.forms import Templates
from perfrules.source import Source
from perfrules.syntax import tree as syntax
from perfrules.syntax.printing_items import header

MARKED_AT = 76
"""The column where the marks stand, where the line before them ends in time."""


def consolidated(whole: Consolidated, templates: Templates, language: Language) -> str:
    """The text, in the words of `language`."""
    spelt = Spelt(whole, templates, language)
    lines = _head(spelt, language)
    last: tuple[Standing, Laid] | None = None
    for standing, laid in spelt.laid():
        lines += _above(standing, laid, last)
        lines += [*_marked(laid, standing, language), *_note(standing.off, language), *laid.parts]
        last = standing, laid
    gone = [f"#   {gone_words(each).text(language)}" for each in whole.gone if by_itself(each)]
    if gone:
        lines += ["", Words("# 已废止：", "# repealed:").text(language), *gone]
    return "".join(line.rstrip() + "\n" for line in lines)


class Spelt:
    """A consolidated policy with every word in the reader's spelling: the blocks of each file, by where their items begin."""

    def __init__(self, whole: Consolidated, templates: Templates, language: Language) -> None:
        self.whole = whole
        self.language = language
        self.files = {id(file): spell(file, Spellings.of(file, templates), language) for file in whole.lineage.files}
        self.blocks = {key: {each.held.start: each for each in blocks_of(file)[0]} for key, file in self.files.items()}

    def item(self, standing: Standing) -> syntax.AnyItem:
        return self.block(standing).item

    def block(self, standing: Standing) -> Block:
        """The item's block without its verb and that verb's dates."""
        block = self.blocks[id(standing.file)][standing.item.span.start]
        item = plain(block.item)
        parts = tuple((part, held) for part, held in block.parts if isinstance(part, syntax.Row) or part in item.clauses)
        return replace(block, item=item, header=header(item), parts=parts)

    def laid(self) -> Iterator[tuple[Standing, Laid]]:
        """Every item with its lines, those of one file that follow one another laid out together."""
        for _, run in groupby(self.whole.items, key=lambda standing: id(standing.file)):
            standing = list(run)
            source = standing[0].file.source
            yield from zip(standing, laid_out(source, [self.block(each) for each in standing]), strict=True)

    def policy(self) -> syntax.Policy:
        """The policy's own clauses and those it has from what it amends."""
        files = [self.files[id(file)] for file in self.whole.lineage.files]
        policies = [file.policy for file in files if file.policy is not None]
        own = policies[-1]
        template = next((each for policy in reversed(policies) for each in policy.every(syntax.TemplateClause)), None)
        places = next((each for policy in reversed(policies) for each in policy.every(syntax.Places)), None)
        uses = {clause.policy.path: clause for policy in policies for clause in policy.every(syntax.Uses)}
        inherited = (syntax.TemplateClause, syntax.Places, syntax.Uses, syntax.Amends)
        kept = [clause for clause in own.clauses if not isinstance(clause, inherited)]
        clauses = [each for each in (template, *uses.values(), places, *kept) if each is not None]
        return replace(own, clauses=tuple(clauses), language=self.language, further=())


def _head(spelt: Spelt, language: Language) -> list[str]:
    """The policy, under lines that say which texts this is made of and what each rests on."""
    said = [Words("# 合并文本，由旧到新：", "# consolidated, the oldest first:")]
    said += [_made_of(file) for file in spelt.whole.lineage.files]
    policy = spelt.policy()
    # In the order given: the clauses come from several files, so where they stood says nothing.
    ordered = replace(
        policy, clauses=tuple(replace(each, span=replace(each.span, start=at)) for at, each in enumerate(policy.clauses, 1))
    )
    nowhere = Source("", "")
    (block,), _ = blocks_of(syntax.File(nowhere, (replace(ordered, span=replace(policy.span, start=0)),)))
    (laid,) = laid_out(nowhere, [block])
    changes = dated(spelt.whole)
    if changes:
        other = Words("；--date 看别的日子", "; --date shows another day")
        said += [Words("# ", "# ") + HEADING + Words("（", " (") + shown_day(spelt.whole) + other + Words("）：", "):")]
        said += [Words("#   ", "#   ") + each for each in changes]
    return [*(words.text(language) for words in said), *laid.header, *laid.parts]


def _made_of(file: syntax.File) -> Words:
    policy = file.policy
    title = policy.title.value if policy is not None and policy.title else ""
    named = "  ".join(filter(None, (f"#   {edition_of(file)}", title)))
    rests = [
        (each.document.value, each.clause.value if each.clause else "") for each in (policy.every(syntax.Basis) if policy else ())
    ]
    zh = "、".join(document + (f" {clause}" if clause else "") for document, clause in rests)
    en = "; ".join(document + (f", clause {clause}" if clause else "") for document, clause in rests)
    return Words(f"{named}{f'（依据 {zh}）' if zh else ''}", f"{named}{f' (by {en})' if en else ''}")


def _above(standing: Standing, laid: Laid, last: tuple[Standing, Laid] | None) -> list[str]:
    """What stands above an item, and a blank line where it did not follow the last one in its file; not in a list of lines."""
    if last is None:
        return laid.above if laid.above[:1] == [""] else ["", *laid.above]
    listed = not (last[1].parts or laid.parts or laid.above) and len(last[1].header) == len(laid.header) == 1
    if laid.above[:1] == [""] or listed or _follows(standing, last[0]):
        return laid.above
    return ["", *laid.above]


def _follows(standing: Standing, last: Standing) -> bool:
    """Whether two items are neighbours in one file."""
    starts = [item.span.start for item in standing.file.items]
    return last.file is standing.file and starts.index(last.item.span.start) == starts.index(standing.item.span.start) - 1


def _marked(laid: Laid, standing: Standing, language: Language) -> list[str]:
    first, *rest = laid.header
    mark = mark_of(standing).text(language)
    blanks = " " * max(MARKED_AT - width_of(first), 2)
    return [first if "#" in first else f"{first}{blanks}# {mark}", *rest]


def _note(off: core.Off | None, language: Language) -> list[str]:
    return [] if off is None else [f"  # {suspended(off).text(language)}"]


def mark_of(standing: Standing) -> Words:
    """The edition an item is from, and the days for which it holds."""
    first, last = dates(original(standing))
    zh, en = f"{f' 自 {first}' if first else ''}", f"{f' from {first}' if first else ''}"
    zh, en = zh + f"{f' 至 {last}' if last else ''}", en + f"{f' until {last}' if last else ''}"
    return Words(standing.edition + zh, standing.edition + en)


def original(standing: Standing) -> syntax.AnyItem:
    """The item as it is written, with its verb."""
    return next(item for item in standing.file.items if item.span == standing.item.span)


def by_itself(gone: Gone) -> bool:
    """Whether it was repealed, and did not only go with its rule."""
    return gone.by.kind == type(gone.item.item).__name__.lower()


def gone_words(gone: Gone) -> Words:
    kind, item = kind_words(gone.item.item), gone.item.item
    name = called(item)
    title = item.title.value if item.title and item.title.value != name else ""
    because = gone.by.only(syntax.Because)
    by, why = edition_of(gone.file), because.reason.value if because else ""
    zh = "  ".join(filter(None, (f"{kind.zh} {name}", title, f"由 {by} 废止" + (f"：{why}" if why else ""))))
    en = "  ".join(filter(None, (f"{kind.en} {name}", title, f"repealed by {by}" + (f": {why}" if why else ""))))
    return Words(zh, en)
