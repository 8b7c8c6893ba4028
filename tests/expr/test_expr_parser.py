"""The parser tables that are kept: they are those of the grammar, and the parser works without them too."""

import pickle
from pathlib import Path

import pytest

from checker.expr import parser as kept
from checker.expr.grammar import grammar_text

SENTENCES = (
    "在线率 < 在线率下限",
    "if a 已知 then 1 else -2 * 3",
    "count(支付 where 金额 > 628元) in (1, 2)",
    "sum(b.金额 over 支付 as b where b.季度 = 2020Q3) / 0.4亿元 >= 90%",
)


def test_tables_are_of_this_grammar() -> None:
    """The committed tables were made from the grammar as it is, so a check never has to build them."""
    committed, made = (pickle.loads(content) for content in (kept.TABLES.read_bytes(), kept.tables()))  # noqa: S301
    assert committed["made_from"] == made["made_from"]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_kept_tables_parse_as_the_grammar_does(sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence has the same tree by the kept tables and by tables built anew from the grammar."""
    quick = kept.parser().parse(sentence)
    monkeypatch.setattr(kept, "TABLES", tmp_path / "none")
    kept.parser.cache_clear()
    slow = kept.parser().parse(sentence)
    kept.parser.cache_clear()
    assert quick == slow


def test_broken_tables_are_built_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables that cannot be read, or that are of another grammar, are not used."""
    for content in (b"", b"no pickle", pickle.dumps({"made_from": "another", "tables": {}})):
        (tmp_path / "tables").write_bytes(content)
        monkeypatch.setattr(kept, "TABLES", tmp_path / "tables")
        kept.parser.cache_clear()
        assert kept.parser().parse("1 + 1") is not None
    kept.parser.cache_clear()
    assert "start" in grammar_text()
