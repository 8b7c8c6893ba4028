"""A difference as JSON: versioned keys that other programs rely on, exact numbers as decimal text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from checker.report.diff import words as w
from checker.report.json import number

if TYPE_CHECKING:
    from checker.diff import Change, Difference, Side
    from checker.diff.projects import Flip, ProjectShift, ProjectShifts, Standing
    from checker.diff.separation import Case, Shift

SCHEMA_VERSION: Final = "1.0"


def render_diff_json(difference: Difference) -> str:
    """Return the difference as JSON text with a final line break; the same difference gives the same bytes."""
    projects = difference.projects
    data = {
        "schema": SCHEMA_VERSION,
        "old": _side(difference.old),
        "new": _side(difference.new),
        "known_on": difference.known.isoformat() if difference.known else None,
        "notes": [str(note.what) for note in difference.notes],
        "changes": [_change(change) for change in difference.changes],
        "effects": [_shift(shift) for shift in difference.shifts],
        "projects": None if projects is None else _projects(projects),
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _side(side: Side) -> dict[str, Any]:
    return {
        "name": side.name, "id": side.id, "title": side.title, "version": side.version, "digest": side.digest or None,
    }  # fmt: skip


def _change(change: Change) -> dict[str, Any]:
    return {
        "group": change.group.value,
        "subject": change.subject,
        "field": change.field,
        "text": str(change.sentence),
        "words": [{"text": piece.text, "state": piece.state} for piece in change.pieces],
        "details": list(map(str, change.details)),
        "changes_results": change.matters,
        "since": change.since.isoformat() if change.since else None,
        "retroactive": change.retroactive,
    }


def _shift(shift: Shift) -> dict[str, Any]:
    witness = shift.witness
    return {
        "kind": shift.kind,
        "id": shift.id,
        "title": shift.title,
        "known": shift.told.value,
        "witness": None if witness is None else {"on": witness.on.isoformat(), "given": witness.given},
        "old": [_case(shift, case) for case in shift.old],
        "new": [_case(shift, case) for case in shift.new],
        "why": str(shift.why) if shift.why else None,
    }


def _case(shift: Shift, case: Case) -> dict[str, Any]:
    if shift.kind == "indicator":
        return {"score": number(case.points)}
    return {
        "key": case.key,
        "outcome": case.outcome.value if case.outcome else None,
        "deduction": number(case.points),
        "message": case.text,
    }


def _projects(projects: ProjectShifts) -> dict[str, Any]:
    return {
        "decided": [_project(project) for project in projects.decided],
        "undecided": [
            {"project": undecided.name, "reasons": list(map(str, undecided.reasons))}
            for undecided in projects.undecided
        ],
    }


def _project(project: ProjectShift) -> dict[str, Any]:
    return {
        "project": project.name,
        "title": project.title,
        "as_of": project.as_of.isoformat(),
        "changed": project.changed,
        "past": project.past,
        "wording": list(map(str, project.wording)),
        "old": _standing(project.old),
        "new": _standing(project.new),
        "gain": None if project.gain is None else number(project.gain),
        "flips": [_flip(flip) for flip in project.flips],
        "indicators": [
            {"id": shift.id, "label": shift.label, "old": number(shift.old), "new": number(shift.new)}
            for shift in project.indicators
        ],
    }


def _standing(standing: Standing) -> dict[str, Any]:
    return {
        "score": number(standing.score),
        "full_score": number(standing.full),
        "grade": w.grades_text(standing) if len(standing.grades) == 1 else None,
        "possible_grades": list(standing.grades),
    }


def _flip(flip: Flip) -> dict[str, Any]:
    return {
        "check": flip.id,
        "title": flip.title,
        "old": flip.old.value if flip.old else None,
        "new": flip.new.value if flip.new else None,
        "old_deduction": number(flip.old_points),
        "new_deduction": number(flip.new_points),
    }
