"""The dated changes of a policy, all of them: what is shown of it is one day, before or after which a rule may be off."""

from __future__ import annotations

from collections.abc import Iterator

from perfrules.check.amending import called, kind_words
from perfrules.check.consolidate import Consolidated, dates, edition_of, periods
from perfrules.diagnostics import Words
from perfrules.syntax import tree as syntax
from perfrules.syntax.words import words

HEADING = Words("有日期的改动", "Dated changes")


def dated(whole: Consolidated) -> tuple[Words, ...]:
    """Each change that begins or ends on a day, in the order written; none where every day is the same."""
    return tuple(_change(item, edition_of(file)) for file in whole.lineage.files for item in file.items if _dated(item))


def shown_day(whole: Consolidated) -> Words:
    """Which day the text shows."""
    if whole.on is not None:
        return Words(f"这里是 {whole.on} 的样子", f"as it stands on {whole.on}")
    last, _ = periods((whole.lineage,))[-1]
    return Words(f"这里是 {last} 起的样子", f"as it stands from {last}")


def _dated(item: syntax.AnyItem) -> bool:
    return not isinstance(item, syntax.Policy | syntax.Example) and any(dates(item))


def _change(item: syntax.AnyItem, edition: str) -> Words:
    """`自 2024-03-01 至 2024-06-30 停用 规则 措施字数（linxi/project 2024）：暂不查`"""
    verb = "switch off" if isinstance(item, syntax.SwitchOff) else "repeal" if isinstance(item, syntax.Repeal) else item.verb
    kind, name = kind_words(item), called(item)
    because = item.only(syntax.Because)
    zh = " ".join((*_days(item, "自", "至"), words().spelled(verb or "new", "zh"), kind.zh, name))
    en = " ".join((words().spelled(verb or "new", "en"), kind.en, name, *_days(item, "from", "until")))
    why = because.reason.value if because else ""
    return Words(f"{zh}（{edition}）" + (f"：{why}" if why else ""), f"{en} ({edition})" + (f": {why}" if why else ""))


def _days(item: syntax.AnyItem, since: str, until: str) -> Iterator[str]:
    first, last = dates(item)
    yield from (f"{word} {day}" for word, day in ((since, first), (until, last)) if day is not None)
