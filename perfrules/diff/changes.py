"""From two programs to what changed in the text, item by item in the order of the new edition, what was repealed last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from perfrules.core import tree as core
from perfrules.diagnostics import Words
from perfrules.diff.aspects import Sides, aspects
from perfrules.diff.clauses import FOR, LABELS, ROWS, TITLE, VALUE, Texts, Written, citation, label
from perfrules.diff.model import MEANINGLESS, Aspect, Change, ClauseChange, How, What
from perfrules.diff.pairing import Pair, pairs
from perfrules.diff.reading import readers
from perfrules.diff.shapes import Inlined, Named, Shapes
from perfrules.forms import Templates


class Compared:
    """Two programs with their items paired: what every part of a comparison starts from."""

    def __init__(self, old: core.Program, new: core.Program) -> None:
        old, new = _by_key(old), _by_key(new)
        self.old = old
        self.new = new
        self.shapes = Shapes()
        self.pairs = pairs(old, new, self.shapes)
        renamed = {pair.old.name: pair.new.name for pair in self.pairs if pair.old.name != pair.new.name}
        inlined = (Inlined(old, self.shapes), Inlined(new, self.shapes))
        self.sides = Sides(self.shapes, (Named(renamed), Named()), inlined)
        paired = {id(side) for pair in self.pairs for side in (pair.old, pair.new)}
        self.gone = [item for item in items(old) if id(item) not in paired]
        self.come = [item for item in items(new) if id(item) not in paired]

    def same_meaning(self, pair: Pair) -> bool:
        """Whether the two are one once every name is put in its place."""
        ours, theirs = self.sides.inlined
        return self.shapes.item(pair.old, ours) == self.shapes.item(pair.new, theirs)


def _by_key(program: core.Program) -> core.Program:
    """The program with its lets and links called by their keys: what is lent to two templates is two items."""
    lets = {key: let if let.name == key else replace(let, name=key) for key, let in program.lets.items()}
    links = {key: link if link.name == key else replace(link, name=key) for key, link in program.links.items()}
    return replace(program, lets=lets, links=links)


def items(program: core.Program) -> Iterator[core.Item]:
    yield from program.params.values()
    yield from program.lets.values()
    yield from program.links.values()
    yield from program.checks


def changes(compared: Compared, templates: Templates) -> tuple[Change, ...]:
    """Every item that is not the same."""
    texts = Texts(templates)
    by_new = {id(pair.new): pair for pair in compared.pairs}
    found: list[Change] = []
    for item in items(compared.new):
        pair = by_new.get(id(item))
        if pair is None:
            found.append(_added(item, compared, texts))
        elif (change := _changed(pair, compared, texts)) is not None:
            found.append(change)
    found += [_repealed(item, compared, texts) for item in compared.gone]
    return tuple(_moved(found, compared))


def what(item: core.Item) -> What:
    match item:
        case core.Param():
            return "param"
        case core.Let(value=value):
            return "table" if isinstance(value, core.Choose) else "let"
        case core.Link():
            return "link"
        case core.Score():
            return "score"
        case _:
            return "rule"


def _added(item: core.Item, compared: Compared, texts: Texts) -> Change:
    shown = tuple(ClauseChange("wording", name, None, text) for name, text in _whole(texts.of(item)))
    now = citation(item, compared.new)
    felt = _readers(compared, None, item)
    return Change(what(item), "added", None, item.name, item.title or "", (), shown, None, now, readers=felt)


def _repealed(item: core.Item, compared: Compared, texts: Texts) -> Change:
    shown = tuple(ClauseChange("wording", name, text, None) for name, text in _whole(texts.of(item)))
    was = citation(item, compared.old)
    felt = _readers(compared, item, None)
    return Change(what(item), "repealed", item.name, None, item.title or "", (), shown, was, None, readers=felt)


def _whole(written: Written) -> Iterator[tuple[Words, Words]]:
    """All clauses of an item that is in one edition only, but its title, which stands at its head."""
    yield from ((label(name), text) for name, text in written.clauses.items() if name != TITLE)
    yield from ((LABELS[ROWS], _row(row)) for row in written.rows)


def _row(row: tuple[Words, Words]) -> Words:
    test, value = row
    return Words(f"{test.zh} | {value.zh}", f"{test.en} | {value.en}")


def _changed(pair: Pair, compared: Compared, texts: Texts) -> Change | None:
    old, new = pair.old, pair.new
    told = list(aspects(old, new, compared.sides))
    if not told and old.name == new.name:
        return None
    written = texts.of(old), texts.of(new)
    shown = tuple(clause for aspect, name in told for clause in _clauses(aspect, name, *written, old, new))
    named: tuple[Aspect, ...] = tuple(dict.fromkeys(aspect for aspect, _ in told))
    felt = () if set(named) <= MEANINGLESS else _readers(compared, old, new)
    was, now = citation(old, compared.old), citation(new, compared.new)
    how = _how(pair, named)
    return Change(
        what(new), how, old.name, new.name, new.title or old.title or "", named, shown, was, now, pair.by, pair.likeness, felt
    )


def _how(pair: Pair, named: tuple[Aspect, ...]) -> How:
    if "switch" in named:
        return "switched_off" if getattr(pair.new, "off", None) is not None else "switched_on"
    renamed = pair.old.name != pair.new.name and set(named) <= {"rewritten", "wording", "basis"}
    return "renamed" if renamed else "changed"


def _clauses(aspect: Aspect, name: str, old: Written, new: Written, was: core.Item, now: core.Item) -> Iterator[ClauseChange]:
    if aspect == "switch":
        because = [_because(getattr(item, "off", None)) for item in (was, now)]
        yield ClauseChange(aspect, Words("停用", "switch off"), because[0], because[1])
        return
    if name == ROWS:
        yield from _rows(aspect, old, new)
        return
    names = {name} if name not in ("to one", "to many") else {"to one", "to many"}
    if name in (VALUE, "by"):  # a formula that became a table shows both
        names = {VALUE, "by"} if (VALUE in old.clauses) != (VALUE in new.clauses) else {name}
    sides = [next((written.clauses[each] for each in sorted(names) if each in written.clauses), None) for written in (old, new)]
    if sides[0] is None and sides[1] is None and name not in (FOR, "severity", "missing means"):
        return
    yield ClauseChange(aspect, label(name), sides[0], sides[1])
    if len(names) > 1 and name != "to one" and name != "to many":
        yield from _rows(aspect, old, new)


def _because(off: core.Off | None) -> Words | None:
    if off is None:
        return None
    return Words(f"{off.edition} {off.because or ''}".strip(), f"{off.edition} {off.because or ''}".strip())


def _rows(aspect: Aspect, old: Written, new: Written) -> Iterator[ClauseChange]:
    """Rows that are not the same, one against the other where they test the same."""
    before, after = dict(_keyed(old)), dict(_keyed(new))
    gone = [test for test in before if test not in after]
    come = [test for test in after if test not in before]
    matched = [(test, test) for test in after if test in before and before[test] != after[test]]
    for test in list(gone):  # another range for the same value
        same = next((each for each in come if after[each][1] == before[test][1]), None)
        if same is not None:
            matched.append((test, same))
            gone.remove(test)
            come.remove(same)
    order = {test: at for at, test in enumerate([*after, *before])}
    told = [*matched, *((test, None) for test in gone), *((None, test) for test in come)]
    for was, now in sorted(told, key=lambda each: order[each[1] or each[0] or ""]):
        yield ClauseChange(aspect, LABELS[ROWS], _row(before[was]) if was else None, _row(after[now]) if now else None)


def _keyed(written: Written) -> Iterator[tuple[str, tuple[Words, Words]]]:
    return ((test.en, (test, value)) for test, value in written.rows)


def _readers(compared: Compared, old: core.Item | None, new: core.Item | None) -> tuple[str, ...]:
    """The rules and scores that feel it, by their names in the new edition (in the old, if they are gone)."""
    if isinstance(new or old, core.Check):
        return ()
    now = {id(pair.old): pair.new.name for pair in compared.pairs}
    felt = [check.name for check in readers(compared.new, new.name)] if new is not None else []
    felt += [now.get(id(check), check.name) for check in readers(compared.old, old.name)] if old is not None else []
    return tuple(dict.fromkeys(felt))


# ── clauses that went to another rule ──


def _moved(found: Iterable[Change], compared: Compared) -> Iterator[Change]:
    """Each change with the rules that a part of its condition or requirement went to, or came from."""
    parts = [
        _conjuncts(program, inlined, compared.shapes)
        for program, inlined in zip((compared.old, compared.new), compared.sides.inlined, strict=True)
    ]
    pair = {pair.old.name: pair.new.name for pair in compared.pairs if isinstance(pair.old, core.Check)}
    left: dict[object, str] = {}
    for name, has in parts[0].items():
        left |= dict.fromkeys(has - parts[1].get(pair.get(name, ""), set()), name)
    came: dict[object, str] = {}
    back = {new: old for old, new in pair.items()}
    for name, has in parts[1].items():
        came |= dict.fromkeys(has - parts[0].get(back.get(name, ""), set()), name)
    for change in found:
        if change.what not in ("rule", "score"):
            yield change
            continue
        away = [came[each] for each, name in left.items() if name == change.old and each in came]
        here = [left[each] for each, name in came.items() if name == change.new and each in left]
        others = dict.fromkeys(name for name in (*away, *here) if name not in (change.old, change.new))
        yield replace(change, moved=tuple(others))


def _conjuncts(program: core.Program, inlined: Inlined, shapes: Shapes) -> dict[str, set[object]]:
    return {
        check.name: {(check.subject, shapes.of(part, inlined)) for root in (check.when, check.require) for part in _split(root)}
        for check in program.checks
        if isinstance(check, core.Rule)
    }


def _split(node: core.Expr | None) -> Iterator[core.Expr]:
    if isinstance(node, core.All):
        for part in node.of:
            yield from _split(part)
    elif node is not None:
        yield node
