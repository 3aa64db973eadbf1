"""What is said of a verb that has nothing to do, does what is done already, or comes twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from perfrules.check import problems as p
from perfrules.check.literals import day
from perfrules.check.problems import Problems
from perfrules.core import tree as core
from perfrules.diagnostics import Code, Fix, Label, Words
from perfrules.diagnostics.nearest import nearest
from perfrules.source import Span
from perfrules.syntax import tree as syntax
from perfrules.syntax.words import words

AMENDS_NOTHING = Code("amends-nothing", Words("没有修改别的政策", "amends nothing"))
NOTHING_TO_AMEND = Code("nothing-to-amend", Words("没有可修改的条目", "nothing to amend"))
NO_CHANGE = Code("no-change", Words("没有改动", "no change"))
TWO_VERBS = Code("two-verbs", Words("一个条目改了两次", "two verbs"))
WAS_REPEALED = Code("was-repealed", Words("已经废止", "was repealed"))
HERE = Words("它在这里", "it is here")


def kind_words(item: syntax.AnyItem) -> Words:
    english = item.kind if isinstance(item, syntax.Ended) else type(item).__name__.lower()
    return Words(words().groups["items"][english], english)


def called(item: syntax.AnyItem) -> str:
    """What an item goes by: its name, or its title."""
    name = getattr(item, "name", None)
    return item.title.value if item.title and not isinstance(item, syntax.Named) else name.text if name else ""


def name_span(item: syntax.AnyItem) -> Span:
    """Where the item is named: its name, or its title."""
    if item.title is not None and not isinstance(item, syntax.Named):
        return item.title.span
    name: syntax.Name | None = getattr(item, "name", None)
    return name.span if name else item.span


def verb_span(item: syntax.AnyItem, file: syntax.File) -> Span:
    verbs = "|".join(re.escape(word).replace(r"\ ", r"[ \t]+") for word in words().every("verbs"))
    found = re.compile(verbs).match(file.source.text, item.span.start)
    return Span(item.span.start, found.end()) if found else name_span(item)


def amends_nothing(item: syntax.AnyItem, file: syntax.File, found: Problems) -> None:
    assert file.policy is not None
    span = verb_span(item, file)
    shown = file.source[span]
    said = Words(f"政策没有修改别的政策，用不上 `{shown}`", f"the policy amends no other, so there is nothing to `{shown}`")
    here = Label(file.source, file.policy.identity.span, Words("这里没有 `修改`", "there is no `amends` here"))
    help_ = Words("在政策里加一行 `修改 武汉/项目 2020`", "add a line `amends wuhan/project 2020` to the policy")
    found.add(AMENDS_NOTHING, file.source, span, said, others=(here,), help=help_)


def check_dates(item: syntax.Item, file: syntax.File, found: Problems) -> None:
    """The days of a verb, or of a policy: there are such days, and it begins before it ends."""
    first, last = item.only(syntax.From), item.only(syntax.Until)
    for clause in (first, last):
        if clause is not None and day(clause.date) is None:
            text = clause.date.text
            found.add(p.NO_SUCH_DATE, file.source, clause.date, Words(f"没有 {text} 这一天", f"there is no day {text}"))
    if first is None or last is None:
        return
    begins, ends = day(first.date), day(last.date)
    if begins is None or ends is None or begins <= ends:
        return
    said = Words("止的日期在起的日期之前", "it ends before it begins")
    here = Label(file.source, first.date.span, Words("从这一天起", "it begins here"))
    found.add(p.EMPTY_INTERVAL, file.source, last.date, said, others=(here,))


def not_there(
    item: syntax.AnyItem,
    other: syntax.AnyItem | None,
    its: syntax.File | None,
    file: syntax.File,
    known: Mapping[Any, Any],
    found: Problems,
) -> None:
    """`other` is what goes by that name and is of another kind."""
    kind, name = kind_words(item), called(item)
    parent = file.policy.only(syntax.Amends) if file.policy else None
    there = "" if parent is None else parent.policy.text
    where = () if parent is None else (Label(file.source, parent.span, Words("修改的是这一版", "this is what is amended")),)
    said = Words(f"{there} 没有{kind.zh} `{name}`", f"{there} has no {kind.en} `{name}`")
    help_, fix = None, None
    if other is not None and its is not None:
        is_ = kind_words(other)
        said = Words(f"`{name}` 不是{kind.zh}，是{is_.zh}", f"`{name}` is no {kind.en} but a {is_.en}")
        where = (Label(its.source, name_span(other), HERE),)
    elif isinstance(item, syntax.Named) or (isinstance(item, syntax.Ended) and item.title is None):
        near = nearest(name, _names(known, kind.en))
        help_ = Words(f"是 `{near}` 吗", f"is it `{near}`?") if near else None
        fix = Fix(((name_span(item), near),)) if near else None
    else:
        about = {each.title.value for each in _items(known) if each.title and kind_words(each) == kind}
        near = nearest(name, about)
        help_ = Words("标题和 `针对` 都要一致", "title and `for` must both agree")
        help_ = Words(f"是 `{near}` 吗", f"is it `{near}`?") if near else help_
    found.add(NOTHING_TO_AMEND, file.source, name_span(item), said, others=where, help=help_, fix=fix)


def _items(known: Mapping[Any, Any]) -> Iterable[syntax.AnyItem]:
    return (standing.item for standing in known.values())


def _names(known: Mapping[Any, Any], kind: str) -> list[str]:
    return [called(item) for item in _items(known) if kind_words(item).en == kind]


def same_again(item: syntax.AnyItem, before: syntax.AnyItem, its: syntax.File, file: syntax.File, found: Problems) -> None:
    kind, name = kind_words(item), called(item)
    said = Words(f"{kind.zh} `{name}` 本来就是这样", f"{kind.en} `{name}` is so already")
    here = Label(its.source, name_span(before), Words("原文在这里", "the text is here"))
    help_ = Words("没有改动的条目不用写", "what does not change is not written again")
    found.add(NO_CHANGE, file.source, name_span(item), said, others=(here,), help=help_)


def off_already(item: syntax.SwitchOff, off: core.Off, file: syntax.File, found: Problems) -> None:
    name = called(item)
    said = Words(f"`{name}` 已经停用", f"`{name}` is switched off already")
    start = Span(off.span.start, min(off.span.end, off.source.text.find("\n", off.span.start) % (len(off.source.text) + 1)))
    found.add(NO_CHANGE, file.source, name_span(item), said, others=(Label(off.source, start, Words("在这里停用", "here")),))


def two_verbs(item: syntax.AnyItem, first: syntax.AnyItem, file: syntax.File, found: Problems) -> None:
    name = called(item)
    said = Words(f"`{name}` 在这一版里改了两次", f"this edition does two things to `{name}`")
    here = Label(file.source, name_span(first), Words("先有这个", "this came first"))
    help_ = None
    if isinstance(first, syntax.Repeal) and not isinstance(item, syntax.Ended):
        help_ = Words("换成别的内容写 `替换`", "to put something else in its place write `replace`")
    found.add(TWO_VERBS, file.source, name_span(item), said, others=(here,), help=help_)


def there_already(item: syntax.AnyItem, before: syntax.AnyItem, its: syntax.File, file: syntax.File, found: Problems) -> None:
    name, same = called(item), kind_words(item) == kind_words(before)
    is_ = kind_words(before)
    said = Words(f"`{name}` 已经有了", f"`{name}` is there already")
    if not same:
        said = Words(f"`{name}` 已经有了，是{is_.zh}", f"`{name}` is there already, as a {is_.en}")
    here = Label(its.source, name_span(before), HERE)
    help_ = Words("要换掉它，写 `替换`；不然换一个名称", "to put this in its place write `replace`; else choose another name")
    fix = None
    if same:
        new = words().spelled("replace", item.language)
        old = verb_span(item, file) if item.verb is not None else Span(item.span.start, item.span.start)
        fix = Fix(((old, new if item.verb is not None else new + " "),))
    found.add(p.DUPLICATE_NAME, file.source, name_span(item), said, others=(here,), help=help_ if same else None, fix=fix)
