"""Reads YAML into the tree of what is written.

The parser's events are taken, not its values: those would turn 17.40 into 17.4, and an alias repeated often enough would
fill the memory. Anchors, aliases, tags and merge keys are refused, since no form needs them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from perfrules.diagnostics import Diagnostic, Words
from perfrules.forms.codes import NOT_IN_FORMS, UNREADABLE_YAML
from perfrules.forms.tree import DEEPEST, Node, Open, Scalar, Tree, problem, too_deep, too_long
from perfrules.source import Source, Span

if TYPE_CHECKING:
    from yaml import MarkedYAMLError

# What YAML lets stand in a text, turned round.
_FORBIDDEN = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What the parser says when a value opens with a sign that means something in YAML.
_SIGN = re.compile("cannot start any token|block scalar|an alias|an anchor|a tag")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


def read_yaml(source: Source) -> Tree:
    """The documents of a YAML stream; a document with a mistake ends the reading and is left out."""
    import yaml

    if (large := too_long(source)) is not None:
        return Tree(source, (), (large,))
    if (forbidden := _FORBIDDEN.search(source.text)) is not None:
        return Tree(source, (), (_forbidden(source, forbidden),))
    documents: list[Node] = []
    try:
        stopped = _documents(source, documents)
    except yaml.MarkedYAMLError as error:
        stopped = _unreadable(source, error)
    except yaml.YAMLError:
        stopped = problem(UNREADABLE_YAML, source, Span(0, 0), Words("这个文件不能按 YAML 读取", "this cannot be read as YAML"))
    if stopped is not None and documents and isinstance(documents[-1], Scalar):
        documents.pop()  # the words before the mistake, read as a document of their own
    return Tree(source, tuple(documents), () if stopped is None else (stopped,))


def _documents(source: Source, documents: list[Node]) -> Diagnostic | None:
    """Fills `documents` and gives the problem that ended it."""
    import yaml

    opened: list[Open] = []
    events: Iterator[Any] = yaml.parse(source.text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    for event in events:
        node: Node | None = None
        start, end = event.start_mark.index, event.end_mark.index
        if (refused := _refused(source, event)) is not None:
            return refused
        match event:
            case yaml.ScalarEvent():
                node = _scalar(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                if len(opened) == DEEPEST:
                    return too_deep(source, start)
                opened.append(Open(start, isinstance(event, yaml.MappingStartEvent)))
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                node = opened.pop().closed(end)
        if node is None:
            continue
        if not opened:
            documents.append(node)
        elif opened[-1].is_fields and opened[-1].key is None and not isinstance(node, Scalar):
            words = Words("栏目名应是一个词，这里是一组内容", "a field's name is one word, this is a group")
            return problem(NOT_IN_FORMS, source, node.span, words)
        else:
            opened[-1].take(node)
    return None


def _scalar(event: Any) -> Scalar:
    # A plain scalar's style is None or empty, depending on which parser is there.
    blank = not event.style and event.value in _NULLS
    return Scalar(None if blank else event.value, Span(event.start_mark.index, event.end_mark.index))


def _refused(source: Source, event: Any) -> Diagnostic | None:
    span = Span(event.start_mark.index, event.end_mark.index)
    if getattr(event, "anchor", None) is not None:
        mark = source.text[event.start_mark.index]
        if mark == "*":
            words = Words("表中不用别名（`*`）", "forms do not use aliases (`*`)")
        else:
            words = Words("表中不用锚点（`&`）", "forms do not use anchors (`&`)")
    elif getattr(event, "tag", None) is not None:
        words = Words("表中不用类型标记（`!`）", "forms do not use tags (`!`)")
    elif getattr(event, "value", None) == "<<" and not event.style:
        words = Words("表中不用合并键（`<<`）", "forms do not use merge keys (`<<`)")
    else:
        return None
    help = Words("如果这就是单元格的内容，请加引号", "if this is what the cell says, put it in quotes")
    return problem(NOT_IN_FORMS, source, Span(span.start, max(span.end, span.start + 1)), words, help=help)


def _forbidden(source: Source, found: re.Match[str]) -> Diagnostic:
    number = f"U+{ord(found[0]):04X}"
    words = Words(f"这里有一个不能出现在文本中的字符（{number}）", f"a character that cannot stand in a text ({number})")
    return problem(UNREADABLE_YAML, source, Span(*found.span()), words)


def _unreadable(source: Source, error: MarkedYAMLError) -> Diagnostic:
    """libyaml and PyYAML word their messages differently and neither speaks Chinese, so only their kind is taken."""
    said = f"{error.context} {error.problem}"
    here = _index(source, error.problem_mark)
    start = _index(source, error.context_mark, here)
    quotes = Words("把整个值放进引号里", "put the whole value in quotes")
    if "quoted scalar" in said and "end of stream" in said:
        return _at(source, start, Words("这里开始的引号没有结束", "the quotation that opens here does not end"))
    if "escape" in said:
        words = Words("双引号里的 `\\` 后面不能是这个字符", "this may not follow a `\\` in double quotes")
        at = here if source.text[here : here + 1] == "\\" else here - 1
        return _at(source, at, words, Words("改用单引号", "use single quotes"))
    if "flow " in said and "expected" in said:
        words = Words("这里开始的括号没有正确结束", "the bracket that opens here is not closed as it should be")
        return _at(source, start, words)
    if _SIGN.search(said):
        at = here if "cannot start" in said else start
        if source.text[at : at + 1] == "\t":
            words = Words("这里用了制表符，缩进只能用空格", "a tab stands here; indentation is made of blanks")
            return _at(source, at, words, Words("换成空格", "use blanks"))
        sign = source.text[at : at + 1]
        words = Words(f"值不能直接以 `{sign}` 开头", f"a value cannot open with `{sign}` as it stands")
        return _at(source, at, words, quotes)
    if "mapping values" in said and (line := _first_colon(source, here)) is not None:
        words = Words("这一行接在了上一行的值后面", "this line runs on from the value above it")
        help = Words("上一行缺冒号，或这一行缩进太深", "the line above lacks a colon, or this one is indented too far")
        return _at(source, line, words, help)
    if "mapping values" in said:
        words = Words("一行里有第二个冒号", "this is the second colon in the line")
        return _at(source, here, words, quotes)
    if "':'" in said:
        colon = Words("栏目名之后用半角冒号加一个空格", "write a half-width colon and a blank after a field's name")
        return _at(source, start, Words("这一行没有冒号", "this line has no colon"), colon)
    if "block " in said or "document start" in said:
        words = Words("这一行的缩进与上面的不一致", "this line is not indented like those above it")
        return _at(source, here, words)
    return _at(source, here, Words("从这里起不能按 YAML 读取", "from here on this cannot be read as YAML"))


def _first_colon(source: Source, colon: int) -> int | None:
    """Where the words before the colon begin, if it is the first colon of its line."""
    line, column = source.line_and_column(colon)
    before = source.line_text(line)[: column - 1]
    return None if ":" in before else colon - len(before.lstrip())


def _at(source: Source, at: int, words: Words, help: Words | None = None) -> Diagnostic:
    end = len(source.text)
    return problem(UNREADABLE_YAML, source, Span(min(at, end), min(at + 1, end)), words, help=help)


def _index(source: Source, mark: Any, otherwise: int = 0) -> int:
    return otherwise if mark is None else min(int(mark.index), len(source.text))
