"""What `argparse` itself says, in Chinese.

It asks `gettext` for every phrase it prints, through two names of its own module; `speak` puts this table behind them.
"""

from __future__ import annotations

import argparse

from perfrules.cli.language import Language

CHINESE = {
    "usage: ": "用法：",
    "%(prog)s: error: %(message)s\n": "%(prog)s：%(message)s\n",
    "argument %(argument_name)s: %(message)s": "`%(argument_name)s`：%(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有 %(value)s 这个选择（可选：%(choices)s）",
    "invalid %(type)s value: %(value)r": "%(value)s 不合要求",
    "the following arguments are required: %s": "还缺少：%s",
    "unrecognized arguments: %s": "不认识：%s",
    "expected one argument": "后面要写一个值",
    "expected at least one argument": "后面至少要写一个值",
    "expected at most one argument": "后面至多写一个值",
    "expected %s argument": "后面要写 %s 个值",
    "expected %s arguments": "后面要写 %s 个值",
    "not allowed with argument %s": "不能与 `%s` 同时用",
    "ignored explicit argument %r": "不带值，却写了 %s",
    "ambiguous option: %(option)s could match %(matches)s": "`%(option)s` 可以是 %(matches)s，请写全",
}


def speak(language: Language) -> None:
    """Have `argparse` speak the language from now on."""
    table = CHINESE if language == "zh" else {}

    def plural(one: str, many: str, count: int) -> str:
        return table.get(one, one) if count == 1 else table.get(many, many)

    vars(argparse).update({"_": lambda phrase: table.get(phrase, phrase), "ngettext": plural})
