"""A label file: one planted defect a line, as JSON. Not YAML or `.json`, which `perfrules check FOLDER` would read as forms."""

from __future__ import annotations

import json
from collections.abc import Iterable

from making.form import Label


def label_file(labels: Iterable[Label]) -> str:
    """The text of the file."""
    return "".join(json.dumps(label.plain(), ensure_ascii=False) + "\n" for label in labels)
