"""A sentence in both languages. Which one is read is decided where it is printed, never where it is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Words:
    zh: str
    en: str

    def text(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en

    def __add__(self, other: Words) -> Words:
        return Words(self.zh + other.zh, self.en + other.en)
