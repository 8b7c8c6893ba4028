"""Turns the answers to the questions about a new rule into the texts of its files; knows nothing about its cases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from checker.edit.canonical import canonical
from checker.edit.questions import CONDITION, DEDUCTION, ID, MESSAGE, SUBJECT, is_new_problem
from checker.pack.files import RULES, shown_name
from checker.source.text.scalars import line_scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.edit.questions import Answers
    from checker.edit.site import Site

PROBLEMS: Final = "problems.yaml"
_STEP: Final = 10
_SAY_ALL: Final = "{{ findings | map(attribute='message') | fen }}。"
"""The text of a new problem: what each finding says, one behind the other."""


def rule_texts(site: Site, answers: Answers) -> dict[str, str]:
    """Return the canonical texts of the files that make the rule, by their path in the pack's folder.

    The rule has a file of its own; when its problem is new, ``problems.yaml`` is among them with one more entry.
    """
    path = f"{RULES}/{answers[ID]}.yaml"
    texts = {path: canonical("\n".join(_rule(site, answers)) + "\n", path)}
    if is_new_problem(site, answers):
        document = site.pack.files.get(PROBLEMS)
        before = "" if document is None else document.text.rstrip("\n") + "\n\n"
        texts[PROBLEMS] = before + canonical("\n".join(_problem(site, answers)) + "\n", PROBLEMS)
    return texts


def shown_path(site: Site, inside: str) -> str:
    """Return how a file of the pack is named to people."""
    return shown_name(Path(site.folder) / inside)


def _rule(site: Site, answers: Answers) -> Iterator[str]:
    problem = answers["问题编号"] if is_new_problem(site, answers) else answers.get("问题", "")
    clause = {"clause": answers["条款"]} if answers.get("条款") else {}
    entries = {
        "title": answers["名称"],
        "for": "" if answers[SUBJECT] == "project" else answers[SUBJECT],
        "when": answers[CONDITION],
        "severity": answers["严重程度"],
        "concerns": "" if problem or answers.get(DEDUCTION) else "evaluation",
        "indicator": answers.get("指标", ""),
        "deduct": answers.get(DEDUCTION, ""),
        "problem": problem,
        "message": answers[MESSAGE],
    }
    yield from (f"{name}: {line_scalar(value, flow=False)}" for name, value in entries.items() if value)
    basis = {"document": answers["依据"], **clause}
    yield "basis:"
    yield f"  - {{{', '.join(f'{name}: {line_scalar(value, flow=True)}' for name, value in basis.items())}}}"


def _problem(site: Site, answers: Answers) -> Iterator[str]:
    last = max((entry.model.order for entry in site.pack.problems.values()), default=0)
    yield f"{answers['问题编号']}:"
    yield f"  order: {last + _STEP}"
    yield f"  heading: {line_scalar(answers['问题'], flow=False)}"
    yield f"  text: {line_scalar(_SAY_ALL, flow=False)}"
    yield "  advice:"
    yield f"    heading: {line_scalar(answers['建议标题'], flow=False)}"
    yield f"    text: {line_scalar(answers['建议内容'], flow=False)}"
