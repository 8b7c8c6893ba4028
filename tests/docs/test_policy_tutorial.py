"""Follows docs/policy.md as a reader would; knows nothing about what the tutorial teaches."""

from collections.abc import Callable


def test_policy_tutorial_works_as_written(run_page: Callable[[str], list[str]]) -> None:
    """Saving every file block and running every command of docs/policy.md, in order, prints what the page shows."""
    wrong = run_page("docs/policy.md")
    assert not wrong, "\n".join(wrong)
