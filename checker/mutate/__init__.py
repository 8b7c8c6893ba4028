"""Turns packs into mutants, tries them on the packs' cases, and says which no case tells; knows no formats."""

from checker.mutate.run import mutate_packs
from checker.mutate.verdict import STATUSES, Finding, MutationReport, Remark, Verdict

__all__ = ["STATUSES", "Finding", "MutationReport", "Remark", "Verdict", "mutate_packs"]
