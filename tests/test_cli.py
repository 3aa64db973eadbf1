"""The commands as their users meet them: what each prints and with which status it ends, kept as texts in `cli/transcripts`.

A transcript holds commands, `$ check forms …`, and under each what standard output said, what standard error said (`! …`) and the
status (`[1]`). To add a case, write its `$` line and bless. Everything runs in a copy of `cli`.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import CLI, perfrules, within

TRANSCRIPTS = sorted((CLI / "transcripts").glob("*.txt"))


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder of forms and policies to work in, with files no editor would let one keep in the project."""
    desk = tmp_path / "desk"
    shutil.copytree(CLI, desk, ignore=shutil.ignore_patterns("transcripts"))
    (desk / "empty").mkdir()
    (desk / "empty" / ".hidden.yaml").write_text("template: project_form\n", encoding="utf-8")
    (desk / "gbk.yaml").write_bytes("# 编的表\ntemplate: project_form\nproject: 编码不对\n".encode("gb18030"))
    (desk / "utf16.yaml").write_bytes("template: 项目自评表\n".encode("utf-16"))
    (desk / "garbage.yaml").write_bytes(b"template: project_form\n\xff\x00\x81\xfe\xff")
    return desk


def transcript(line: str, at: Path, patch: pytest.MonkeyPatch) -> str:
    """A command of a transcript with what came of it."""
    arguments, _, given = line.partition(" < ")
    out, err, status = within(at, shlex.split(arguments), (at / given).read_bytes() if given else b"", patch)
    told = "".join(f"! {each}".rstrip() + "\n" for each in err.splitlines())
    return f"$ {line}".rstrip() + f"\n{out}{told}[{status}]\n"


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_a_transcript_is_what_the_program_says(
    path: Path, desk: Path, golden: Callable[[Path, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = re.findall(r"^\$ ?(.*)$", path.read_text(encoding="utf-8"), re.M)
    golden(path, "\n".join(transcript(line, desk, monkeypatch) for line in lines))


def test_every_command_has_its_transcripts() -> None:
    from perfrules.cli.arguments import COMMANDS

    assert {path.stem.partition("-")[0] for path in TRANSCRIPTS} == {*COMMANDS, "help", "mistakes"}


def test_a_policy_that_is_not_there_is_answered_with_those_that_are(desk: Path) -> None:
    ran = perfrules("check", "forms", "--policy", "no/such/2020", "--language", "en", at=desk)
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert "there is no policy and no file `no/such/2020`" in ran.stderr.decode()
    assert "wuhan/project/2020" in ran.stderr.decode()


def test_a_form_no_shipped_policy_fits_is_told_which_were_tried(desk: Path) -> None:
    ran = perfrules("check", "forms/made-up-3.yaml", "--language", "zh", at=desk)
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert "没有适用的政策" in ran.stderr.decode()
    assert "试过：" in ran.stderr.decode()
    assert "wuhan/project 2020" in ran.stderr.decode()


def test_what_is_said_of_many_forms_is_said_once(desk: Path) -> None:
    for number in range(8):
        form = f"template: project_form\nyear: 1999\nplace: 某地\nproject: 甲 {number}\n"
        (desk / "empty" / f"f{number}.yaml").write_text(form, encoding="utf-8")
    ran = perfrules("check", "empty", "--language", "zh", at=desk)
    assert ran.stderr.decode().count("没有适用的政策") == 1
    assert " = 另有 7 张表也是：f1、f2、f3、f4、f5 等\n = 帮助: 试过：" in ran.stderr.decode()
    ran = perfrules("check", "empty", "--policy", "wuhan/project/2020", "--language", "en", at=desk)
    assert ran.stderr.decode().count("form f0 is of 1999, policy wuhan/project 2020 is for 2020") == 1
    assert " = so are 7 more forms: f1, f2, f3, f4, f5 and 2 more\n" in ran.stderr.decode()


def test_a_policy_may_be_named_as_rule_files_name_it(desk: Path) -> None:
    ran = perfrules("show", "common/words", "2020", at=desk)
    assert ran.returncode == 0
    assert ran.stdout == perfrules("show", "common/words/2020", at=desk).stdout


def test_a_broken_form_does_not_hide_the_others(desk: Path) -> None:
    ran = perfrules("check", "mixed", "--policy", "policy.rules", "--language", "en", at=desk)
    assert ran.returncode == 2
    assert "sound" in ran.stdout.decode()


# ── what commands do to files ──


def test_fmt_writes_only_what_changes_and_keeps_the_rights_of_the_file(desk: Path) -> None:
    tidy = desk / "tidy.rules"
    tidy.chmod(0o640)
    assert perfrules("fmt", "tidy.rules", at=desk).returncode == 0
    first = tidy.stat()
    assert first.st_mode & 0o777 == 0o640
    assert perfrules("fmt", "tidy.rules", at=desk).returncode == 0
    assert (tidy.stat().st_ino, tidy.stat().st_mtime_ns) == (first.st_ino, first.st_mtime_ns)


def test_fmt_to_the_other_spelling_and_back_gives_the_same_bytes(desk: Path) -> None:
    policy = desk / "policy.rules"
    perfrules("fmt", "policy.rules", "--language", "zh", at=desk)
    chinese = policy.read_bytes()
    perfrules("fmt", "policy.rules", "--language", "en", at=desk)
    assert b"expected" in policy.read_bytes()
    perfrules("fmt", "policy.rules", "--language", "zh", at=desk)
    assert policy.read_bytes() == chinese


def test_fmt_writes_through_a_link_to_the_file_it_leads_to(desk: Path) -> None:
    (desk / "link.rules").symlink_to("tidy.rules")
    assert perfrules("fmt", "link.rules", at=desk).returncode == 0
    assert (desk / "link.rules").is_symlink()
    assert perfrules("fmt", "--check", "tidy.rules", at=desk).returncode == 0


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="to the owner of the machine nothing is read-only")
def test_fmt_says_that_it_may_not_write(desk: Path) -> None:
    (desk / "tidy.rules").chmod(0o444)
    ran = perfrules("fmt", "tidy.rules", "--language", "zh", at=desk)
    assert (ran.returncode, "没有权限" in ran.stderr.decode()) == (2, True)


WRITERS = [
    ["fmt", "tidy.rules", "--language", "en"],
    ["lint", "odd.rules", "--fix", "--fail-on", "never"],
    ["test", "policy.rules", "--write", "--forms", "20", "--at-least", "0"],
]


@pytest.mark.parametrize("command", WRITERS, ids=lambda command: command[0])
def test_a_run_that_is_cut_short_while_it_writes_loses_nothing(
    command: list[str], desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = desk / command[1]
    path.chmod(0o640)
    (desk / "real").mkdir()
    path.rename(desk / "real" / "kept.rules")
    path.symlink_to(Path("real") / "kept.rules")
    before = path.read_bytes()
    with monkeypatch.context() as here:
        here.setattr(Path, "chmod", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        within(desk, command, b"", here)
    assert path.read_bytes() == before
    assert [each.name for each in (desk / "real").iterdir()] == ["kept.rules"]
    out, err, status = within(desk, command, b"", monkeypatch)
    assert (status, path.read_bytes() != before) == (0, True), out + err
    assert path.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_file_that_cannot_be_replaced_is_left_as_it_is(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from perfrules.cli.files import replace

    def refused(*_: object) -> Path:
        raise PermissionError(13, "Permission denied")

    tidy = desk / "tidy.rules"
    before = tidy.read_bytes()
    monkeypatch.setattr(Path, "replace", refused)
    problem = replace(tidy, "别的内容")
    assert problem is not None
    assert "没有权限" in problem.words.zh
    assert tidy.read_bytes() == before
    assert [each.name for each in desk.iterdir() if each.name.startswith(".")] == []


def test_a_rule_that_is_off_says_why_once_and_counts_its_other_rows(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    off = '政策 试验/项目 2021 "编的"\n  修改 试验/项目 2020\n  适用年度 2020\n\n停用 规则 指标须完成\n  理由 "编的"\n'
    (desk / "off.rules").write_text(off, encoding="utf-8")
    asked = ["explain", "forms/made-up-2.yaml", "指标须完成", "--policy", "off.rules", "--language", "zh"]
    told, _, _ = within(desk, asked, b"", monkeypatch)
    assert told.count("停用：编的") == told.count("其余 2 行：停用 2（第 2-3 行）") == 1, told
