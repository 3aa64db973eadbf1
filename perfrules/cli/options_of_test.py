"""The arguments and options of `perfrules test`. Like all declarations this imports nothing heavy."""

from __future__ import annotations

from perfrules.cli.parser import Parser, percent, whole


def test_options(command: Parser) -> None:
    command.take(
        "policies",
        metavar=("政策", "POLICY"),
        nargs="*",
        help=("政策文件或名称；不写则检验随附的全部", "policy files or names; without any, all that are shipped"),
    )
    command.take(
        "--tries", type=whole(1), metavar=("张数", "NUMBER"),
        help=("每个政策试多少张表，每条性质再试这么多", "forms to draw for a policy, and again for each property"),
    )  # fmt: skip
    command.take(
        "--seed", type=whole(0), metavar=("数", "NUMBER"),
        help=("换一个数，就试另一些表；数相同，结果相同", "another number draws other forms; the same one, the same"),
    )  # fmt: skip
    command.take("--junit", metavar=("文件", "FILE"), help=("结果另写成 JUnit XML", "write the results as JUnit XML too"))
    _trying_harder(command)


def _trying_harder(command: Parser) -> None:
    """What `perfrules test` does beyond running the examples."""
    command.take(
        "--coverage",
        action="store_true",
        help=("列出各规则的例还没有试到的", "list what the examples of each rule leave untried"),
    )
    command.take(
        "--mutate",
        action="store_true",
        help=("逐处改动政策，看例能否察觉", "change it in one place at a time: is it noticed?"),
    )
    command.take(
        "--write-examples",
        action="store_true",
        help=(
            "只写出还缺的例，可直接粘贴：--coverage 所缺的，写了 --mutate 就是它所缺的",
            "print only the examples that are missing, ready to paste: those of --coverage, unless --mutate is asked for",
        ),
    )
    command.take("--write", action="store_true", help=("把还缺的例写进文件", "write the missing examples into the file"))
    command.take(
        "--forms",
        type=whole(1),
        metavar=("张数", "COUNT"),
        help=("找一个例时至多试几张表，不写为 1000", "how many forms are tried for one example; 1000 if not said"),
    )
    command.take(
        "--resume",
        metavar=("文件", "FILE"),
        help=("记下进度，停下后接着来（--mutate）", "keep the progress, and go on from it (--mutate)"),
    )
    command.take(
        "--at-least",
        type=percent,
        metavar=("百分数", "PERCENT"),
        help=("低于它则退出状态为 1；不写为 100", "exit status 1 below it; 100 if not said"),
    )
