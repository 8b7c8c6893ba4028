"""The ids of all kinds of mutants, by which a comment ``# mutate: ignore <id> <reason>`` names one."""

from __future__ import annotations

from typing import Final

from checker.mutate import indicators, parameters, rules, scoring, texts, weights

OPERATORS: Final = (
    texts.COMPARATOR,
    texts.CONSTANT,
    texts.AND_OR,
    texts.CONDITION_DROPPED,
    texts.ITEM_DROPPED,
    texts.NEGATION,
    texts.WHERE_DROPPED,
    texts.AGGREGATE,
    texts.ARITHMETIC,
    texts.FUNCTION,
    rules.APPLIES_DROPPED,
    rules.PARAMETERS_ON,
    rules.DEDUCT_CAP,
    rules.VALIDITY,
    rules.SEVERITY,
    rules.INDICATOR,
    rules.PROBLEM,
    rules.CONCERNS,
    parameters.VALUE,
    parameters.DAY,
    weights.WEIGHT,
    scoring.AWARD,
    scoring.BAND_ORDER,
    scoring.BAND_EDGE,
    scoring.BAND_DROPPED,
    scoring.COST,
    scoring.PARTIAL_STEP,
    scoring.BETTER,
    scoring.SCORE_CAP,
    scoring.PASS_MARK,
    scoring.EACH,
    scoring.LEVEL,
    scoring.CLIFF,
    scoring.PARTIAL,
    indicators.LOWEST,
    indicators.NOT_APPLICABLE,
    indicators.VETO,
    indicators.CAP,
    indicators.GRADE_BOUND,
    indicators.GRADE_EDGE,
    indicators.ROUNDING,
    indicators.FULL_SCORE,
)
