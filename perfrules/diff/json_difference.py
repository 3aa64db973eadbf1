"""The comparison for other programs: one JSON object with stable keys, described by `diff.schema.json` beside this module.

Points and shares are strings, exact: `"-2.77"`, or `"1/3"` where the digits do not end.
"""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from perfrules.core.tree import BasisOf
from perfrules.diagnostics import Language, Words
from perfrules.diff.edits import Edit
from perfrules.diff.impact import FormImpact, Impact, RuleImpact, Share, Total
from perfrules.diff.meaning import ItemMeaning, Meaning
from perfrules.diff.model import HOWS, Change, Citation, ClauseChange, Difference, Edition
from perfrules.diff.outcomes import Moved
from perfrules.diff.years import Matched, Year
from perfrules.values.numbers import exact_text


def json_difference(difference: Difference, language: Language) -> str:
    """The object as text, ending in a line feed; sentences and rule texts in `language`."""
    return json.dumps(as_object(difference, language), ensure_ascii=False, indent=2) + "\n"


def as_object(difference: Difference, language: Language) -> dict[str, Any]:
    """`old`, `new`, `text`, `meaning` where anything changed, `impact` where forms were given."""
    return {
        "old": _edition(difference.old),
        "new": _edition(difference.new),
        "text": {
            "empty": difference.empty,
            "unchanged": difference.unchanged,
            "examples": {"old": difference.examples[0], "new": difference.examples[1]},
            "counts": {how: difference.count(how) for how in HOWS},
            "header": [_clause(clause, language) for clause in difference.header],
            "changes": [_change(change, language) for change in difference.changes],
        },
        "meaning": None if difference.meaning is None else _meaning(difference.meaning, language),
        "impact": None if difference.impact is None else _impact(difference.impact, language),
    }


def _edition(edition: Edition) -> dict[str, Any]:
    return {
        "name": edition.name,
        "title": edition.title,
        "template": edition.template,
        "years": list(edition.years),
        "basis": _basis(edition.basis),
    }


def _basis(basis: tuple[BasisOf, ...]) -> list[dict[str, str | None]]:
    return [{"document": each.document, "clause": each.clause} for each in basis]


def _said(words: Words | None, language: Language) -> str | None:
    return None if words is None else words.text(language)


def _exact(number: Fraction | None) -> str | None:
    return None if number is None else exact_text(number)


# ── the text ──


def _change(change: Change, language: Language) -> dict[str, Any]:
    return {
        "what": change.what,
        "how": change.how,
        "old": change.old,
        "new": change.new,
        "title": change.title,
        "known_by": change.by,
        "likeness": _exact(change.likeness),
        "aspects": list(change.aspects),
        "clauses": [_clause(clause, language) for clause in change.clauses],
        "readers": list(change.readers),
        "moved": list(change.moved),
        "was": _citation(change.was),
        "now": _citation(change.now),
    }


def _clause(clause: ClauseChange, language: Language) -> dict[str, Any]:
    return {
        "aspect": clause.aspect,
        "clause": clause.label.text(language),
        "old": _said(clause.old, language),
        "new": _said(clause.new, language),
    }


def _citation(citation: Citation | None) -> dict[str, Any] | None:
    if citation is None:
        return None
    return {"edition": citation.edition, "file": citation.file, "line": citation.line, "basis": _basis(citation.basis)}


# ── the meaning ──


def _meaning(meaning: Meaning, language: Language) -> dict[str, Any]:
    return {
        "why": _said(meaning.why, language),
        "items": [_item(item, language) for item in meaning.items],
        "whole": [
            {
                "passes": each.passes,
                "form": each.form,
                "fails": list(each.fails),
                "proved": each.proved,
                "rows": each.rows,
                "drawn": each.drawn,
            }
            for each in meaning.crossings
        ],
    }


def _item(item: ItemMeaning, language: Language) -> dict[str, Any]:
    return {
        "what": item.what,
        "old": item.old,
        "new": item.new,
        "title": item.title,
        "verdict": item.verdict,
        "by": item.by,
        "complete": item.complete,
        "rows": item.rows,
        "drawn": item.drawn,
        "why": _said(item.why, language),
        "regions": [
            {
                "where": region.where.text(language),
                "old": region.old.text(language),
                "new": region.new.text(language),
                "way": region.way,
                "exact": region.exact,
                "sample": region.sample,
                "sure": region.sure,
                "gives": {"old": _said(region.gives[0], language), "new": _said(region.gives[1], language)},
                "instead": region.instead,
                "why": _said(region.why, language),
                "path": region.path,
                "form": region.form,
            }
            for region in item.regions
        ],
    }


# ── the impact ──


def _impact(impact: Impact, language: Language) -> dict[str, Any]:
    return {
        "edits": [_edit(edit) for edit in impact.edits],
        "rules": [_rule(rule) for rule in impact.rules],
        "forms": [_form(form, impact.edits, language) for form in impact.forms],
        "years": None if impact.years is None else _years(impact.years),
    }


def _edit(edit: Edit) -> list[dict[str, str]]:
    return [{"what": kind, "name": name} for kind, name in edit.items]


def _rule(rule: RuleImpact) -> dict[str, Any]:
    matrix = [{"old": old, "new": new, "count": count} for old, new, count in rule.matrix]
    return {"old": rule.old, "new": rule.new, "title": rule.title, "moved": rule.moved, "matrix": matrix}


def _form(form: FormImpact, edits: tuple[Edit, ...], language: Language) -> dict[str, Any]:
    return {
        "id": form.id,
        "title": form.title,
        "claimed": form.claimed,
        "old": _total(form.old),
        "new": _total(form.new),
        "difference": _exact(form.difference),
        "shared": form.how,
        "shares": [_share(share, edits) for share in form.shares],
        "grades": [{"cell": each.label.text(language), "old": each.old, "new": each.new} for each in form.grades],
        "moved": [_moved(moved, language) for moved in form.moved],
    }


def _total(total: Total) -> dict[str, Any]:
    return {"exact": _exact(total.value), "shown": total.text, "low": total.low, "high": total.high}


def _share(share: Share, edits: tuple[Edit, ...]) -> dict[str, Any]:
    """`edits` are places in the list of all edits."""
    return {"edits": [edits.index(edit) for edit in share.edits], "amount": exact_text(share.amount)}


def _moved(moved: Moved, language: Language) -> dict[str, Any]:
    return {
        "rule": {"old": moved.rule[0], "new": moved.rule[1]},
        "about": moved.about.text(language),
        "old": moved.old,
        "new": moved.new,
        "expected": {"old": _said(moved.expected[0], language), "new": _said(moved.expected[1], language)},
        "explained": {"old": _said(moved.before, language), "new": _said(moved.after, language)},
    }


def _years(year: Year) -> dict[str, Any]:
    return {
        "matched": [_matched(each) for each in year.matched],
        "only_now": list(year.only_now),
        "only_before": list(year.only_before),
    }


def _matched(each: Matched) -> dict[str, Any]:
    return {
        "project": each.title,
        "before": each.before,
        "now": each.now,
        "old_rules_before": _exact(each.old_before),
        "old_rules_now": _exact(each.old_now),
        "new_rules_before": _exact(each.crossed),
        "new_rules_now": _exact(each.new_now),
        "figures": _exact(each.figures),
        "rules": _exact(each.rules),
        "whole": _exact(each.whole),
    }
