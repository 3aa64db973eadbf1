"""What the tests share: where the checkout is, expected outputs that are rewritten only on request, and how Hypothesis runs.

`pytest --bless` (`make bless`) writes what is printed now in the place of what was expected; under CI=true it is refused.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

# The plugin of this project collects rule files; here they are material, many of them broken on purpose.
collect_ignore_glob = ["*.rules"]

IN_CI = os.environ.get("CI") == "true"

# A machine that is busy is not a mistake, so no deadline; CI draws the same cases every time, people draw new ones.
hypothesis.settings.register_profile("person", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("ci" if IN_CI else "person")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="take what is printed now as what is expected")


def pytest_configure(config: pytest.Config) -> None:
    if IN_CI and config.getoption("--bless"):
        raise pytest.UsageError("CI does not bless")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compares a text with the file that holds what is expected, or writes it there under `--bless`."""
    bless = bool(request.config.getoption("--bless"))

    def compare(path: Path, text: str) -> None:
        if bless:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        assert path.exists(), f"{path.name} is not there: `make bless` writes it; read it before you commit it"
        assert text == path.read_bytes().decode("utf-8"), f"{path.name} says something else: is this meant? then `make bless`"

    return compare
