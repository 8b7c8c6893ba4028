"""Takes single projects out of a portfolio: their facts, what the engine of single checks says of them, their texts."""

from checker.portfolio.single.decide import decided_rows, withheld_rows
from checker.portfolio.single.gather import chosen_ids, written_projects
from checker.portfolio.single.many import Opening, decide_many, in_processes, opening
from checker.portfolio.single.rows import DecidedRows, FindingRow, OutcomeRow, ProblemRow, ScoreRow, UnknownRow
from checker.portfolio.single.written import WrittenProject, WrittenRow, facts_of

__all__ = [
    "DecidedRows",
    "FindingRow",
    "Opening",
    "OutcomeRow",
    "ProblemRow",
    "ScoreRow",
    "UnknownRow",
    "WrittenProject",
    "WrittenRow",
    "chosen_ids",
    "decide_many",
    "decided_rows",
    "facts_of",
    "in_processes",
    "opening",
    "withheld_rows",
    "written_projects",
]
