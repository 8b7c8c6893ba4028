"""Asks the questions about a new rule: what is given on the command line is taken, the rest is asked for on a terminal.

Knows nothing about what becomes of the answers.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from checker.edit.questions import CONDITION, DEDUCTION, MESSAGE, QUESTIONS, SUBJECT, AnswerFault
from checker.messages import message, tr
from checker.report.terminal.wrap import wrap
from checker.source import InputError, Place, Problems, UsageFault, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.edit.questions import Answers, Question
    from checker.edit.site import Site

_SPOKEN: Final = frozenset({CONDITION, DEDUCTION, MESSAGE})
"""The questions whose answers name fields and parameters."""
_WIDTH: Final = 74


class Asker:
    """Collects the answers for a rule of one pack."""

    def __init__(self, site: Site, given: Sequence[str]) -> None:

        self._site = site
        self._questions = QUESTIONS
        self._given = _pairs(given, [question.key for question in QUESTIONS])
        self._live = sys.stdin.isatty()
        self._problems = Problems()
        self._shown: set[str] = set()

    def answers(self) -> Answers:
        """Return an answer to every question that comes up; raises ``InputError`` with all that is missing or wrong."""
        answers: Answers = {}
        for question in self._questions:
            if not question.asked(self._site, answers):
                continue
            if question.key in _SPOKEN and SUBJECT not in answers:
                self._note_missing(question)
                continue
            found = self._answer(question, answers)
            if found is not None:
                answers[question.key] = found
        if self._problems.found:
            raise _in_order(self._problems)
        return answers

    def _answer(self, question: Question, answers: Answers) -> str | None:
        """Return the answer to a question, asked for as often as it takes; None when it is missing or wrong."""
        written: str | None = self._given.get(question.key)
        while True:
            if written is None and self._live:
                written = self._asked(question, answers)
            written = written or question.default
            if written == "":
                return ""
            if written is not None:
                found = self._read(question, written, answers)
                if found is not None:
                    return found
            elif not self._live:
                self._note_missing(question)
            if not self._live:
                return None
            written = None

    def _read(self, question: Question, written: str, answers: Answers) -> str | None:
        """Return what an answer means; None, with what is wrong said, when it will not do."""
        try:
            return question.read(written, self._site, answers)
        except AnswerFault as fault:
            if self._live:
                _show_fault(written, fault)
                return None
            line, column = (0, 0) if fault.offset is None else (1, fault.offset + 1)
            self._problems.add("bad-answer", Place(f"--answer {question.key}", line, column), fault.what, fault.hint)
            return None

    def _note_missing(self, question: Question) -> None:
        if question.key in self._given and SUBJECT in self._given:
            return  # what it means depends on an answer that is wrong itself
        hint = message("写成 --answer {key}=……", key=question.key)
        what = message("没有回答：{question}", question=question.words)
        self._problems.add("no-answer", Place(f"--answer {question.key}"), what, hint)

    def _asked(self, question: Question, answers: Answers) -> str:
        _say(f"\n{question.key}：{question.words}")
        if question.key not in self._shown:
            self._show_choices(question, answers)
            self._shown.add(question.key)
        sys.stdout.write("> ")
        sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            raise UsageFault(message("输入在“{key}”处就结束了，没有写任何文件", key=question.key))
        return line.strip()

    def _show_choices(self, question: Question, answers: Answers) -> None:
        """Show what may be answered, the first time a question is asked."""
        for name, label in question.choices(self._site, answers).items():
            _say(f"    {name}  {label}")
        if question.key in _SPOKEN:
            names = self._site.names(answers.get(SUBJECT, ""))
            said = tr("可以用：{names}；其他只有一条的事实，字段也能直接写", names="、".join(names))
            for part in wrap(said, _WIDTH):
                _say(f"    {part}")
        if question.default:
            _say("    " + tr("直接回车：{default}", default=question.default))


def _in_order(problems: Problems) -> InputError:
    """Return the error with what is wrong in the order of the questions, not in that of their names."""
    error = InputError(problems.found)
    error.problems = tuple(problems.found)
    return error


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _show_fault(written: str, fault: AnswerFault) -> None:
    if fault.offset is not None:
        _say(f"  {written}\n  {' ' * cell_len(written[: fault.offset])}^")
    _say(f"  {fault.what}")
    if fault.hint is not None:
        _say("  " + tr("建议：{hint}", hint=fault.hint))


def _pairs(given: Sequence[str], keys: Sequence[str]) -> dict[str, str]:
    """Return the answers given, by question; raises ``UsageFault`` for one that is to no question."""
    found: dict[str, str] = {}
    for text in given:
        key, sign, answer = text.partition("=")
        if not sign:
            raise UsageFault(message("--answer 要写成 问题=回答，如 名称=在线率不达标"))
        if key not in keys:
            hint = did_you_mean(key, keys) or message("可以写：{names}", names="、".join(keys))
            raise UsageFault(message("没有名为“{key}”的问题。{hint}", key=key, hint=hint))
        found[key] = answer.strip()
    return found
