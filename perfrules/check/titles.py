"""Titles: a property is known by its title and by what it is for, so it has one, and no other has the same."""

from __future__ import annotations

from collections.abc import Iterable

from perfrules.check import problems as p
from perfrules.check.consolidate import Key, Standing, key
from perfrules.check.problems import Problems
from perfrules.diagnostics import Code, Label, Words
from perfrules.syntax import tree as syntax
from perfrules.values.text import normal

NO_TITLE = Code("no-title", Words("没有标题", "no title"))


def check_titles(items: Iterable[Standing], found: Problems) -> None:
    """Properties that nobody could speak of: those without a title, and the second of those that share one."""
    earlier: dict[Key, tuple[Standing, syntax.Text]] = {}
    for standing in items:
        item = standing.item
        if not isinstance(item, syntax.Property) or item.title is None:
            continue
        if not normal(item.title.value):
            said = Words("性质的标题是空的", "the title of the property is empty")
            help_ = Words("写明它说的是什么，以后就凭标题指明它", "say what it states: by its title it is referred to")
            found.add(NO_TITLE, standing.file.source, item.title, said, help=help_)
            continue
        its = key(item)
        if its in earlier:
            _twice(standing, item.title, earlier[its], item.of, found)
        earlier.setdefault(its, (standing, item.title))


def _twice(
    standing: Standing, title: syntax.Text, first: tuple[Standing, syntax.Text], of: syntax.Name | None, found: Problems
) -> None:
    zh, en = (f"针对 `{of.text}` 的", f" for `{of.text}`") if of else ("", "")
    said = Words(f"{zh}性质“{title.value}”已经有了", f"there is a property “{title.value}”{en} already")
    here = Label(first[0].file.source, first[1].span, Words("先在这里", "first here"))
    help_ = Words("换一个标题", "choose another title")
    found.add(p.DUPLICATE_NAME, standing.file.source, title, said, others=(here,), help=help_)
