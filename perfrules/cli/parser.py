"""An argument parser that takes every declaration in both languages and speaks one of them.

Help pages are laid out here by what characters show: `argparse` counts a Chinese character as one column.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NoReturn

from perfrules.cli.language import Language

MOST = 9_999_999
"""The largest number that an option takes."""
WIDTH = 80
"""What a terminal of the usual width shows of a line."""


class Version(argparse.Action):
    """`--version`, looked up only when it is asked for."""

    def __init__(self, option_strings: Sequence[str], dest: str, **settings: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, **settings)

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from importlib.metadata import PackageNotFoundError, version

        try:
            sys.stdout.write(f"perfrules {version('perfrules')}\n")
        except PackageNotFoundError:
            sys.stdout.write("perfrules\n")
        parser.exit(0)


class UnfitError(Exception):
    """What is wrong with the value of an option, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.words = zh, en


def day(written: str) -> date:
    """The day that an argument names."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise UnfitError(
            f"{written} 不是日期，写成 2022-06-01 的样子", f"{written} is no date; write it like 2022-06-01"
        ) from None


def text(written: str) -> str:
    """What was typed. Bytes that the system could not read, as it says that it knows no Chinese (`LANG=C`), are UTF-8."""
    if not re.search("[\udc80-\udcff]", written):
        return written
    try:
        return os.fsencode(written).decode("utf-8")
    except UnicodeError:
        raise UnfitError("这里的文字不是 UTF-8 编码", "the text here is not in UTF-8") from None


def whole(least: int) -> Callable[[str], int]:
    """A reader of whole numbers that are not less than `least`."""

    def read(written: str) -> int:
        if not re.fullmatch("[0-9]{1,7}", written) or int(written) < least:
            zh, en = f"{least} 到 {MOST} 的整数", f"a whole number from {least} to {MOST}"
            raise UnfitError(f"这里写 {zh}，不是 {written}", f"{en} belongs here, not {written}")
        return int(written)

    return read


def percent(written: str) -> str:
    """The digits of a percentage, with or without its sign."""
    number = written.removesuffix("%").removesuffix("％")
    if not re.fullmatch(r"100(\.0{1,6})?|[0-9]{1,2}(\.[0-9]{1,6})?", number):
        raise UnfitError(f"这里写 0 到 100 的百分数，不是 {written}", f"a percentage from 0 to 100 belongs here, not {written}")
    return number


class Parser(argparse.ArgumentParser):
    """Takes declarations in both languages and speaks one of them."""

    def __init__(self, language: Language, **settings: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, **settings)
        self.color = False  # Python 3.14 would colour usage by itself
        self.language: Language = language
        self.told: list[tuple[str, str]] = []
        self.after: list[str] = []
        self.take("-h", "--help", action="help", help=("显示这一页", "show this page"))

    def either(self, words: tuple[str, str]) -> str:
        return words[0] if self.language == "zh" else words[1]

    def take(
        self, *names: str, help: tuple[str, str], metavar: tuple[str, str] | None = None, one_of: Any = None, **settings: Any
    ) -> None:
        """Declare an argument or option. Its choices, if any, stand for its value on the page.

        `one_of` is a group of which only one may be given.
        """
        if metavar is not None:
            settings["metavar"] = self.either(metavar)
        (one_of or self).add_argument(*names, **settings)
        value = settings.get("metavar") or "|".join(settings.get("choices", ()))
        shown = names[0] if names[0] == "--colour" else ", ".join(names) if names[0].startswith("-") else ""
        self.told.append((" ".join(filter(None, (shown, value))), self.either(help)))

    def say(self, *lines: tuple[str, str]) -> None:
        """Lines under the options."""
        self.after += ["", *map(self.either, lines)]

    def format_usage(self) -> str:
        return self.either(("用法：", "usage: ")) + f"{self.usage}\n"

    def format_help(self) -> str:
        # Arguments first, then what every command has.
        rows = sorted(self.told, key=lambda row: (row[0].startswith("-"), "--help" in row[0] or "--language" in row[0]))
        wide = max(columns(names) for names, _ in rows) + 2
        lines = []
        for names, text in rows:
            first, *rest = broken(text, WIDTH - 2 - wide)
            lines += [f"  {names}{' ' * (wide - columns(names))}{first}", *(" " * (wide + 2) + line for line in rest)]
        after = [part for line in self.after for part in broken(line, WIDTH)]
        return "\n".join([self.format_usage(), *broken(self.description or "", WIDTH), "", *lines, *after]) + "\n"

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:
        """`argparse` would tell what is wrong by the name of the function that reads it."""
        try:
            return super()._get_value(action, arg_string)
        except UnfitError as unfit:
            raise argparse.ArgumentError(action, self.either(unfit.words)) from None

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """`argparse` words this differently from version to version, and never says what may have been meant."""
        known = list(action.choices or ())
        if not known or value in known:
            return
        from perfrules.diagnostics.nearest import nearest

        near = nearest(str(value), known)
        listed = "、".join(known) if self.language == "zh" else ", ".join(known)
        meant = f"，是 {near} 吗" if near else f"，可选：{listed}"
        meant_en = f"; did you mean {near}?" if near else f"; there are: {listed}"
        raise argparse.ArgumentError(action, self.either((f"没有 {value}{meant}", f"there is no {value}{meant_en}")))

    def _print_message(self, message: str, file: Any = None) -> None:
        """`argparse` would pass over what cannot be written."""
        (file or sys.stderr).write(message)

    def error(self, message: str) -> NoReturn:
        hint = self.either((f"`{self.prog} --help` 说明用法", f"`{self.prog} --help` tells how it is used"))
        self.exit(2, f"{self.prog}{self.either(('：', ': '))}{message}\n{hint}\n")


def columns(text: str) -> int:
    """How many columns a line of help takes; it holds nothing that is hard to tell."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def broken(text: str, width: int) -> list[str]:
    """The text in lines of at most so many columns: English breaks at blanks, Chinese anywhere but before a closing mark."""
    lines = [""]
    for word in re.findall(r"[\u2e80-\uffef][，。；：、）？！”]*|[^\s\u2e80-\uffef]+[，。；：、）？！”]*|\s+", text):
        if lines[-1] and columns(lines[-1] + word.rstrip()) > width:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
            word = word.lstrip()
        lines[-1] += word
    return lines
