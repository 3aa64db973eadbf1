"""The house rules a machine can hold: sizes, names, no floats, nothing of the machine in the files, and what a start imports.

Which package may import which is not here: the import contract in pyproject.toml says it, and `make check` holds it.
"""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "perfrules"
MODULES = sorted([*PACKAGE.rglob("*.py"), *(ROOT / "examples").rglob("*.py")])
FORM = "examples/qiaokou-2020/qiaokou-2020-01.yaml"

MOST_LINES = 300
NAMES_THAT_SAY_NOTHING = {"common", "helper", "helpers", "lib", "misc", "shared", "tools", "util", "utils"}
LIBRARIES = {"hypothesis", "jsonschema", "lark", "re2", "wcwidth", "yaml"}
# What the base install brings, by the names it is imported under.
BASE = LIBRARIES - {"hypothesis"} | {
    "_re2",
    "_yaml",
    "attr",
    "attrs",
    "jsonschema_specifications",
    "referencing",
    "rpds",
    "typing_extensions",
}

# Put together from pieces, or this file would be the first to hold them.
HOSTS = [f"{owner}.org" for owner in ("pypi", "files.pythonhosted", "registry.npmjs", "deb.debian")]
HOME = re.compile(r"(?<![\w.~$}/-])/(?:home|root|Users|work|workspace)/\w|\b[A-Z]:\\+Users\\+")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def project_files() -> Iterator[tuple[str, str]]:
    """Every text that is or would be committed, under its name."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=False
    )
    if listed.returncode and os.environ.get("CI") != "true":
        pytest.skip("this is no git checkout, so there is no list of the project's files")
    assert listed.returncode == 0, listed.stderr.decode()
    for name in filter(None, listed.stdout.decode("utf-8").split("\0")):
        path = ROOT / name
        if path.is_file() and b"\0" not in (held := path.read_bytes()):
            yield name, held.decode("utf-8", errors="replace")


def floats_in(tree: ast.Module) -> list[int]:
    """The lines where a binary fraction is written, asked for or spoken of."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.Constant) and isinstance(node.value, float | complex))
        or (isinstance(node, ast.Name) and node.id in {"float", "complex"})
    ]


def test_no_module_is_longer_than_its_budget() -> None:
    lines = {name_of(module): len(module.read_text(encoding="utf-8").splitlines()) for module in MODULES}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def test_every_module_opens_by_saying_what_it_is() -> None:
    written = {name_of(module): tree_of(module) for module in MODULES}
    assert [name for name, tree in written.items() if tree.body and not ast.get_docstring(tree)] == []


def test_every_module_is_named_for_a_subject_and_shadows_no_library() -> None:
    taken = NAMES_THAT_SAY_NOTHING | LIBRARIES
    assert [name_of(module) for module in MODULES if {module.stem, module.parent.name} & taken] == []


def test_there_is_no_float_below_the_shells() -> None:
    below = [module for module in MODULES if module.relative_to(ROOT).parts[:2] != ("perfrules", "cli")]
    assert [f"{name_of(module)}:{line}" for module in below for line in floats_in(tree_of(module))] == []


def test_no_file_names_a_registry() -> None:
    assert [(name, host) for name, text in project_files() for host in HOSTS if host in text] == []


def test_no_file_holds_a_path_of_a_machine() -> None:
    here = [str(ROOT)] + ([f"{ROOT.parent}/"] if len(ROOT.parts) > 3 else [])
    named = [name for name, text in project_files() if HOME.search(text) or any(path in text for path in here)]
    assert named == []


def test_the_lock_holds_hashes_and_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entry = re.compile(r"[a-z0-9-]+==\S+ (; .+ )?\\\n    --hash=sha256:")
    assert "://" not in lock
    assert [held for held in re.split(r"\n(?=\S)", lock.strip()) if not entry.match(held)] == []


def test_the_lock_covers_everything_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    asked = [*project["build-system"]["requires"], *project["project"]["dependencies"], *extras["test"], *extras["dev"]]
    names = {re.split(r"[^\w-]", item)[0].lower() for item in asked}
    assert names - set(re.findall(r"^[a-z0-9-]+(?===)", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.M)) == set()


RUN_AND_LIST_IMPORTS = """
import json, sys
before = set(sys.modules)
sys.argv = ["perfrules", *sys.argv[1:]]
from perfrules.cli import main
try:
    status = main()
except SystemExit as end:
    status = end.code
assert not status, status
tops = {name.partition(".")[0] for name in set(sys.modules) - before if getattr(sys.modules[name], "__file__", None)}
print(json.dumps(sorted(tops - sys.stdlib_module_names - {"perfrules"})), file=sys.stderr)
"""


def imports_of(*arguments: str) -> set[str]:
    """What is imported from outside the standard library when the program runs so."""
    command = [sys.executable, "-c", RUN_AND_LIST_IMPORTS, *arguments]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stderr
    return set(json.loads(run.stderr.splitlines()[-1]))


def test_asking_for_help_imports_the_standard_library_alone() -> None:
    assert imports_of("--help") == set()


def test_trying_a_policy_imports_the_base_install_without_hypothesis() -> None:
    """Which keeps files beside whoever runs it; forms are drawn from a seed."""
    assert imports_of("test", "wuhan/department/2020", "--tries", "5") <= BASE


def test_checking_one_form_imports_the_base_install_alone() -> None:
    assert imports_of("check", FORM, "--fail-on", "never") <= BASE


def test_the_tests_that_their_page_names_are_there() -> None:
    page = (ROOT / "tests" / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_\w+)`", page))
    there = {
        name
        for path in (ROOT / "tests").glob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.M)
    }
    assert named - there == set()
    assert len(named) > 40
    files = set(re.findall(r"`(?:tests/)?([\w/]+\.(?:py|md|txt))`", page))
    assert [name for name in files if not ((ROOT / "tests" / name).exists() or (ROOT / name).exists())] == []


WITHOUT_SOLVER = """
import sys
sys.modules["z3"] = None
from perfrules.cli import main
sys.exit(main())
"""


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("diff", "tianjin/project/2023", "tianjin/project/2024", "--format", "html"), 1),
        (("lint", "wuhan/list/2021", "--fail-on", "never"), 0),
    ],
    ids=lambda each: each[0] if isinstance(each, tuple) else "",
)
def test_what_a_solver_would_prove_is_searched_where_there_is_none(arguments: tuple[str, ...], status: int) -> None:
    command = [sys.executable, "-c", WITHOUT_SOLVER, *arguments]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert (run.returncode, run.stderr) == (status, "")
