"""Says what a change of rules does: in words, on the smallest project that shows it, and on archived projects."""

from checker.diff.change import Change, Group
from checker.diff.difference import Difference, Side, Task, compare_packs
from checker.diff.finding_projects import project_paths
from checker.diff.pack_changes import pack_changes
from checker.diff.what_if import Wish, read_wish, with_wishes

__all__ = [
    "Change",
    "Difference",
    "Group",
    "Side",
    "Task",
    "Wish",
    "compare_packs",
    "pack_changes",
    "project_paths",
    "read_wish",
    "with_wishes",
]
