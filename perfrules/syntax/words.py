"""The one table of words (`grammar/words.toml`): every word in both spellings, by its group."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from perfrules.source.shelf import grammar_folder
from perfrules.syntax.tree import Spelling


@dataclass(frozen=True, slots=True)
class Words:
    """English word → Chinese word, by group; `instead` is what people write for them, by where they write it."""

    groups: dict[str, dict[str, str]]
    instead: dict[str, dict[str, str]]

    def spelled(self, word: str, language: Spelling) -> str:
        """The spelling in `language` of a word given in English."""
        return word if language == "en" else next(group[word] for group in self.groups.values() if word in group)

    def english(self, group: str, spelling: str) -> str | None:
        """The English word that `spelling`, of either language, is in its group."""
        plain = " ".join(spelling.split())
        for english, chinese in self.groups[group].items():
            if plain in (english, chinese):
                return english
        return None

    def every(self, group: str) -> list[str]:
        return [word for pair in self.groups[group].items() for word in pair]

    @property
    def openers(self) -> list[str]:
        """What opens an item: its word, or a verb before that."""
        return [*self.every("items"), *self.every("verbs")]


@cache
def words() -> Words:
    groups = tomllib.loads((grammar_folder() / "words.toml").read_text(encoding="utf-8"))
    return Words({name: group for name, group in groups.items() if name != "instead"}, groups["instead"])


def language_of(word: str) -> Spelling:
    return "en" if word[:1].isascii() else "zh"


def terminal(word: str) -> str:
    """The grammar's name for an English word: `agrees with` is AGREES_WITH."""
    return word.upper().replace(" ", "_")


def pattern(english: str, chinese: str) -> str:
    return "(?:" + english.replace(" ", "[ \\t]+") + "|" + chinese + ")(?!\\w)"


def glued_item(shown: str) -> str | None:
    """The item word that `shown` begins with, when nothing parts it from what follows: `规则甲`."""
    return next((word for word in words().openers if not word.isascii() and len(word) > 1 and shown.startswith(word)), None)
