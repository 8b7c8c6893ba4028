"""Asks the solver whether something can be, within a budget; the only place where it is called.

The budget is counted in the solver's own steps, so that the same question has the same answer on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

import z3

from checker.prove.builtin import relations
from checker.prove.formulas import formula, new_solver, product_solver
from checker.prove.stopping import stoppably

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checker.prove.formulas import Cond
    from checker.prove.world import World

_STEPS: Final = 2_000_000
"""About how many steps the solver takes in a second."""
_PIN_STEPS: Final = 300_000
"""How many steps it takes at most to make one number rounder."""
_ALL_PIN_STEPS: Final = 2_000_000
"""How many steps it takes at most to make all of one example rounder."""
_SAFETY: Final = 4
"""How many times the budget a question may take by the clock, should its steps be slow ones."""


class Answer(Enum):
    """Whether there is such a project, there is none, or it could not be told."""

    SOME = "some"
    NONE = "none"
    OPEN = "open"


@dataclass(slots=True)
class Asked:
    """One question with all that was pinned down since; ``model`` is the last project found."""

    world: World
    seconds: float
    model: Any = None
    _solver: Any = field(default_factory=new_solver)
    _left: int = _ALL_PIN_STEPS
    _told: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._solver.set("rlimit", int(self.seconds * _STEPS))
        self._solver.set("timeout", int(self.seconds * _SAFETY * 1000))
        holds = list(relations(self.world))  # first, since it may speak of words nothing else does
        self._told = [*holds, *self.world.premises()]
        self._solver.add(*self._told)

    def ask(self, conditions: Iterable[Cond]) -> Answer:
        """Return whether all conditions can hold together with what was asked before."""
        for condition in conditions:
            if condition is False:
                return Answer.NONE
            self._tell(formula(condition))
        return self._check()

    def _tell(self, told: Any) -> None:
        """Add a formula for good; the solver's own list of what it was told is not what it was told."""
        self._told.append(told)
        self._solver.add(told)

    def pin(self, condition: Any) -> bool:
        """Add a condition if a project remains; one that holds in the last one costs nothing."""
        if z3.is_true(self.model.eval(formula(condition), model_completion=True)):
            self._tell(formula(condition))
            return True
        if self._left <= 0:
            return False
        before = self._steps()
        self._solver.set("rlimit", _PIN_STEPS)
        self._solver.push()
        self._solver.add(formula(condition))
        holds = bool(_answer(self._solver) == z3.sat)
        self._left -= self._steps() - before
        if holds:
            self.model = self._solver.model()
            self._told.append(formula(condition))
        else:
            self._solver.pop()
        return holds

    def _steps(self) -> int:
        """Return how many steps the solver has taken so far."""
        return int(self._solver.statistics().get_key_value("rlimit count"))

    def pin_value(self, symbol: Any, value: Any) -> bool:
        """Give a symbol a value if a project remains; one on which nothing else hangs costs next to nothing."""
        if not z3.is_const(symbol) or symbol.decl().kind() != z3.Z3_OP_UNINTERPRETED:
            return self.pin(symbol == value)
        changed = z3.substitute(z3.And(*self._told), (symbol, value))
        if z3.is_true(self.model.eval(changed, model_completion=True)):
            self._tell(symbol == value)
            self.model.update_value(symbol, value)
            return True
        return self.pin(symbol == value)

    def _check(self) -> Answer:
        found = _answer(self._solver)
        if found == z3.unknown:
            found = self._again()
        if found == z3.sat:
            self.model = self._solver.model()
            return Answer.SOME
        return Answer.NONE if found == z3.unsat else Answer.OPEN

    def _again(self) -> Any:
        """Ask once more by another way, for products of unknown numbers."""
        other = product_solver()
        other.set("timeout", int(self.seconds * _SAFETY * 1000))
        other.add(*self._told)
        found = _answer(other)
        if found == z3.sat:
            self._solver = other
        return found


def _answer(solver: Any) -> Any:
    return stoppably(solver.check, solver.ctx)
