"""What may be written after `perfrules`: every command, argument and option, declared once in both languages.

Nothing but the standard library is imported here, so that help is there at once.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence

from perfrules.cli.language import Language
from perfrules.cli.options import DECLARED, language_option
from perfrules.cli.parser import Parser, Version
from perfrules.cli.phrases import speak

COMMANDS = ("check", "explain", "fmt", "eval", "show", "read", "test", "diff", "lint")


def parser(language: Language) -> Parser:
    """The parser of the whole command line."""
    speak(language)
    top = Parser(
        language,
        prog="perfrules",
        usage="perfrules 命令 …" if language == "zh" else "perfrules COMMAND …",
        description="按写明的规则复核绩效自评表"
        if language == "zh"
        else "check performance self-evaluation forms by rules anyone can read",
    )
    top.take("--version", action=Version, help=("显示版本", "show the version"))
    language_option(top)
    below = top.add_subparsers(dest="command", metavar=top.either(("命令", "COMMAND")), required=True)
    for name in COMMANDS:
        usage, summary = (words[0] if language == "zh" else words[1] for words in (USAGE[name], SUMMARY[name]))
        command = below.add_parser(
            name, language=language, prog=f"perfrules {name}", usage=f"perfrules {name} {usage}", description=summary
        )
        DECLARED[name](command)
        language_option(command)
        top.told.append((name, summary.split("\n")[0]))
    top.say(*OVERVIEW)
    return top


USAGE = {
    "lint": ("政策… [--format text|json] [--diff | --fix] [选项]", "POLICY… [--format text|json] [--diff | --fix] [options]"),
    "check": ("表… [--policy 政策]… [选项]", "FORM… [--policy POLICY]… [options]"),
    "explain": ("表 规则 [--row 行] [--policy 政策]", "FORM RULE [--row ROW] [--policy POLICY]"),
    "fmt": ("[--check] [--language zh|en] 文件…", "[--check] [--language zh|en] FILE…"),
    "eval": ("'算式' [--form 表] [--policy 政策]", "'EXPRESSION' [--form FORM] [--policy POLICY]"),
    "show": ("[名称] [--format text|html] [--date 日期]", "[NAME] [--format text|html] [--date DATE]"),
    "read": ("文件… --to 文件夹 [--place 地区]", "FILE… --to FOLDER [--place PLACE]"),
    "test": ("[政策…] [选项]", "[POLICY…] [options]"),
    "diff": ("旧版 新版 [--forms 表…] [--against 表…] [选项]", "OLD NEW [--forms FORM…] [--against FORM…] [options]"),
}
SUMMARY = {
    "lint": (
        "查政策本身：永不适用、互相矛盾、多余、没有依据……",
        "find dead, contradicting and needless rules",
    ),
    "check": ("按政策复核各表", "check forms by a policy"),
    "explain": ("逐步说明一条规则为何得出这个结论", "show step by step how a rule came to its outcome"),
    "fmt": ("整理规则文件的写法，或换成另一种文字", "tidy rule files, or write them in the other language"),
    "eval": ("算出一个式子", "work out an expression"),
    "show": ("显示政策、表样或一张表", "show a policy, a template or a form"),
    "read": ("把印出来的自评表读成表", "read printed forms"),
    "test": ("检验政策：例、性质、凡政策都应满足的", "try policies: examples, properties, general laws"),
    "diff": (
        "比较两版政策：改了什么，哪些表受影响、差多少",
        "compare two editions: what changed, and which forms it hits",
    ),
}
OVERVIEW = (
    (
        "政策写文件或名称（如 wuhan/project/2020）；不写，就用合于该表的那一份。",
        "A policy is a file or a name such as wuhan/project/2020; with none, the one that fits the form is used.",
    ),
    (
        "语言从 --language，否则从 LANGUAGE、LC_ALL、LC_MESSAGES、LANG。",
        "The language is that of --language, else of LANGUAGE, LC_ALL, LC_MESSAGES, LANG.",
    ),
    (
        "NO_COLOR 关掉颜色；终端把“”≥…一类记号显示成两格时，设 PERFRULES_AMBIGUOUS=2。",
        "NO_COLOR turns colours off; where the terminal shows “ and ≥ two columns wide, set PERFRULES_AMBIGUOUS=2.",
    ),
    ("", ""),
    (
        "退出状态：0 没有要报告的；1 有；2 有输入不能用。",
        "Exit status: 0 nothing to report; 1 something; 2 some input could not be used.",
    ),
)


def parse(arguments: Sequence[str], language: Language) -> argparse.Namespace:
    """What was asked for; leaves with status 2 when it cannot be understood, and with the whole page when nothing was."""
    whole = parser(language)
    if not [each for each in arguments if not each.startswith("--language") and each not in ("zh", "en")]:
        whole.exit(2, whole.format_help())
    return whole.parse_args([_expression(each) for each in arguments] if "eval" in arguments else list(arguments))


def _expression(argument: str) -> str:
    """`-1/3` is no option: with a blank before it, it is taken for what it is."""
    return " " + argument if re.match(r"-(?![-a-zA-Z]*$|-)", argument) else argument
