"""The mutants of a pack: all of them, where each stands and how it is told; and that a mutant is another pack."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml

from checker.mutate.generate import mutants_of, own_mutants
from checker.mutate.mutant import mutated
from checker.mutate.operators import OPERATORS
from checker.mutate.replan import changed
from tests.mutate.sample import FILES, sample

if TYPE_CHECKING:
    from checker.mutate.mutant import Mutant
    from checker.pack import Pack

HERE: Final = Path(__file__).parent
TOLD: Final[dict[str, list[str]]] = yaml.safe_load((HERE / "told.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """Give the sample."""
    return sample(tmp_path_factory.mktemp("packs"))


def _told(mutant: Mutant) -> str:
    return f"{mutant.owner} {mutant.place.line}:{mutant.place.column} {mutant.what}"


def test_every_kind_has_an_example() -> None:
    """Every kind of mutant is held to examples, here or among those of expressions."""
    texts: list[dict[str, Any]] = yaml.safe_load((HERE / "operators.yaml").read_text("utf-8"))
    assert {*TOLD, *(case["operator"] for case in texts)} == set(OPERATORS)


@pytest.mark.parametrize("operator", TOLD)
def test_mutants_of_the_sample(operator: str, pack: Pack) -> None:
    """Each kind gives exactly these mutants of the sample, each at its place and in its words."""
    assert [_told(mutant) for mutant in mutants_of(pack) if mutant.operator == operator] == TOLD[operator]


def test_a_mutant_is_another_pack(pack: Pack) -> None:
    """Every mutant differs from the pack in what it says it changes, and from every other mutant; the pack stays."""
    before = repr(pack.rules), repr(pack.parameters), repr(pack.fact_types), repr(pack.indicators)
    seen = set()
    for mutant in mutants_of(pack):
        new = mutated(pack, mutant)
        assert repr([getattr(new, part) for part in sorted(mutant.parts)]) != repr(
            [getattr(pack, part) for part in sorted(mutant.parts)]
        ), mutant.what
        seen.add(mutant.key)
    assert len(seen) == len(mutants_of(pack))
    assert (repr(pack.rules), repr(pack.parameters), repr(pack.fact_types), repr(pack.indicators)) == before


def test_contradictions_are_refused(pack: Pack) -> None:
    """What could not be loaded need not be tried: weights that miss the full score, a rule of two minds."""
    refused = [str(mutant.what) for mutant in mutants_of(pack) if changed(pack, mutant) is None]
    assert "把满分（full_score）由“100”改为“101”" in refused
    assert "把针对（concerns）由“project”改为“evaluation”" in refused
    too_little = [what for what in refused if "权重" in what]  # for 要点 that are worth 10 together
    assert [what.partition("，")[2] for what in too_little] == ["“要点”由“10”改为“9”"] * 2


def test_what_is_inherited_belongs_to_its_pack(tmp_path: Path) -> None:
    """A pack below gives only the mutants of its own files; the shared indicator it uses is changed where it stands."""
    above = {
        **FILES,
        "indicators.yaml": "shared:\n  - {id: rate, label: 完成率, scoring: {method: proportional, value: 完成率}}\n",
        "rules/late-acceptance.yaml": FILES["rules/low-pass.yaml"].replace("indicator: progress\n", ""),
        "rules/low-pass.yaml": FILES["rules/low-pass.yaml"].replace("indicator: progress\n", ""),
    }
    sample(tmp_path, above)
    below = sample(tmp_path, {
        "pack.yaml": "id: below\ntitle: 下级\nversion: 1.0.0\nextends: sample\n",
        "indicators.yaml": (
            "indicators:\n  - {id: rate, use: rate, weight: 60}\n  - {id: more, label: 其他, weight: 40}\n"
        ),
        "rules/low-pass.yaml": "override: true\nwhen: 合格率 <= 合格率下限\n",
    })  # fmt: skip
    own = own_mutants(below)
    assert {mutant.operator for mutant in own} == {"comparator", "weight"}
    assert {mutant.owner for mutant in own} == {"low-pass", "rate", "more"}
    inherited = [mutant for mutant in mutants_of(below) if mutant not in own]
    assert "把方向（better）由“higher”改为“lower”" in [str(mutant.what) for mutant in inherited]
