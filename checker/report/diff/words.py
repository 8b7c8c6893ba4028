"""The words and number forms that all forms of a difference share; knows nothing about formats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from checker.diff.change import Change, Group
from checker.diff.separation import Told
from checker.messages import tr
from checker.report.words import listed, outcome_word, parted, points
from checker.values import Kind, show

if TYPE_CHECKING:
    from checker.diff.difference import Difference, Side
    from checker.diff.projects import Flip, ProjectShift, ProjectShifts, ScoreShift, Standing
    from checker.diff.separation import Case, Shift
    from checker.diff.texts import Piece
    from checker.result import Outcome
    from checker.values import Amount


def group_title(group: Group) -> str:
    """Return what a part of a pack is called."""
    words = {
        Group.PACK: tr("规则包"),
        Group.DOCUMENT: tr("文件"),
        Group.PARAMETER: tr("参数"),
        Group.VOCABULARY: tr("事实"),
        Group.SCORE: tr("指标和计分"),
        Group.RULE: tr("规则"),
        Group.PROBLEM: tr("问题和建议"),
        Group.CASE: tr("用例"),
    }
    return words[group]


def grouped(changes: Iterable[Change]) -> dict[Group, list[Change]]:
    """Return the changes by the part of the pack, in the order of the parts."""
    found: dict[Group, list[Change]] = {}
    for change in changes:
        found.setdefault(change.group, []).append(change)
    return found


def side_text(side: Side) -> str:
    """Return which text of which pack a side is."""
    return tr("{name}（{version}）", name=side.name, version=side.version)


def title_text(difference: Difference) -> str:
    """Return what is compared."""
    return tr("{old} → {new}", old=side_text(difference.old), new=side_text(difference.new))


def no_change_text(difference: Difference) -> str:
    """Return what is said when no sentence is to be said."""
    if difference.old.digest == difference.new.digest:
        return tr("没有不同")
    return tr("只有写法（注释、次序、空格）不同，内容没有不同")


def pieces_text(pieces: Iterable[Piece]) -> str:
    """Return a text with what is gone and what is new marked in it."""
    return "".join(piece_text(piece) for piece in pieces)


def piece_text(piece: Piece) -> str:
    """Return a stretch of a text, marked when it is gone or new."""
    if piece.state == "same":
        return piece.text
    return tr("【删：{text}】", text=piece.text) if piece.state == "old" else tr("【增：{text}】", text=piece.text)


def retroactive_text(difference: Difference) -> str:
    """Return what the mark of changes that reach back means; nothing when there is none."""
    if difference.known is None or not any(change.retroactive for change in difference.changes):
        return ""
    return tr(
        "标“追溯”的，从知道这次改动（{day}）以前的日子就算数，以前的结果会跟着变",
        day=difference.known.isoformat(),
    )


def shift_name(shift: Shift) -> str:
    """Return what a rule or an indicator is called."""
    if shift.kind == "rule":
        return tr("规则“{title}”", title=shift.title)
    if shift.kind == "fact_type":
        return tr("事实类型“{title}”", title=shift.title)
    return tr("指标“{label}”", label=shift.title)


def shift_text(shift: Shift) -> str:
    """Return what is known of a rule or an indicator that may have changed."""
    if shift.told is Told.SEPARATED:
        return tr("结果会变，例如：")
    if shift.told is Told.SAME and shift.why is not None:
        return str(shift.why)
    if shift.told is Told.SAME:
        return tr("证明：任何项目上结果都相同（事实确切或者缺失时）")
    return tr("没有找到结果会变的例子，也未能证明不变：{why}", why=shift.why or "")


def cases_text(shift: Shift, cases: Sequence[Case]) -> str:
    """Return what a rule or an indicator comes to on the example."""
    if not cases:
        return tr("没有，或者当天不执行")
    return parted(_case_text(shift, case, len(cases) > 1) for case in cases)


def _case_text(shift: Shift, case: Case, several: bool) -> str:
    if shift.kind == "indicator" or case.outcome is None:
        return tr("得 {score} 分", score=points(case.points if case.points is not None else Fraction(0)))
    key = f"[{case.key}] " if several and case.key else ""
    return key + _outcome_text(case.outcome, case.points)


def _outcome_text(outcome: Outcome | None, lost: Amount | None) -> str:
    if outcome is None:
        return tr("没有这项检查")
    word = outcome_word(outcome)
    return tr("{outcome}，扣{points}", outcome=word, points=show(lost, Kind.SCORE)) if lost else word


def flip_text(flip: Flip) -> str:
    """Return which check comes to what instead of what."""
    name = flip.title + (f"[{flip.key}]" if flip.key else "")
    old, new = _outcome_text(flip.old, flip.old_points), _outcome_text(flip.new, flip.new_points)
    return tr("{name}：{old} → {new}", name=name, old=old, new=new)


def score_shift_text(shift: ScoreShift) -> str:
    """Return which indicator is scored what instead of what."""
    old, new = ("—" if score is None else points(score) for score in (shift.old, shift.new))
    return tr("{name}：{old} → {new}", name=shift.label, old=old, new=new)


def gain_text(project: ProjectShift) -> str:
    """Return the points won or lost with their sign; a dash when they are not exact."""
    return "—" if project.gain is None else signed(project.gain)


def signed(number: Fraction) -> str:
    """Return a number with its sign, 0 without."""
    text = points(abs(number))
    return text if number == 0 else ("+" if number > 0 else "−") + text


def grades_text(standing: Standing) -> str:
    """Return the grade, the grades still possible, or that there is none."""
    return "/".join(standing.grades) or tr("无等级")


def grade_shift_text(project: ProjectShift) -> str:
    """Return the grade, or the grade before and after."""
    old, new = grades_text(project.old), grades_text(project.new)
    return old if old == new else f"{old} → {new}"


def projects_text(projects: ProjectShifts) -> str:
    """Return how many projects were decided, how many of them come out otherwise, and how many could not be."""
    text = tr(
        "比较了 {count} 个项目，{changed} 个的结果会变", count=len(projects.decided), changed=len(projects.changed)
    )
    if projects.reworded:
        text += tr("；{count} 个结果不变，报告文字会变", count=len(projects.reworded))
    if projects.undecided:
        text += tr("；{count} 个判断不了", count=len(projects.undecided))
    return text


def unchanged_text(projects: ProjectShifts) -> str:
    """Return the names of the projects for which nothing changes; nothing when there is none."""
    names = [project.title for project in projects.decided if not (project.changed or project.reworded)]
    return tr("结果不变的：{names}", names=listed(names)) if names else ""


def wording_texts(projects: ProjectShifts) -> list[str]:
    """Return for each project whose report reads otherwise what of it does, those that come to the same first."""
    found = []
    for project in (*projects.reworded, *projects.changed):
        parts = tr("、").join(map(str, project.wording))
        if project.reworded:
            found.append(tr("结果不变，报告文字会变：{name}（{parts}）", name=project.title, parts=parts))
        elif parts:
            found.append(tr("报告文字也会变：{name}（{parts}）", name=project.title, parts=parts))
    return found


def past_text(projects: ProjectShifts) -> str:
    """Return the names of the past results that change; nothing when there is none."""
    names = [
        tr("{name}（{day}）", name=project.title, day=project.as_of.isoformat())
        for project in projects.changed
        if project.past
    ]
    return tr("追溯改变的以往结果：{names}", names=listed(names)) if names else ""
