"""The law that printing changes nothing: laid out, in the one spelling and in the other, a policy gives every form the same."""

from __future__ import annotations

from collections.abc import Sequence

from perfrules.diagnostics import Language, Words
from perfrules.drawing import Data
from perfrules.evaluate import Engine, decide
from perfrules.format import format_file
from perfrules.source import Source
from perfrules.trials.under import Under

WAYS: dict[Language, Words] = {
    "zh": Words("写成中文之后", "written in Chinese"),
    "en": Words("写成英文之后", "written in English"),
}
FORMS = 40


def respelt(under: Under, own: Language, forms: Sequence[Data]) -> list[Words]:
    """What is different after printing in the policy's `own` spelling, in the other and back; nothing, if all is well."""
    other: Language = "en" if own == "zh" else "zh"
    found: list[Words] = []
    laid = _printed(under, under.source.text, own)
    turned = None if laid is None else _printed(under, laid, other)
    if laid is None or turned is None:
        return [Words("排不出来", "it cannot be laid out")]
    if _printed(under, turned, own) != laid:
        found.append(Words(f"{WAYS[other].zh}再写回来，文字不同", f"{WAYS[other].en} and back, the text is another"))
    held = [under.form(data) for data in forms[:FORMS]]
    plain = [decide(under.engine, form).results for form in held]
    for language, text in ((own, laid), (other, turned)):
        way = WAYS[language]
        program = under.recompiled(Source(under.source.name, text))
        if program is None:
            found.append(Words(f"{way.zh}就有错了", f"{way.en}, it has mistakes"))
            continue
        engine = Engine(program)
        if [decide(engine, form).results for form in held] != plain:
            found.append(Words(f"{way.zh}结论不同", f"{way.en}, it gives other outcomes"))
    return found


def _printed(under: Under, text: str, language: Language) -> str | None:
    return format_file(Source(under.source.name, text), under.templates, language).text
