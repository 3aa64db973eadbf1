"""The forms beside the one a rule is about: as its examples give them, for what is drawn is that one form."""

from __future__ import annotations

from dataclasses import dataclass, field

from perfrules.core import tree as core
from perfrules.forms import Form, Template, Templates
from perfrules.trials.described import described

Rows = tuple[core.GivenRow, ...]


@dataclass(slots=True)
class Beside:
    """Linked forms by the rows that describe them, each made once."""

    program: core.Program
    templates: Templates
    _made: dict[tuple[str, Rows], tuple[Form, ...]] = field(default_factory=dict)

    def template(self, check: core.Check) -> Template:
        """What forms of the rule's subject look like."""
        found = self.templates.get(check.subject.template)
        assert found is not None
        return found

    def choices(self, check: core.Check) -> tuple[Rows, ...]:
        """What stands beside the form in the rule's examples, each once; nothing, where nothing does."""
        its = (example.given for example in self.program.examples if example.of == check.name)
        given = (tuple(row for row in rows if row.link is not None) for rows in its)
        return tuple(dict.fromkeys(given)) or ((),)

    def forms(self, check: str, rows: Rows) -> tuple[Form, ...]:
        if not rows:
            return ()
        known = self._made.get((check, rows))
        if known is None:
            source, span = next((each.source, each.span) for each in self.program.checks if each.name == check)
            forms, _ = described(core.Example("linked", check, rows, "pass", None, source, span), self.program, self.templates)
            known = self._made[check, rows] = forms[1:]
        return known
