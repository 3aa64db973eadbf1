"""The files a user names: read, or refused in words that say what to do; in a folder, those that can be forms."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from perfrules.diagnostics import Code, Diagnostic, Label, Words
from perfrules.forms import is_batch_file
from perfrules.source import Source, Span

UNREADABLE_FILE = Code("unreadable-file", Words("文件读不了", "unreadable file"))
NO_FORMS = Code("no-forms", Words("没有表", "no forms"))

SUFFIXES = (".yaml", ".yml", ".json")
LARGEST = 256_000_000
"""Bytes. More is no form and no rule file, and would only fill the memory."""

REASONS: dict[type[OSError], Words] = {
    FileNotFoundError: Words("没有这个文件", "there is no such file"),
    IsADirectoryError: Words("这是文件夹，不是文件", "this is a folder, not a file"),
    NotADirectoryError: Words("路径中有一段不是文件夹", "a part of the path is no folder"),
    PermissionError: Words("没有权限", "permission denied"),
    FileExistsError: Words("已有同名的文件", "there is a file of that name"),
}


def about_file(code: Code, name: str, words: Words, help: Words | None = None) -> Diagnostic:
    """A problem of a whole file, which has no line to show."""
    said = Words(f"`{name}` {words.zh}", f"`{name}`: {words.en}")
    return Diagnostic(code, said, Label(Source(name, ""), Span(0, 0)), help=help)


def reason(error: OSError) -> Words:
    """Why the system refused."""
    known = next((words for kind, words in REASONS.items() if isinstance(error, kind)), None)
    return known or Words(error.strerror or str(error), error.strerror or str(error))


def read_text(path: Path) -> Source | Diagnostic:
    """A file's text, or why there is none."""
    try:
        if path.is_file() and path.stat().st_size > LARGEST:
            return about_file(UNREADABLE_FILE, str(path), Words("太大", "the file is too large"))
        held = path.read_bytes()
    except OSError as error:
        return about_file(UNREADABLE_FILE, str(path), reason(error))
    except ValueError:  # a name with a null character in it
        return about_file(UNREADABLE_FILE, str(path), REASONS[FileNotFoundError])
    return decoded(held, str(path))


def decoded(held: bytes, name: str) -> Source | Diagnostic:
    """The text that bytes are in UTF-8, or what else they seem to be."""
    try:
        return Source.of(name, held.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = held.count(b"\n", 0, error.start) + 1
        looks = _encoding(held)
        if looks is None:
            return about_file(UNREADABLE_FILE, name, Words(f"从第 {line} 行起不是文字", f"from line {line} on this is no text"))
        words = Words(
            f"不是 UTF-8 编码（第 {line} 行），看来是 {looks}", f"this is not UTF-8 (line {line}); it looks like {looks}"
        )
        return about_file(UNREADABLE_FILE, name, words, Words("用编辑器另存为 UTF-8", "save it as UTF-8 in an editor"))


def _encoding(held: bytes) -> str | None:
    """What Chinese texts that are not UTF-8 are mostly in."""
    if held.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    try:
        text = held.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return "GBK" if "\0" not in text and any("\u4e00" <= each <= "\u9fff" for each in text) else None


def form_files(named: Iterable[str]) -> tuple[list[Path], list[Diagnostic]]:
    """The files named, and of each folder named every YAML and JSON file in it and below, sorted; hidden ones are left out.
    Those about the batch are among them.

    A file that is named twice, by whatever path, is there once.
    """
    files: dict[str, Path] = {}
    problems: list[Diagnostic] = []
    for name in named:
        path = Path(name)
        inside = _inside(path, problems) if os.path.isdir(name) else [path]  # noqa: PTH112
        if all(is_batch_file(each.name) for each in inside):
            words = Words("里没有表（.yaml、.yml、.json）", "the folder holds no forms (.yaml, .yml, .json)")
            problems.append(about_file(NO_FORMS, name, words))
        for each in inside:
            files.setdefault(os.path.realpath(each) if each.exists() else str(each), each)
    return list(files.values()), problems


def _inside(folder: Path, problems: list[Diagnostic]) -> list[Path]:
    found: list[Path] = []
    refused: list[OSError] = []
    for top, folders, names in os.walk(folder, onerror=refused.append):
        folders[:] = [each for each in folders if not each.startswith(".")]
        found += [Path(top, each) for each in names if not each.startswith(".") and each.lower().endswith(SUFFIXES)]
    problems += [about_file(UNREADABLE_FILE, str(error.filename or folder), reason(error)) for error in refused]
    return sorted(found)
