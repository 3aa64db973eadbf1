"""Which language a person is spoken to in: the one asked for, else the one their system speaks.

It must be known before the arguments are read, since what is wrong with them is said in it too.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal

Language = Literal["zh", "en"]

# In the order of gettext, which every other program follows.
VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """What `--language` says, wherever it stands, else what the first locale variable that is set says."""
    asked = [after for before, after in pairwise(arguments) if before == "--language"]
    asked += [each.partition("=")[2] for each in arguments if each.startswith("--language=")]
    if "zh" in asked or "en" in asked:
        return "zh" if "zh" in asked else "en"
    told = next((environment[name] for name in VARIABLES if environment.get(name)), None) or _of_windows()
    return "zh" if told.lower().startswith(("zh", "chinese")) else "en"


def _of_windows() -> str:
    """Windows sets none of the variables; its locale is called `Chinese (Simplified)_China`."""
    if sys.platform != "win32":
        return ""
    import locale

    return locale.getlocale()[0] or ""
