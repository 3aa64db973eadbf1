"""From lark's trees of headers and clauses to the items and clauses of the syntax tree."""

from __future__ import annotations

from typing import Any, cast

from perfrules.syntax import tree as syntax
from perfrules.syntax.build import Build, data, spellings, tokens, trees
from perfrules.syntax.words import language_of, words


def clause(build: Build, node: Any) -> syntax.Clause:
    """The clause that `node` is; its language is that of the word that opens it."""
    rest = node.children[1:]
    common: dict[str, Any] = {"span": build.span(node), **spellings(node)}
    match data(node):
        case "template":
            return syntax.TemplateClause(build.name(rest[0]), **common)
        case "amends":
            return syntax.Amends(build.identity(rest[0]), **common)
        case "uses":
            return syntax.Uses(build.identity(rest[0]), **common)
        case "years":
            editions = [str(token) for token in tokens(node, "EDITION")]
            return syntax.Years(editions[0], editions[-1], **common)
        case "places":
            return syntax.Places(tuple(build.text_of(text) for text in trees(node, "text")), **common)
        case "from_":
            return syntax.From(build.date_of(rest[0]), **common)
        case "until":
            return syntax.Until(build.date_of(rest[0]), **common)
        case "basis":
            texts = [build.text_of(text) for text in trees(node, "text")]
            return syntax.Basis(texts[0], texts[1] if len(texts) > 1 else None, **common)
        case "when":
            return syntax.When(build.expression(rest[0]), **common)
        case "require":
            return syntax.Require(build.expression(rest[0]), **common)
        case "severity":
            return syntax.SeverityClause(cast(syntax.Severity, words().english("severities", rest[0])), **common)
        case "message":
            return syntax.Message(build.text_of(rest[0]), **common)
        case "missing_means":
            return syntax.MissingMeans(_outcome(rest[0]), **common)
        case "claimed":
            return syntax.Claimed(build.path_of(rest[0]), **common)
        case "expected":
            return syntax.Expected(build.expression(rest[0]), **common)
        case "within":
            return syntax.Within(build.expression(rest[0]), **common)
        case "to_one" | "to_many":
            return _to(build, node, common)
        case "given":
            return _given(build, node, common)
        case "expect":
            written = trees(node, "written")
            return syntax.Expect(_outcome(rest[0]), _written(build, written[0]) if written else None, **common)
        case "as_":
            return syntax.As(build.path_of(rest[0]), "less" if rest[1].type == "RISES_NEVER_LESS" else "more", **common)
        case "because":
            return syntax.Because(build.text_of(rest[0]), **common)
        case other:
            raise AssertionError(other)


def _outcome(node: Any) -> syntax.Outcome:
    return cast(syntax.Outcome, words().english("outcomes", str(node.children[0])))


def _to(build: Build, node: Any, common: dict[str, Any]) -> syntax.To:
    keys = tuple(_key(build, each) for each in node.children if data(each).endswith("_key"))
    path = build.path_of(trees(node, "path")[0])
    return syntax.To(data(node) == "to_many", bool(tokens(node, "OTHER")), path, keys, **common)


def _key(build: Build, node: Any) -> syntax.Key:
    names = [build.name(each) for each in trees(node, "name")]
    shift = 0
    if data(node) == "shifted_key":
        shift = int(node.children[2]) * (-1 if node.children[1].type == "DASH" else 1)
    return syntax.Key(names[0], names[-1], shift, span=build.span(node))


def _given(build: Build, node: Any, common: dict[str, Any]) -> syntax.Given:
    paths = trees(node, "path")
    cells = tuple(
        syntax.GivenCell(build.path_of(cell.children[0]), _written(build, cell.children[1]), span=build.span(cell))
        for cell in trees(node, "cell")
    )
    return syntax.Given(build.path_of(paths[0]) if paths else None, cells, **common)


def _written(build: Build, node: Any) -> syntax.Written:
    span = build.span(node)
    texts = tuple(build.text_of(text).value for text in trees(node, "text"))
    if tokens(node, "CURLY_OPEN"):
        return syntax.Written(texts, "set", span=span)
    if texts:
        return syntax.Written(texts, "text", span=span)
    units = tokens(node, "UNIT")
    end = build.span(units[0]).start if units else span.end
    unit = words().english("units", str(units[0])) if units else None
    language = language_of(units[0]) if units else "zh"
    digits = "".join(build.text[span.start : end].split())
    return syntax.Written((digits,), "bare", unit, span=span, language=language)


def header(build: Build, node: Any) -> syntax.AnyItem:
    """The item that a header opens, as yet without its clauses."""
    common: dict[str, Any] = {"span": build.span(node), **spellings(node)}
    titles = [build.text_of(text) for text in trees(node, "text")]
    names = [build.name(name) for name in trees(node, "name")]
    subjects = [build.path_of(subject.children[1]) for subject in trees(node, "subject")]
    common["title"] = titles[0] if titles else None
    first = node.children[0]
    if first.type in ("NEW", "REPLACE"):
        common["verb"] = cast(syntax.Verb, words().english("verbs", first))
    subject = subjects[0] if subjects else None
    match data(node):
        case "policy":
            return syntax.Policy(identity=build.identity(node.children[1]), **common)
        case "param":
            return syntax.Param(name=names[0], value=build.expression(node.children[-1]), **common)
        case "let":
            return syntax.Let(name=names[0], subject=subject, value=build.expression(node.children[-1]), **common)
        case "table":
            return syntax.Let(name=names[0], subject=subject, value=None, by=build.expression(node.children[-1]), **common)
        case "score":
            return syntax.Score(name=names[0], subject=subject, **common)
        case "rule":
            return syntax.Rule(name=names[0], subject=subject, **common)
        case "link":
            return syntax.Link(name=names[0], subject=subject, **common)
        case "example":
            return syntax.Example(of=names[0], **common)
        case "property":
            return syntax.Property(of=names[0] if names else None, **common)
        case "repeal" | "switch_off" as ends:
            kind = cast(syntax.Kind, words().english("items", node.children[1]))
            made = syntax.Repeal if ends == "repeal" else syntax.SwitchOff
            return made(kind=kind, name=names[0] if names else None, **common)
        case other:
            raise AssertionError(other)
