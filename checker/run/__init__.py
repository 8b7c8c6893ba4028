"""Joins the stages, and is the only package that does: read, plan, decide, score, compose."""

from checker.run.checker import ENGINES, Checker, Stages, prepare
from checker.run.opening import (
    check_path,
    check_text,
    load_sound_pack,
    open_checker,
    open_project,
    open_project_text,
    open_raw,
)

__all__ = [
    "ENGINES",
    "Checker",
    "Stages",
    "check_path",
    "check_text",
    "load_sound_pack",
    "open_checker",
    "open_project",
    "open_project_text",
    "open_raw",
    "prepare",
]
