"""Turns rules and facts, both data, into findings, a score and report text; holds nothing but the version itself."""

__version__ = "0.1.0"
