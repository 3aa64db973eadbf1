"""A form while it is made, and the labels that say which defect stands in it, where, and what should stand there."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from making.written import plain
from perfrules.diagnostics import Words
from perfrules.intake import Note, ReadForm, to_yaml
from perfrules.intake.draft import Plain

Layout = Literal["wuhan", "national"]
Record = dict[str, str]
Kind = Literal["count", "rate", "inverse", "equal", "zero", "cost", "words"]

SOURCE = "编造的表，由 examples/made_up.py 生成 / made up by examples/made_up.py"
HEADING = "编造的表，不是任何单位填报或公开的 / made up, filed and published by nobody"
MADE_UP = Words(
    "本表是编造的，供检验规则用：数字、文字都不出自任何单位",
    "this form is made up to try rules on: no figure and no text of it comes from any office",
)


@dataclass(slots=True)
class Row:
    """What an indicator row was made from, beside its cells: `target` and `actual` are None for words."""

    kind: Kind
    target: Fraction | None
    actual: Fraction | None
    unit: str
    weight: Fraction
    ratio: Fraction
    cells: Record

    @property
    def met(self) -> bool:
        return self.ratio == 1


@dataclass(frozen=True, slots=True)
class Label:
    """A defect that was planted: its catalogue id, the cell by JSON pointer, what stands there and what should.

    `due` is None where no one value is right (a reason is asked for, say); `words` then say what is. `others` are the ids of
    other forms that take part.
    """

    defect: str
    form: str
    at: str
    written: str | None
    due: str | None
    words: Words
    others: tuple[str, ...] = ()

    def plain(self) -> dict[str, str | list[str] | None]:
        """As it stands in a label file, one a line."""
        held: dict[str, str | list[str] | None] = {
            "defect": self.defect,
            "form": self.form,
            "at": self.at,
            "written": self.written,
            "due": self.due,
        }
        if self.others:
            held["others"] = list(self.others)
        return held | {"zh": self.words.zh, "en": self.words.en}


@dataclass(slots=True)
class MadeForm:
    """One made-up form. `rows` go with the rows of `values["indicators"]`."""

    id: str
    template: str
    layout: Layout
    title: str
    values: dict[str, Plain]
    rows: list[Row] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)

    @property
    def budget(self) -> Record:
        held = self.values["budget"]
        assert isinstance(held, dict)
        return held

    def group(self, name: str) -> list[Record]:
        """The rows of a group, as they are: a change of one changes the form."""
        held = self.values.setdefault(name, [])
        assert isinstance(held, list)
        return held  # type: ignore[return-value]

    def text(self, name: str) -> str | None:
        held = self.values.get(name)
        assert held is None or isinstance(held, str)
        return held

    def written(self, at: str) -> str | None:
        """What stands at a JSON pointer; ticks are joined by a comma, nothing and whole rows are None."""
        held: object = self.values
        for step in at.split("/")[1:]:
            held = held[int(step)] if isinstance(held, list) else held.get(step) if isinstance(held, dict) else None
        if isinstance(held, list) and held and isinstance(held[0], str):
            return ",".join(held)
        return held if isinstance(held, str) else None

    def label(self, defect: str, at: str, due: str | None, zh: str, en: str, others: tuple[str, ...] = ()) -> None:
        """Notes the defect that stands at `at` now."""
        self.labels.append(Label(defect, self.id, at, self.written(at), due, Words(zh, en), others))

    def claimed_total(self) -> Fraction:
        """The sum of the scores as written."""
        return sum((Fraction(record["score"]) for record in (self.budget, *self.group("indicators"))), Fraction(0))

    def add_up(self) -> None:
        """The total again, from the scores as they stand."""
        self.values["total_score"] = plain(self.claimed_total())

    def to_yaml(self) -> str:
        notes = (Note("", MADE_UP), *self.notes)
        return to_yaml(ReadForm(self.template, self.title, SOURCE, 1, self.values, {}, notes), self.id, HEADING)

    def to_json(self) -> dict[str, object]:
        """The form as it stands in one file with many others."""
        head = {"template": self.template, "id": self.id, "source": SOURCE}
        said = [{"path": note.path, "zh": note.words.zh, "en": note.words.en} for note in (Note("", MADE_UP), *self.notes)]
        return {**head, **self.values, "notes": said}
