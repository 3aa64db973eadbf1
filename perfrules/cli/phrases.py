"""What `argparse` itself says, in Chinese.

It asks `gettext` for every phrase it prints, as `_` of its own module; `speak` puts this table in its place.
"""

from __future__ import annotations

import argparse

from perfrules.cli.language import Language

CHINESE = {
    "argument %(argument_name)s: %(message)s": "`%(argument_name)s`：%(message)s",
    "the following arguments are required: %s": "还缺少：%s",
    "unrecognized arguments: %s": "不认识：%s",
    "expected one argument": "后面要写一个值",
    "expected at least one argument": "后面至少要写一个值",
    "not allowed with argument %s": "不能与 `%s` 同时用",
    "ignored explicit argument %r": "不带值，却写了 %s",
}


def speak(language: Language) -> None:
    """Have `argparse` speak the language from now on."""
    table = CHINESE if language == "zh" else {}
    vars(argparse)["_"] = lambda phrase: table.get(phrase, phrase)
