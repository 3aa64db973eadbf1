"""What each command takes after its name, in both languages; nothing heavy is imported, so that help is there at once."""

from __future__ import annotations

import argparse

from perfrules.cli.options_of_test import test_options
from perfrules.cli.parser import Parser, day, text, whole

POLICY = ("政策", "POLICY")
FORMS = ("表", "FORM")


def language_option(command: Parser) -> None:
    command.take(
        "--language",
        dest="spelling" if command.prog == "perfrules fmt" else "language",
        choices=("zh", "en"),
        default=argparse.SUPPRESS,
        help=("用中文或英文显示", "speak Chinese or English"),
    )


def _policies(command: Parser, action: str) -> None:
    command.take(
        "--policy", metavar=POLICY, action=action, default=[] if action == "append" else None,
        help=("政策文件或名称，可重复", "a policy file or name; may be repeated")
        if action == "append"
        else ("政策文件或名称", "a policy file or name"),
    )  # fmt: skip


def _batch(command: Parser) -> None:
    command.take(
        "--complete", type=text, metavar=("齐全", "STATEMENT"), action="append", default=[],
        help=("这些表齐全，如 '项目自评表 年度=2020'", "in full: 'project_form year=2020'"),
    )  # fmt: skip
    command.take(
        "--batch", metavar=("文件", "FILE"), action="append", default=[],
        help=("批次文件；表旁边的不必写", "a batch file (beside FORM: read anyway)"),
    )  # fmt: skip


def _date(command: Parser) -> None:
    command.take(
        "--date", metavar=("日期", "DATE"), type=day, default=None,
        help=("没有填表日期的表按这一天算，如 2022-06-01", "the day for forms that do not say when"),
    )  # fmt: skip


def _check(command: Parser) -> None:
    command.take(
        "forms",
        metavar=FORMS,
        nargs="+",
        help=("表的文件或文件夹（*.yaml *.yml *.json）", "files or folders (*.yaml *.yml *.json)"),
    )
    _policies(command, "append")
    _batch(command)
    _date(command)
    command.take(
        "--format", choices=("text", "json"), default="text", help=("给人看，或给程序读", "for a person, or for a program")
    )
    command.take(
        "--fail-on", choices=("error", "warning", "never"), default="error",
        help=("从这一级起，退出状态为 1", "the least severity with exit status 1"),
    )  # fmt: skip
    command.take(
        "--colour", "--color", choices=("auto", "always", "never"), default="auto",
        help=("颜色；auto：终端上才用", "colours; auto: on a terminal"),
    )  # fmt: skip


def _explain(command: Parser) -> None:
    command.take("form", metavar=FORMS, help=("表的文件", "the file of a form"))
    command.take("rule", type=text, metavar=("规则", "RULE"), help=("规则或计分的名称", "the name of a rule or score"))
    command.take("--row", type=whole(1), metavar=("行", "ROW"), help=("只说第几行", "only this row, counted from 1"))
    _policies(command, "append")
    command.take(
        "--with", dest="others", metavar=FORMS, nargs="+", default=[],
        help=("规则要读的其他表；不写则读同文件夹的", "other forms the rule reads; else its folder's"),
    )  # fmt: skip
    _batch(command)
    _date(command)
    command.take("--colour", "--color", choices=("auto", "always", "never"), default="auto", help=("颜色", "colours"))


def _fmt(command: Parser) -> None:
    command.take(
        "files",
        metavar=("文件", "FILE"),
        nargs="+",
        help=("规则文件；- 从标准输入读，写到标准输出", "rule files; - is standard input, to standard output"),
    )
    command.take(
        "--check",
        action="store_true",
        help=("只列出会改动的文件，有则退出状态 1", "only list what would change; exit 1 if anything"),
    )
    command.say(
        (
            "写明 --language 时，规则文件里的词也换成那种文字；不写则各词照旧。",
            "With --language the words of the files are written in it too; without, they stay as they are.",
        )
    )


def _eval(command: Parser) -> None:
    command.take(
        "expression",
        type=text,
        metavar=("算式", "EXPRESSION"),
        help=("如 '1/3*3 = 1'、'最大(1, 2)'", "such as '1/3*3 = 1' or 'max(1, 2)'"),
    )
    command.take(
        "--form",
        metavar=FORMS,
        help=("式中的栏目取自这张表，关联读它文件夹里的表", "the form it reads; links read those of its folder"),
    )
    _policies(command, "store")


