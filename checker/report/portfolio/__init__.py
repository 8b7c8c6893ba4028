"""The summary of a portfolio as one HTML page or as JSON; works out nothing itself."""

from checker.report.portfolio.json import render_summary_json
from checker.report.portfolio.page import render_summary_html

__all__ = ["render_summary_html", "render_summary_json"]
