"""A difference as Markdown: the same sections as on the terminal, for pasting into documents and reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.diff.separation import Told
from checker.messages import tr
from checker.report.diff import words as w
from checker.report.markdown import plain
from checker.report.words import points

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.diff import Difference
    from checker.diff.projects import ProjectShifts
    from checker.diff.separation import Shift


def render_diff_markdown(difference: Difference) -> str:
    """Return the difference as Markdown with a final line break."""
    lines = [f"# {plain(w.title_text(difference))}", "", *_notes(difference), *_changes(difference)]
    if difference.shifts:
        lines += ["## " + tr("对规则和指标的影响（{count}）", count=len(difference.shifts)), ""]
        lines += [line for shift in difference.shifts for line in _shift(shift)]
    if difference.projects is not None:
        lines += _projects(difference.projects)
    return "\n".join(lines).rstrip("\n") + "\n"


def _notes(difference: Difference) -> Iterator[str]:
    for note in difference.notes:
        yield f"> {plain(str(note))}"
        yield ""


def _changes(difference: Difference) -> Iterator[str]:
    yield "## " + tr("改了什么（{count}）", count=len(difference.changes))
    yield ""
    if not difference.changes:
        yield plain(w.no_change_text(difference))
        yield ""
    for group, changes in w.grouped(difference.changes).items():
        yield f"### {w.group_title(group)}"
        yield ""
        for change in changes:
            yield f"- {plain(str(change.told))}"
            if change.pieces:
                yield f"  - {plain(w.pieces_text(change.pieces))}"
            yield from (f"  - {plain(str(detail))}" for detail in change.details)
        yield ""
    if text := w.retroactive_text(difference):
        yield plain(text)
        yield ""


def _shift(shift: Shift) -> Iterator[str]:
    yield f"- **{plain(w.shift_name(shift))}**　{plain(w.shift_text(shift))}"
    yield from (f"  - {plain(line)}" for line in shift.facts)
    if shift.told is Told.SEPARATED:
        yield f"  - {tr('旧：')}{plain(w.cases_text(shift, shift.old))}"
        yield f"  - {tr('新：')}{plain(w.cases_text(shift, shift.new))}"
    yield ""


def _projects(projects: ProjectShifts) -> Iterator[str]:
    yield f"## {plain(w.projects_text(projects))}"
    yield ""
    if projects.changed:
        head = (tr("项目"), tr("原来"), tr("现在"), tr("增减"), tr("等级"), tr("变了的检查"))
        yield "| " + " | ".join(head) + " |"
        yield "|---|---:|---:|---:|---|---|"
    for project in projects.changed:
        cells = (
            project.title,
            points(project.old.score),
            points(project.new.score),
            w.gain_text(project),
            w.grade_shift_text(project),
            tr("；").join(map(w.flip_text, project.flips)) or "—",
        )
        yield "| " + " | ".join(map(plain, cells)) + " |"
    if projects.changed:
        yield ""
    for text in filter(None, (w.past_text(projects), *w.wording_texts(projects), w.unchanged_text(projects))):
        yield plain(text)
        yield ""
    if projects.undecided:
        yield "### " + tr("判断不了的项目（{count}）", count=len(projects.undecided))
        yield ""
    for undecided in projects.undecided:
        yield f"- **{plain(undecided.name)}**　{plain(tr('；').join(map(str, undecided.reasons)))}"
