"""Turns a decided project into one self-contained page; decides nothing, and asks nothing of a network."""

from checker.report.html.page import render_html

__all__ = ["render_html"]
