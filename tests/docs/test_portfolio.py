"""Follows docs/portfolio.md as a reader would; knows nothing about what the page teaches."""

from collections.abc import Callable


def test_portfolio_guide_works_as_written(run_page: Callable[[str], list[str]]) -> None:
    """From CSV exports to the page of the summary: every file saved, every command run, every output as shown."""
    wrong = run_page("docs/portfolio.md")
    assert not wrong, "\n".join(wrong)
