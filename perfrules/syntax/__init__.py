"""What the author of a rule file wrote: its tree, and what is wrong with the writing."""

from perfrules.syntax.parse import Parsed, identity_of, parse, parse_expression

__all__ = ["Parsed", "identity_of", "parse", "parse_expression"]
