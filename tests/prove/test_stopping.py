"""Tests that Ctrl-C ends a proof soon and in order, whatever the solver is doing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from checker.prove import formulas
from checker.prove.stopping import stop_if_asked, stoppable, stoppably
from tests.prove.test_command import plant_few

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 30.0
PRESSED = """
import os, signal
from checker.cli import main
from checker.prove import solver
answer = solver._answer
def pressed(asked):
    for _ in range({times}):
        os.kill(os.getpid(), signal.SIGINT)
    return answer(asked)
solver._answer = pressed
main()
"""


class Solver:
    """Stands for a context of the solver, which ends its work once it is told to."""

    def __init__(self) -> None:
        self.told = threading.Event()

    def interrupt(self) -> None:
        """Take in that the work is to end."""
        self.told.set()

    def work(self) -> bool:
        """Press Ctrl-C, and work on until told to stop."""
        os.kill(os.getpid(), signal.SIGINT)
        return self.told.wait(PATIENCE)


def test_a_solver_at_work_is_told_to_stop() -> None:
    """Ctrl-C interrupts the solver and is raised afterwards; then it is as it was before."""
    before, solver = signal.getsignal(signal.SIGINT), Solver()
    with pytest.raises(KeyboardInterrupt), stoppable():
        stoppably(solver.work, solver)
    assert solver.told.is_set()
    assert signal.getsignal(signal.SIGINT) is before


def think_endlessly() -> None:
    """Press Ctrl-C and ask what the solver would think about for a very long time."""
    with formulas.fresh_context():
        solver = formulas.new_solver()
        a, b, c = (formulas.whole_symbol(name) for name in "abc")
        solver.add(a * a * a + b * b * b + c * c * c == 42)

        def work() -> object:
            os.kill(os.getpid(), signal.SIGINT)
            return solver.check()

        stoppably(work, solver.ctx)


def test_an_endless_question_ends() -> None:
    """The solver itself stops in the middle of a question."""
    with pytest.raises(KeyboardInterrupt):
        think_endlessly()


def press_twice(steps: list[str]) -> None:
    """Press Ctrl-C twice between two questions, and go on."""
    with formulas.fresh_context():
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)
        steps.append("done")


def test_pressed_twice_it_is_raised_where_nothing_is_half_done() -> None:
    """Ctrl-C pressed twice between two questions is raised at the end of the block, once."""
    steps: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        press_twice(steps)
    assert steps == ["done"]
    stop_if_asked()


def test_a_fault_of_the_solver_is_passed_on() -> None:
    """What the solver raises, and what it returns, comes out as if it had been asked directly."""
    with stoppable():
        assert stoppably(lambda: 7, Solver()) == 7
        with pytest.raises(ZeroDivisionError):
            stoppably(lambda: 1 // 0, Solver())


def test_ctrl_c_that_is_ignored_stays_ignored() -> None:
    """A process that ignores Ctrl-C, such as a worker of another command, goes on."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with formulas.fresh_context():
            os.kill(os.getpid(), signal.SIGINT)
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("times", [1, 3])
def test_the_command_says_that_it_was_stopped(tmp_path: Path, times: int) -> None:
    """Ctrl-C during a question ends the command with 4 and one line, however often it is pressed."""
    plant_few(tmp_path, "条件自相矛盾", rules="unhappy")
    words = [sys.executable, "-c", PRESSED.format(times=times), "--lang", "zh", "rules", "prove", "planted"]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    ended = subprocess.run(
        words, cwd=tmp_path, env=env, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (4, "", "已中断\n")
