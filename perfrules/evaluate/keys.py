"""What links compare: the keys of forms and rows, and who is found under them without looking at everyone.

A key that is not known (its cell is blank) may be any: who has one is kept apart, under what is known of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Generic, Protocol, TypeVar

from perfrules.forms import Cell
from perfrules.values import Missing, Value
from perfrules.values.text import normal

Key = tuple[Value, ...]


class Keyed(Protocol):
    @property
    def cells(self) -> Mapping[str, Cell]: ...


K = TypeVar("K", bound=Keyed)


class Same:
    """Names that whoever runs the check declares to be one: each list stands for its first."""

    def __init__(self, declared: Iterable[Iterable[str]] = ()) -> None:
        self._first: dict[str, str] = {}
        for names in declared:
            plain = [normal(name) for name in names]
            first = next((self._first[name] for name in plain if name in self._first), plain[0] if plain else "")
            one = {self._first.get(name, name) for name in plain}
            self._first |= {name: first for name, known in self._first.items() if known in one}
            self._first |= dict.fromkeys(plain, first)

    def __bool__(self) -> bool:
        return bool(self._first)

    def key(self, value: Value, shift: int = 0) -> Value:
        """A value as links compare it."""
        if isinstance(value, str):
            text = normal(value)
            return self._first.get(text, text)
        return value + shift if isinstance(value, Fraction) and shift else value

    def of(self, entity: Keyed, name: str, shift: int = 0) -> Value:
        return self.key(entity.cells[name].value, shift)  # type: ignore[arg-type]


class Index(Generic[K]):
    """Forms or rows by their keys."""

    def __init__(self) -> None:
        self._known: dict[Key, list[K]] = {}
        self._unclear: dict[tuple[int, ...], dict[Key, list[K]]] = {}

    def add(self, key: Key, one: K) -> None:
        clear = tuple(at for at, value in enumerate(key) if not isinstance(value, Missing))
        if len(clear) == len(key):
            self._known.setdefault(key, []).append(one)
        else:
            self._unclear.setdefault(clear, {}).setdefault(tuple(key[at] for at in clear), []).append(one)

    def find(self, key: Key) -> list[K]:
        return self._known.get(key, [])

    def unclear(self, key: Key, skipped: Callable[[K], bool]) -> K | None:
        """One whose key is not known and may be this one."""
        for clear, held in self._unclear.items():
            for one in held.get(tuple(key[at] for at in clear), ()):
                if not skipped(one):
                    return one
        return None

    @classmethod
    def of(cls, every: Iterable[K], fields: tuple[str, ...], same: Same) -> Index[K]:
        made = cls()
        for one in every:
            made.add(tuple(same.of(one, name) for name in fields), one)
        return made
