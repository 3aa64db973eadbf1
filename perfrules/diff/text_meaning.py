"""The meaning at a terminal: a verdict for every changed item, the regions where it differs, and a form that shows each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from perfrules.diagnostics import Language, Words
from perfrules.diff.meaning import Crossing, ItemMeaning, Meaning, Region, Verdict
from perfrules.diff.model import DAYS_COMPARED, Difference, How
from perfrules.diff.wording import HOW, OPEN, WHAT, listed
from perfrules.forms import form_yaml, shipped_templates
from perfrules.report.page import Colour
from perfrules.report.text import OUTCOME_WORDS

if TYPE_CHECKING:
    from perfrules.diff.text import Pages

VERDICT: dict[Verdict, Words] = {
    "equivalent": Words("含义相同", "equivalent"),
    "stricter": Words("更严", "stricter"),
    "looser": Words("更宽", "looser"),
    "different": Words("不同", "different"),
    "undecided": Words("未能判定", "not decided"),
}
COLOURS: dict[str, Colour] = {"equivalent": "good", "stricter": "warning", "looser": "warning", "undecided": "undetermined"}
OF_THOSE_DAYS = Words(
    "两版有带日期的改动：以下所说，只对填表日期在比较的日子里的表成立",
    "dated changes: what follows holds of forms filled in on the days compared",
)
SOME = Words("，其中有的表", ", on some of these forms")
NOTHING_FILLED = Words("一格也没有填的表", "a form on which nothing is filled in")
SUCH_AS = Words("例如 ", "such as ")
SHOWN_BY = Words("例", "shown by")
MOST_LABEL = 10
CAME_AND_WENT: tuple[How, ...] = ("added", "repealed", "switched_off", "switched_on")
COVERED = Words("以上各处包括了全部不同之处", "these are all the differences there are")
NOT_COVERED = Words("可能还有别的不同之处", "there may be more differences")


def meaning_summary(difference: Difference, meaning: Meaning) -> Words:
    """Each change of what is checked once: a table by the rules that read it, where there are such; then what came and went."""
    verdicts = Counter(item.verdict for item in meaning.items if not item.read_by)
    hows = Counter(change.how for change in difference.changes if change.what in ("rule", "score"))
    told = [listed([_counted(words, verdicts[name]) for name, words in VERDICT.items() if verdicts[name]])]
    came = listed([_counted(HOW[how], hows[how]) for how in CAME_AND_WENT if hows[how]])
    told.append(Words("规则与计分", "rules and scores ") + came if came.zh else came)
    zh, en = "；".join(each.zh for each in told if each.zh), "; ".join(each.en for each in told if each.en)
    said = Words(zh, en) if zh else Words("没有规则、计分或分档表有改动", "no rule, score or table changed")
    return said if meaning.why is None else Words(f"{said.zh}（{meaning.why.zh}）", f"{said.en} ({meaning.why.en})")


def _counted(words: Words, count: int) -> Words:
    return Words(f"{words.zh} {count}", f"{words.en} {count}")


def how_sure(item: ItemMeaning) -> Words:
    """How the verdict was come by, and how far it reaches."""
    rows = (
        Words("", "")
        if item.rows is None
        else Words(f"，每组至多 {item.rows} 行", f", of at most {item.rows} row{'' if item.rows == 1 else 's'} a group")
    )
    match item.by:
        case "text":
            told = (
                Words("代入名称后相同", "the same once names are put in place") if item.verdict == "equivalent" else Words("", "")
            )
        case "proved":
            zh = "凡表样容许的表都已证明" if item.complete else "所列各处已证明"
            en = "proved of every form the template allows" if item.complete else "what is listed is proved"
            told = Words(zh, en) + rows
        case _:
            told = Words("没有证明", "not proved")
    if item.drawn:
        told += Words(f"；又搜索了 {item.drawn} 张随机的表", f"; {item.drawn} drawn forms were searched as well")
    return told if item.why is None else Words(f"{told.zh}；{item.why.zh}".strip("；"), f"{told.en}; {item.why.en}".strip("; "))


def region_text(region: Region) -> Words:
    """`执行率在 60% 与 80% 之间：7 分 → 5 分`"""
    where, (old, new) = where_text(region), given(region)
    if old.zh.startswith(SUCH_AS.zh) and new.zh.startswith(SUCH_AS.zh):
        new = Words(new.zh.removeprefix(SUCH_AS.zh), new.en.removeprefix(SUCH_AS.en))
    return Words(f"{where.zh}：{old.zh} → {new.zh}", f"{where.en}: {old.en} → {new.en}")


def where_text(region: Region) -> Words:
    return region.where if region.exact or region.sample or not region.sure else region.where + SOME


def given(region: Region) -> tuple[Words, Words]:
    """What either edition gives there: the formula where that changes from form to form, and which score sees to it instead."""
    old, new = region.gives[0] or _shown_value(region, region.old), region.gives[1] or _shown_value(region, region.new)
    if region.instead:
        new += Words(f"（改由 {region.instead} 核算）", f" ({region.instead} sees to it instead)")
    return old, new


def _shown_value(region: Region, told: Words) -> Words:
    """What the one form gives, said to be that where it is a value and the region is more than that form."""
    value = region.exact and told not in OUTCOME_WORDS.values()
    return SUCH_AS + told if value else told


def shown(region: Region) -> Words:
    """The words before a form that shows the region; with what it gives, where the region says a formula."""
    if region.gives == (None, None) or (region.gives[0] or region.old, region.gives[1] or region.new) == (region.old, region.new):
        return SHOWN_BY
    told = Words(f"{region.old.zh} → {region.new.zh}", f"{region.old.en} → {region.new.en}")
    return Words(f"{SHOWN_BY.zh}（{told.zh}）", f"{SHOWN_BY.en} ({told.en})")


def open_text(regions: list[Region]) -> Words:
    """All that is about missing data, in one line."""
    told = []
    for region in regions:
        old, new = given(region)
        why = Words("", "") if region.why is None else Words(f"（{region.why.zh}）", f" ({region.why.en})")
        told.append(Words(f"{old.zh} → {new.zh}{why.zh}", f"{old.en} → {new.en}{why.en}"))
    every = list(dict.fromkeys(told))
    return Words(f"{OPEN.zh}：" + "；".join(each.zh for each in every), f"{OPEN.en}: " + "; ".join(each.en for each in every))


def form_text(region: Region | Crossing, template: str, language: Language) -> str:
    """The form as YAML, as it may be pasted into a file, in the names of a language."""
    if region.form is None:
        return ""
    if not region.form:
        return NOTHING_FILLED.text(language)
    known = shipped_templates().get(template)
    assert known is not None
    return form_yaml(region.form, known, language, headed=False).rstrip("\n")


def crossing_text(crossing: Crossing) -> Words:
    """Whether a form passes the one edition and fails the other."""
    one, other = ("旧版", "新版") if crossing.passes == "old" else ("新版", "旧版")
    mine, its = ("the old edition", "the new one") if crossing.passes == "old" else ("the new edition", "the old one")
    if crossing.form is not None:
        fails = Words("、".join(crossing.fails), ", ".join(crossing.fails))
        return Words(
            f"有的表{one}没有一条不符合，{other}不符合：{fails.zh}",
            f"some form fails nothing in {mine} and fails in {its}: {fails.en}",
        )
    if crossing.proved and crossing.rows is None:
        return Words(
            f"已证明：没有一张表{one}没有一条不符合、{other}却有不符合",
            f"proved: no form fails nothing in {mine} and something in {its}",
        )
    row = "row" if crossing.rows == 1 else "rows"
    proved = Words(
        f"每组至多 {crossing.rows} 行的表，已证明没有；行数更多的没有证明，",
        f"proved that none of at most {crossing.rows} {row} a group does; of more rows nothing is proved, ",
    )
    told = proved if crossing.proved else Words("没有证明，", "nothing is proved, ")
    return Words(
        f"没有找到{one}没有一条不符合、{other}有不符合的表：{told.zh}只试了 {crossing.drawn} 张随机的表",
        f"no form was found that fails nothing in {mine} and something in {its}: {told.en}"
        f"only {crossing.drawn} drawn forms were tried",
    )


def meaning_lines(pages: Pages, meaning: Meaning) -> Iterator[str]:
    yield from pages.head(Words("含义：两版都有而改了的规则、计分和分档表", "meaning: rules, scores and tables in both editions"))
    if any(clause.label == DAYS_COMPARED for clause in pages.difference.header):
        yield from (pages.page.paint(line, "quiet") for line in pages.page.wrapped(pages.said(OF_THOSE_DAYS)))
        yield ""
    for item in meaning.items:
        yield from _item(pages, item)
        yield ""
    yield pages.page.paint(pages.either("整份政策", "the whole policy"), "strong")
    for crossing in meaning.crossings:
        yield from ("  " + line for line in pages.page.wrapped(pages.said(crossing_text(crossing)), 2))
        if crossing.form is not None:
            yield from (
                pages.page.paint("    " + line, "quiet")
                for line in form_text(crossing, pages.difference.new.template, pages.language).split("\n")
            )
    yield ""


def _item(pages: Pages, item: ItemMeaning) -> Iterator[str]:
    page = pages.page
    verdict = pages.said(VERDICT[item.verdict])
    head = f"{pages.said(WHAT[item.what])} {item.name}" + (f"  {item.title}" if item.title else "")
    yield page.paint(verdict, COLOURS.get(item.verdict, "note")) + "  " + page.clip(head, page.width - page.size(verdict) - 2)
    yield from (page.paint("    " + line, "quiet") for line in page.wrapped(pages.said(how_sure(item)), 4))
    for region in item.regions:
        if region.sure:
            yield from _bullet(pages, region_text(region))
            yield from _shown(pages, region)
    if left := [region for region in item.regions if not region.sure]:
        yield from _bullet(pages, open_text(left))
        yield from _shown(pages, left[0])
    if item.regions:
        yield "    " + pages.said(COVERED if item.complete else NOT_COVERED)


def _bullet(pages: Pages, words: Words) -> Iterator[str]:
    first, *rest = pages.page.wrapped(pages.said(words), 6)
    yield "    · " + first
    yield from ("      " + line for line in rest)


def _shown(pages: Pages, region: Region) -> Iterator[str]:
    """The form that shows the region."""
    if region.form is None:
        return
    form = form_text(region, pages.difference.new.template, pages.language)
    label, lines = pages.said(shown(region)), form.split("\n")
    if len(label) > MOST_LABEL:
        yield pages.page.paint(f"      {label}", "quiet")
        yield from (pages.page.paint(f"        {line}", "quiet") for line in lines)
        return
    for at, line in enumerate(lines):
        yield pages.page.paint(f"      {label if at == 0 else ' ' * pages.page.size(label)}  {line}", "quiet")
