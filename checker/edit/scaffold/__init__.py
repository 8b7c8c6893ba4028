"""Turns an indicator table, as evaluations bring it, into the files of a new rule pack; knows no office format."""

from checker.edit.scaffold.build import Scaffold, Wish, build_pack, write_files_of
from checker.edit.scaffold.table import read_table

__all__ = ["Scaffold", "Wish", "build_pack", "read_table", "write_files_of"]
