"""All checks of lint in the order in which the reference page explains them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from checker.lint import (
    bands,
    basis,
    cases,
    deductions,
    duplicates,
    edges,
    files,
    grades,
    ignores,
    names,
    parameters,
    quotes,
    rules,
    sayings,
    templates,
    unused,
    wording,
)
from checker.lint.registry import Check
from checker.messages import message

if TYPE_CHECKING:
    from collections.abc import Mapping

_CHECKS: Final = (
    *basis.CHECKS,
    *unused.CHECKS,
    *cases.CHECKS,
    *edges.CHECKS,
    *deductions.CHECKS,
    *rules.CHECKS,
    *names.CHECKS,
    *wording.CHECKS,
    *sayings.CHECKS,
    *quotes.CHECKS,
    *templates.CHECKS,
    *bands.CHECKS,
    *grades.CHECKS,
    *parameters.CHECKS,
    *duplicates.CHECKS,
    *files.CHECKS,
    ignores.WITHOUT_REASON,
    ignores.UNUSED,
)
UNKNOWN_ID: Final = "unknown-ignore"
_UNKNOWN: Final = Check(
    UNKNOWN_ID,
    "warning",
    message("忽略的编号不存在"),
    partial(ignores.unknown_ids, frozenset({*(check.id for check in _CHECKS), UNKNOWN_ID})),
)
CATALOGUE: Final[Mapping[str, Check]] = {check.id: check for check in (*_CHECKS, _UNKNOWN)}
"""Every check by its id."""