def _show(command: Parser) -> None:
    command.take(
        "names", metavar=("名称", "NAME"), nargs="*",
        help=("政策、表样或表的文件；不写则列出有哪些", "a policy, a template or a form; without it, what there is"),
    )  # fmt: skip
    command.take(
        "--date", metavar=("日期", "DATE"), type=day, default=None,
        help=("政策在这一天的样子，如 2022-06-01", "the policy as it stands on this day"),
    )  # fmt: skip
    command.take(
        "--format", choices=("text", "html"), default="text",
        help=("政策的文字，或给人看的规则手册", "a policy's text, or a rulebook for people"),
    )  # fmt: skip


def _read(command: Parser) -> None:
    command.take("files", metavar=("文件", "FILE"), nargs="+", help=("印出来的文字（UTF-8）", "printed text (UTF-8)"))
    command.take(
        "--to", metavar=("文件夹", "FOLDER"), required=True, help=("写到哪里，一张表一个文件", "where to write, one file a form")
    )
    command.take("--overwrite", action="store_true", help=("覆盖已有的文件", "write over files that are there"))
    command.take(
        "--place",
        type=text,
        metavar=("地区", "PLACE"),
        help=("表上没有印的地区，如 武汉市硚口区", "the place, when the form does not say"),
    )


def _diff(command: Parser) -> None:
    command.take("old", metavar=("旧版", "OLD"), help=("旧版政策的文件或名称", "the old edition: a policy file or name"))
    command.take("new", metavar=("新版", "NEW"), help=("新版政策的文件或名称", "the new edition"))
    command.take(
        "--forms", metavar=FORMS, nargs="+",
        help=("逐张比较这些表的结论和总分", "compare outcomes and totals on these forms"),
    )  # fmt: skip
    command.take(
        "--against", metavar=FORMS, nargs="+",
        help=(
            "另一年同一批项目的表：规则变与数字变分开说",
            "another year's forms of the same projects: keeps changed rules apart from changed figures",
        ),
    )  # fmt: skip
    command.take(
        "--date", metavar=("日期", "DATE"), type=day, default=None,
        help=("按这一天的样子比较；不写则按最后的样子", "the editions as they stand on this day; else in the end"),
    )  # fmt: skip
    command.take(
        "--prove", action=argparse.BooleanOptionalAction,
        help=("证明含义（要 z3）；--no-prove：只搜索", "prove meanings (z3); --no-prove: only search"),
    )  # fmt: skip
    command.take(
        "--format", choices=("text", "json", "html", "xlsx"), default="text",
        help=("给人看、给程序读、网页或工作簿", "for a person, for a program, a page or a workbook"),
    )  # fmt: skip
    command.take(
        "--to", metavar=("文件", "FILE"), help=("写到文件；工作簿必须写到文件", "write to a file (a workbook always is)")
    )
    command.take(
        "--colour", "--color", choices=("auto", "always", "never"), default="auto",
        help=("颜色；auto：终端上才用", "colours; auto: on a terminal"),
    )  # fmt: skip


def _lint(command: Parser) -> None:
    command.take("policies", metavar=POLICY, nargs="+", help=("政策文件或名称", "policy files or names"))
    command.take(
        "--format", choices=("text", "json"), default="text", help=("给人看，或给程序读", "for a person, or for a program")
    )
    mending = command.add_mutually_exclusive_group()
    command.take(
        "--diff", one_of=mending, action="store_true",
        help=("显示可以确定的改法", "show the fixes that are certain, as a diff"),
    )  # fmt: skip
    command.take(
        "--fix", one_of=mending, action="store_true",
        help=("把可以确定的改法写进文件", "write the fixes that are certain into the file"),
    )  # fmt: skip
    command.take(
        "--fail-on", choices=("error", "warning", "note", "never"), default="warning",
        help=("从这一级起，退出状态为 1", "the least severity with exit status 1"),
    )  # fmt: skip
    command.take(
        "--seconds", type=whole(1), default=60, metavar=("秒", "SECONDS"),
        help=("一个问题至多推算几秒，不写为 60", "the most one question may take; 60 if not said"),
    )  # fmt: skip
    command.take("--colour", "--color", choices=("auto", "always", "never"), default="auto", help=("颜色", "colours"))


DECLARED = {
    "lint": _lint,
    "check": _check,
    "explain": _explain,
    "fmt": _fmt,
    "eval": _eval,
    "show": _show,
    "read": _read,
    "test": test_options,
    "diff": _diff,
}
