"""Where the grammar and the policies lie: at the top of a checkout, inside the package once it is installed.

An editable install does not apply the wheel's force-include, so both places are known here and nowhere else.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent.parent


def _folder(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def grammar_folder() -> Path:
    return _folder("grammar")


def policies_folder() -> Path:
    return _folder("policies")
