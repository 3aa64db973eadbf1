"""Programs changed in one place: what a set of examples must tell from the right one, and what a differ can be tried on."""

from perfrules.mutants.mutant import Kind, Mutant
from perfrules.mutants.programs import mutants, mutants_of

__all__ = ["Kind", "Mutant", "mutants", "mutants_of"]
