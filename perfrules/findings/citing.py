"""What a rule rests on, as it is cited, and the marks of a citation that nobody has held against the document yet."""

from __future__ import annotations

import re

from perfrules.core.tree import BasisOf
from perfrules.diagnostics import Language

UNVERIFIED = re.compile("待核|未核|unverified")


def basis_text(basis: BasisOf, language: Language) -> str:
    if basis.clause is None:
        return basis.document
    if language == "en":
        return f"{basis.document}, clause {basis.clause}"
    clause = f"第 {basis.clause} 条" if basis.clause.isascii() and basis.clause.isalnum() else basis.clause
    return f"{basis.document} {clause}"
