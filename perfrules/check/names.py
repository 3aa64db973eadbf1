"""The names of a policy: one namespace for its own items and those it uses, none called like a field or a function."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from perfrules import library
from perfrules.check import problems as p
from perfrules.check.consolidate import Consolidated, Gone, Standing
from perfrules.check.problems import Problems
from perfrules.core import tree as core
from perfrules.diagnostics import Label, Words
from perfrules.forms import Template, Templates
from perfrules.source import Source
from perfrules.syntax import tree as syntax

LENT = (syntax.Param, syntax.Let, syntax.Link)
Key = tuple[str, str]
"""A link by its name, and the template it is read in."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item under its name: the file it stands in and the template its bare names are read in.

    `edition` is the policy its text comes from. What a policy without a template lends is `free`: it is read in whichever
    template asks for it.
    """

    item: syntax.Named
    source: Source
    template: Template
    own: bool
    edition: str = ""
    off: core.Off | None = None
    free: bool = False

    @classmethod
    def of(cls, standing: Standing, template: Template, main: syntax.File, free: bool = False) -> Entry:
        assert isinstance(standing.item, syntax.Named)
        own = standing.file is main
        return cls(standing.item, standing.file.source, template, own, standing.edition, standing.off, free)

    def within(self, asked: Template) -> Template:
        """The template that bare names are read in, asked for from a form of `asked`."""
        return asked if self.free else self.template

    def key(self, asked: Template) -> str:
        """What the item goes by in the program: its name, unless it is lent to another template as well."""
        name = self.item.name.text
        return f"{asked.name}:{name}" if self.free and asked is not self.template else name


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads; `through` is the way to the forms or rows it chooses among, if that is along other links."""

    through: core.Route | None
    end: core.Subject


@dataclass(slots=True)
class Links:
    """What is known of links so far: where each leads, those that are read, and circles among them."""

    targets: dict[Key, Target | None] = field(default_factory=dict)
    open: list[Key] = field(default_factory=list)
    asked: dict[str, tuple[Entry, Template]] = field(default_factory=dict)
    circles: list[tuple[Key, ...]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Names:
    entries: dict[str, Entry]
    lost: frozenset[str]
    templates: Templates
    links: Links = field(default_factory=Links)
    gone: dict[str, Gone] = field(default_factory=dict)
    """What was repealed and whose name is free, by name."""

    def entry(self, name: str) -> Entry | None:
        return self.entries.get(name)


def collect(
    main: Consolidated,
    used: Sequence[tuple[Consolidated, Template | None]],
    template: Template,
    templates: Templates,
    found: Problems,
) -> Names:
    """The names that rules of `main` can read; what is named twice is reported at the second place."""
    entries: dict[str, Entry] = {}
    for policy, its in [*used, (main, template)]:
        for standing in policy.items:
            if isinstance(standing.item, syntax.Named if policy is main else LENT):
                _enter(entries, Entry.of(standing, its or template, main.lineage.main, its is None), templates, found)
    lost = frozenset().union(main.lineage.lost, *(policy.lineage.lost for policy, _ in used))
    gone = {
        gone.item.item.name.text: gone
        for policy in (*(policy for policy, _ in used), main)
        for gone in policy.gone
        if isinstance(gone.item.item, syntax.Named) and gone.item.item.name.text not in entries
    }
    return Names(entries, lost, templates, gone=gone)


def _enter(entries: dict[str, Entry], entry: Entry, templates: Templates, found: Problems) -> None:
    name = entry.item.name
    earlier = entries.get(name.text)
    if earlier is not None:
        found.add(
            p.DUPLICATE_NAME,
            entry.source,
            name,
            Words(f"`{name.text}` 已经有了", f"`{name.text}` is there already"),
            others=(Label(earlier.source, earlier.item.name.span, Words("先在这里", "first here")),),
            help=Words("换一个名称", "choose another name"),
        )
        return
    taken = _taken(name.text, templates)
    if taken is not None:
        found.add(p.TAKEN_NAME, entry.source, name, taken, help=Words("换一个名称", "choose another name"))
    entries[name.text] = entry


def _taken(name: str, templates: Templates) -> Words | None:
    if name in library.names():
        return Words(f"`{name}` 是函数名", f"`{name}` is a function")
    if templates.get(name) is not None:
        return Words(f"`{name}` 是表样的名称", f"`{name}` is a template")
    if any(True for template in templates.all for _ in (*template.anywhere(name), *filter(None, [template.part(name)]))):
        return Words(f"`{name}` 是表上的栏目", f"`{name}` is a field of a form")
    return None
