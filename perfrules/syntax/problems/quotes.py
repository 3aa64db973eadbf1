"""What opens and does not close: quotes, which end on their line, and brackets. Seen before the grammar is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfrules.diagnostics import Diagnostic, Fix, Label, Words
from perfrules.source import Span
from perfrules.syntax.grammar import Unexpected, read
from perfrules.syntax.problems.wrong import LONGEST_MENDED, TOO_DEEP, TOO_LONG, UNCLOSED_TEXT, UNPAIRED_BRACKET, Wrong

OPENING = {"(": ")", "[": "]", "{": "}"}
DEEPEST_BRACKETS = 60
MOST_TRIES = 12

BRACKET = re.compile(r'"[^"\n]*"|“[^”\n]*”|[()\[\]{}]')


def unclosed_text(wrong: Wrong, quote: Span, others: list[Span]) -> Diagnostic:
    """A quote that its line does not close. `others` are the unclosed quotes of the same segment."""
    start = quote.start - wrong.span.start
    mark = wrong.source[quote]
    before = wrong.text[wrong.text.rfind("\n", 0, start) + 1 : start]
    if mark == "“" and "”" in before:
        return _reversed(wrong, start, start - len(before) + before.index("”"))
    closing = {"“": "”"}.get(mark, mark)
    follows = next((other.start - wrong.span.start for other in others if other.start > quote.start), None)
    if follows is not None and wrong.text[start:follows].count("\n") == 1:
        return _two_lines(wrong, quote, start, follows)
    return Diagnostic(
        UNCLOSED_TEXT,
        Words("引号在本行没有闭合", "the quote is not closed on its line"),
        Label(wrong.source, quote),
        help=Words(f"用 `{closing}` 闭合", f"close it with `{closing}`"),
        fix=_closed(wrong, start, closing),
    )


def _reversed(wrong: Wrong, opening: int, closing: int) -> Diagnostic:
    return Diagnostic(
        UNCLOSED_TEXT,
        Words("引号写反了", "the quotes are the wrong way round"),
        wrong.label(closing, closing + 1),
        help=Words("`“` 在前，`”` 在后", "`“` comes first, `”` last"),
        fix=wrong.fix((closing, closing + 1, "“"), (opening, opening + 1, "”")),
    )


def _two_lines(wrong: Wrong, quote: Span, start: int, follows: int) -> Diagnostic:
    line = wrong.text.index("\n", start)
    end = line + 1 + len(wrong.text[line + 1 :]) - len(wrong.text[line + 1 :].lstrip(" \t"))
    return Diagnostic(
        UNCLOSED_TEXT,
        Words("引号里的文字不能换行", "a text in quotes does not run over a line"),
        Label(wrong.source, quote),
        help=Words("写在一行里", "write it on one line"),
        fix=wrong.mends(follows, (len(wrong.text[:line].rstrip()), end, "")),
    )


def _closed(wrong: Wrong, start: int, closing: str) -> Fix | None:
    """The text closed where the segment can then be read: by a quote that is there, at the end of the line, or before a mark."""
    end = wrong.line_end(start)
    other = re.search('["”“＂]', wrong.text[start + 1 : end])
    if other is not None:
        at = start + 1 + other.start()
        return wrong.fix((at, at + 1, closing))
    if _comment_follows(wrong, start) or len(wrong.text) > LONGEST_MENDED:
        return None
    marks = [
        start + 1 + mark.start()
        for mark in re.finditer(r"\s*[),\]}|]|\s+[且或]\s|\s+(?:and|or)\s|\s+=", wrong.text[start + 1 : end])
    ]
    for at in [end, *marks][:MOST_TRIES]:
        if at > start + 1 and not isinstance(read(wrong.start, wrong.text[:at] + '"' + wrong.text[at:]), Unexpected):
            return wrong.fix((at, at, closing))
    return wrong.fix((end, end, closing)) if end > start + 1 else None


def _comment_follows(wrong: Wrong, start: int) -> bool:
    line, _ = wrong.source.line_and_column(wrong.span.start + start)
    rest = wrong.source.line_text(line)[wrong.span.start + start - wrong.source.line_start(line) :]
    return "#" in rest or "＃" in rest


# ── brackets ──


def brackets(wrong: Wrong) -> Diagnostic | None:
    """A bracket without its partner. An interval may open with `(` and close with `]`."""
    waiting: list[tuple[int, str]] = []
    for match in BRACKET.finditer(wrong.text):
        mark = match[0]
        if mark in OPENING:
            waiting.append((match.start(), mark))
        elif mark in ")]}":
            if not waiting:
                return _unopened(wrong, match.start(), mark)
            if (mark == "}") != (waiting[-1][1] == "{"):
                return _crossed(wrong, match.start(), mark, waiting[-1])
            waiting.pop()
        if len(waiting) > DEEPEST_BRACKETS:
            return too_deep(wrong, match.start())
    return _unclosed(wrong, waiting) if waiting else None


def _unopened(wrong: Wrong, at: int, mark: str) -> Diagnostic:
    return Diagnostic(
        UNPAIRED_BRACKET,
        Words(f"`{mark}` 前面没有与它配对的括号", f"nothing opens before this `{mark}`"),
        wrong.label(at, at + 1),
        help=Words("删去它，或补上左括号", "leave it out, or open a bracket"),
        fix=wrong.mends(at, (at, at + 1, "")),
    )


def _crossed(wrong: Wrong, at: int, mark: str, opening: tuple[int, str]) -> Diagnostic:
    start, opened = opening
    return Diagnostic(
        UNPAIRED_BRACKET,
        Words(f"`{mark}` 和 `{opened}` 不配对", f"`{mark}` does not close `{opened}`"),
        wrong.label(at, at + 1),
        (wrong.label(start, start + 1, Words("这个还没有闭合", "this is still open")),),
        help=Words(f"先用 `{OPENING[opened]}` 闭合", f"close that with `{OPENING[opened]}` first"),
        fix=_crossed_mended(wrong, at, OPENING[opened]),
    )


def _crossed_mended(wrong: Wrong, at: int, close: str) -> Fix | None:
    """Closed before the other; and where it is closed after it, taken away there."""
    later = wrong.text.find(close, at)
    edits = ((at, at, close), (later, later + 1, "")) if later >= 0 else ((at, at, close),)
    return wrong.mends(len(wrong.text), *edits)


def _unclosed(wrong: Wrong, waiting: list[tuple[int, str]]) -> Diagnostic:
    at, mark = waiting[-1]
    close = OPENING[mark]
    return Diagnostic(
        UNPAIRED_BRACKET,
        Words(f"`{mark}` 没有闭合", f"`{mark}` is not closed"),
        wrong.label(at, at + 1),
        help=Words(f"缺少 `{close}`", f"`{close}` is missing"),
        fix=_closing(wrong, waiting) if len(waiting) <= 2 and len(wrong.text) <= LONGEST_MENDED else None,
    )


def _closing(wrong: Wrong, waiting: list[tuple[int, str]]) -> Fix | None:
    """Closed where the segment can then be read. A group that might end in two places is not closed for the author."""
    at, mark = waiting[-1]
    end = len(wrong.text.rstrip(" \t\n|"))
    group = mark == "(" and not re.search(r"\w\s*$", wrong.text[:at])
    ends = [*_ends(wrong, at), end]
    if group and len(ends) > 1:
        return None
    outer = "".join(OPENING[each] for _, each in reversed(waiting[:-1]))
    for place in ends[:MOST_TRIES]:
        text = wrong.text[:place] + OPENING[mark] + wrong.text[place:end] + outer + wrong.text[end:]
        if not isinstance(read(wrong.start, text), Unexpected):
            return (
                wrong.fix((place, place, OPENING[mark]), (end, end, outer)) if outer else wrong.fix((place, place, OPENING[mark]))
            )
    return None


def _ends(wrong: Wrong, at: int) -> Iterator[int]:
    """Before each comparison and each `and`, `or`, `then`, `else` after the bracket: what it holds rarely runs over one."""
    for match in re.finditer(
        r'"[^"\n]*"|“[^”\n]*”|\s*(?:[<>=!≤≥≠]=?|(?<!\w)(?:且|或|则|否则|and|or|then|else)(?!\w))', wrong.text
    ):
        if match.start() > at and match[0][0] not in '"“':
            yield match.start()


# ── too much ──


def too_deep(wrong: Wrong, at: int | None = None) -> Diagnostic:
    opened = wrong.at_opening() if wrong.opening.end > wrong.opening.start else wrong.label(0, 1)
    return Diagnostic(
        TOO_DEEP,
        Words("嵌套太深", "this is nested too deep"),
        opened if at is None else wrong.label(at, at + 1),
        help=Words("用 `定义` 把其中一部分另起名字，或改用表", "name a part of it with `let`, or use a table"),
    )


def too_long(wrong: Wrong, most: int) -> Diagnostic:
    return Diagnostic(TOO_LONG, Words(f"一个子句超过 {most} 字", f"a clause of more than {most} characters"), wrong.at_opening())
