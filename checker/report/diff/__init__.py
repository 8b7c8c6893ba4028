"""Turns what a change of rules does into JSON, Markdown and one page of HTML; compares nothing."""

from checker.report.diff.json import render_diff_json
from checker.report.diff.markdown import render_diff_markdown
from checker.report.diff.page import render_diff_html

__all__ = ["render_diff_html", "render_diff_json", "render_diff_markdown"]
