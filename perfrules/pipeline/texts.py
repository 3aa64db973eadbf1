"""The texts that make up a policy: its file, those of the editions it amends, and those of the policies it uses.

Each is found in the folder of the file that asks for it, else on the shelf. A rule file reaches no other file: in a folder only
`.rules` files are looked at, and of them only the policy line, until one says that it is the policy asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from perfrules.check.consolidate import Lineage
from perfrules.diagnostics import Code, Diagnostic, Label, Words
from perfrules.pipeline.files import read_text
from perfrules.source import Source, Span
from perfrules.source.shelf import policies_folder
from perfrules.syntax import Parsed, identity_of, parse
from perfrules.syntax import tree as syntax

UNKNOWN_POLICY = Code("unknown-policy", Words("找不到政策", "unknown policy"))
SUFFIX = ".rules"
MOST_EDITIONS = 40
"""A chain of amendments longer than this was not written by a person."""
MOST_NEIGHBOURS = 500


@dataclass(frozen=True, slots=True)
class Texts:
    """A policy's lineage, those of the policies it uses (each after those it uses itself), and what is wrong with any of them."""

    main: Lineage
    used: tuple[Lineage, ...]
    problems: tuple[Diagnostic, ...]


@lru_cache(maxsize=64)
def parsed_once(source: Source) -> Parsed:
    """The tree of a text. Many policies rest on the same few texts; each is parsed for the first that does."""
    return parse(source)


def texts_of(file: syntax.File) -> Texts:
    """Everything that `file` is made of."""
    reader = _Reader()
    above = [file.policy.identity.text] if file.policy else []
    main = reader.lineage(file, above)
    reader.uses(main, above)
    return Texts(main, tuple(reader.used.values()), tuple(reader.problems))


@dataclass(slots=True)
class _Reader:
    """Reads what files ask for, each policy once. `above` is the way there: who comes back to it goes in a circle."""

    used: dict[str, Lineage] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)

    def lineage(self, file: syntax.File, above: list[str]) -> Lineage:
        files = [file]
        seen = list(above)
        while (clause := _amends(files[0])) is not None:
            name = clause.policy.text
            if name in seen:
                said = Words(f"`{name}` 绕回来修改自己", f"`{name}` amends itself in a circle")
                self._circle(files[0], clause.policy, said)
                break
            if len(files) >= MOST_EDITIONS:
                said = Words(f"修改了 {MOST_EDITIONS} 版以上", f"more than {MOST_EDITIONS} editions, one on another")
                self._wrong(files[0], clause.policy, said)
                break
            parent = self._read(files[0], clause.policy)
            if parent is None:
                break
            seen.append(name)
            files.insert(0, parent)
        return Lineage(tuple(files))

    def uses(self, of: Lineage, above: list[str]) -> None:
        """Reads what any edition of a lineage uses; of two editions of one policy the later edition's choice counts."""
        asked: dict[str, list[tuple[syntax.Identity, syntax.File]]] = {}
        for file in of.files:
            clauses = file.policy.every(syntax.Uses) if file.policy else ()
            for path in {clause.policy.path for clause in clauses}:
                asked[path] = [(clause.policy, file) for clause in clauses if clause.policy.path == path]
        for identity, file in (each for several in asked.values() for each in several):
            self._use(identity, file, above)

    def _use(self, identity: syntax.Identity, file: syntax.File, above: list[str]) -> None:
        name = identity.text
        if name in self.used:
            return
        if name in above:
            self._circle(file, identity, Words(f"`{name}` 绕回来引用自己", f"`{name}` uses itself in a circle"))
            return
        found = self._read(file, identity)
        if found is None:
            return
        its = self.lineage(found, [*above, name])
        self.uses(its, [*above, name])
        self.used[name] = its

    def _read(self, file: syntax.File, identity: syntax.Identity) -> syntax.File | None:
        """The file of a policy; why there is none is reported where it is asked for."""
        text = find_beside(file.source, identity)
        if isinstance(text, list):
            self._several(file, identity, text)
            return None
        if text is None:
            known = shipped_policies()
            path = known.get(f"{identity.path}/{identity.edition}")
            told = None if path is None else read_text(path)
            if not isinstance(told, Source):
                said = Words(f"没有 `{identity.text}` 这个政策", f"there is no policy `{identity.text}`")
                self._wrong(file, identity, said, _there_are(known))
                return None
            text = told
        parsed = parsed_once(text)
        self.problems += parsed.problems
        return parsed.file

    def _circle(self, file: syntax.File, identity: syntax.Identity, said: Words) -> None:
        """What comes back to itself; it may be that a copy was not given an edition of its own."""
        text = find_beside(file.source, identity)
        if isinstance(text, list):
            self._several(file, identity, text)
        else:
            self._wrong(file, identity, said)

    def _several(self, file: syntax.File, identity: syntax.Identity, texts: list[Source]) -> None:
        *names, last = [Path(each.name).name for each in texts]
        zh, en = f"{'、'.join(names)} 和 {last}", f"{', '.join(names)} and {last}"
        said = Words(f"{zh} 都是 `{identity.text}`", f"{en} are {'both' if len(texts) == 2 else 'all'} `{identity.text}`")
        help_ = Words("只留一个，别的改成另一版", "keep one; make the others editions of their own")
        self._wrong(file, identity, said, help_)

    def _wrong(self, file: syntax.File, at: syntax.Identity, said: Words, help_: Words | None = None) -> None:
        self.problems.append(Diagnostic(UNKNOWN_POLICY, said, Label(file.source, at.span), help=help_))


def _amends(file: syntax.File) -> syntax.Amends | None:
    return file.policy.only(syntax.Amends) if file.policy else None


def _there_are(known: dict[str, Path]) -> Words:
    return Words(f"有：{'、'.join(known)}", f"there are: {', '.join(known)}")


# ── where policies are ──


def find_beside(source: Source, identity: syntax.Identity) -> Source | list[Source] | None:
    """The policy of that name in the folder of a file; all of them when several say so. A text that is no file has none."""
    path = Path(source.name)
    if path.suffix != SUFFIX or not path.is_file() or policies_folder() in path.absolute().parents:
        return None
    found = []
    for each in sorted(path.parent.glob("*" + SUFFIX))[:MOST_NEIGHBOURS]:
        text = None if each.name.startswith(".") else read_text(each)
        if isinstance(text, Source) and identity_of(text) == identity:
            found.append(text)
    return found if len(found) > 1 else found[0] if found else None


def shipped(name: str, asked: str | None = None) -> Source | Diagnostic:
    """The text of the shipped policy of that name, and of no other file."""
    known = shipped_policies()
    if name in known:
        return read_text(known[name])
    asked = asked or name
    said = Words(f"没有 `{asked}` 这个政策，也没有这个文件", f"there is no policy and no file `{asked}`")
    return Diagnostic(UNKNOWN_POLICY, said, Label(Source(asked, ""), Span(0, 0)), help=_there_are(known))


@cache
def shipped_policies() -> dict[str, Path]:
    """The shipped policies by name: `wuhan/project/2020`."""
    folder = policies_folder()
    return {
        path.relative_to(folder).with_suffix("").as_posix(): path
        for path in sorted(folder.rglob("*" + SUFFIX))
        if not path.name.startswith(".")
    }
