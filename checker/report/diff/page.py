"""Turns a difference into one page of HTML that needs nothing else: style and drawing are inside it."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from checker.diff.separation import Told
from checker.messages import current_language, tr
from checker.report.diff import words as w
from checker.report.diff.dumbbells import lay_out_dumbbells
from checker.report.words import points

if TYPE_CHECKING:
    from checker.diff import Change, Difference
    from checker.diff.projects import ProjectShift, ProjectShifts
    from checker.diff.separation import Shift

_PACKAGE: Final = "checker.report.diff"
_SHEETS: Final = (("checker.report.html", "page.css"), (_PACKAGE, "diff.css"))
_LANGUAGES: Final = {"zh": "zh-CN", "en": "en"}
_MARKS: Final = {Told.SEPARATED: "≠", Told.SAME: "=", Told.UNTOLD: "?"}


def render_diff_html(difference: Difference) -> str:
    """Return the page, in the language in use; what packs and facts say is text in it, never markup."""
    return (
        _environment()
        .get_template("diff.html.j2")
        .render(
            t=_words(),
            lang=_LANGUAGES[current_language()],
            title=w.title_text(difference),
            pack=difference.new.title,
            notes=list(map(str, difference.notes)),
            **_changes(difference),
            **_projects(difference.projects),
            **_style(),
        )
    )


def _changes(difference: Difference) -> dict[str, Any]:
    groups = w.grouped(difference.changes).items()
    return {
        "groups": [(w.group_title(group), list(map(_change, found))) for group, found in groups],
        "changes_title": tr("改了什么（{count}）", count=len(difference.changes)),
        "nothing": "" if difference.changes else w.no_change_text(difference),
        "retroactive": w.retroactive_text(difference),
        "shifts_title": tr("对规则和指标的影响（{count}）", count=len(difference.shifts)),
        "shifts": list(map(_shift, difference.shifts)),
    }


def _projects(projects: ProjectShifts | None) -> dict[str, Any]:
    if projects is None:
        return {"projects_title": "", "rows": [], "plot": None, "remarks": [], "undecided": []}
    changed = projects.changed
    return {
        "projects_title": w.projects_text(projects),
        "rows": list(map(_project, changed)),
        "plot": lay_out_dumbbells(changed) if changed else None,
        "remarks": list(filter(None, (w.past_text(projects), *w.wording_texts(projects), w.unchanged_text(projects)))),
        "undecided": [(item.name, list(map(str, item.reasons))) for item in projects.undecided],
    }


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader(_PACKAGE, "template"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style() -> dict[str, Markup]:
    """Return the style, and the digest by which the page lets it in and nothing else."""
    text = "".join((files(package) / "template" / name).read_text("utf-8") for package, name in _SHEETS)
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return {
        "style": Markup(text),  # noqa: S704 - our own file, which no input reaches
        "style_digest": Markup(f"sha256-{digest}"),  # noqa: S704 - a digest in base64
    }


def _words() -> dict[str, str]:
    return {
        "contents": tr("目录"),
        "to_top": tr("跳到正文"),
        "changes": tr("改了什么"),
        "effects": tr("影响"),
        "projects": tr("项目"),
        "old": tr("原来"),
        "new": tr("现在"),
        "gain": tr("增减"),
        "grade": tr("等级"),
        "flips": tr("变了的检查"),
        "indicators": tr("变了的指标得分"),
        "was": tr("旧："),
        "is": tr("新："),
        "example": tr("例子"),
        "plot": tr("各项目总分的变化"),
        "undecided": tr("判断不了的项目"),
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "text": str(change.told),
        "back": change.retroactive,
        "pieces": [(piece.text, piece.state) for piece in change.pieces],
        "details": list(map(str, change.details)),
    }


def _shift(shift: Shift) -> dict[str, Any]:
    return {
        "mark": _MARKS[shift.told],
        "state": shift.told.value,
        "name": w.shift_name(shift),
        "id": shift.id,
        "text": w.shift_text(shift),
        "facts": shift.facts,
        "old": w.cases_text(shift, shift.old),
        "new": w.cases_text(shift, shift.new),
    }


def _project(project: ProjectShift) -> dict[str, Any]:
    gain = w.gain_text(project)
    return {
        "title": project.title,
        "name": project.name,
        "old": points(project.old.score),
        "new": points(project.new.score),
        "gain": gain,
        "state": "worse" if gain.startswith("−") else "better",
        "grade": w.grade_shift_text(project),
        "flips": list(map(w.flip_text, project.flips)),
        "indicators": list(map(w.score_shift_text, project.indicators)),
    }
