"""The example on the page about the back-check shows what the command really prints."""

import re
from pathlib import Path

import pytest

from checker.cli import main
from tests.backcheck.reports import ROOT

PAGE = ROOT / "docs" / "reference" / "back-check.md"


def test_example_is_what_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report on the page, verified, gives the text on the page and the exit code shown."""
    page = PAGE.read_text("utf-8")
    report = re.search(r"```text file=report.txt\n(.*?)```", page, re.DOTALL)
    shown = re.search(r"\$ checker report verify [^\n]*\n(.*?)\$ echo \$\?\n(\d)\n", page, re.DOTALL)
    assert report is not None
    assert shown is not None
    for folder in ("facts", "rules"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    (tmp_path / "report.txt").write_text(report[1], "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as ended:
        main(["--lang", "zh", "report", "verify", "report.txt", "--facts", "facts/xinjian-2020"])
    printed = "".join(line.rstrip() + "\n" for line in capsys.readouterr().out.splitlines())
    assert printed == shown[1]
    assert ended.value.code == int(shown[2])
