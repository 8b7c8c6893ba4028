"""Templates: lint warns of exactly those that cannot be filled when a field was not given."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from checker.run import load_sound_pack
from checker.source import InputError, Problems
from tests.lint.poor_packs import changed, lint
from tests.strategies.making import checker_of, facts_of

# No area is given, and the area is what a finding may be without.
FACTS: Final = "road: [{code: A1, pass_rate: 80%}, {code: A2, pass_rate: 85%}]\n"
SAFE: Final = (
    "{% for f in findings %}{{ f.code }}{{ f.pass_rate }}{% endfor %}",
    "{% for f in findings %}{{ f.road.code }}{% endfor %}",
    "{% for f in findings %}{% if f.area is defined %}{{ f.area }}{% endif %}{% endfor %}",
    "{% for f in findings %}{% if f.area is undefined %}不明{% else %}{{ f.area }}{% endif %}{% endfor %}",
    "{% for f in findings %}{% if not f.area is defined %}不明{% else %}{{ f.area }}{% endif %}{% endfor %}",
    "{% for f in findings %}{% if f.area is defined and f.area == '山区' %}山{% endif %}{% endfor %}",
    "{% for f in findings if f.area is defined %}{{ f.area }}{% else %}无{% endfor %}",
    "{% for f in findings %}{{ f.area if f.area is defined else '不明' }}{% endfor %}",
    "{{ findings | selectattr('area', 'defined') | map(attribute='area') | dun }}",
    "{% for a, items in groups(findings | selectattr('area', 'defined'), 'area') %}{{ a }}{% endfor %}",
    "{% for f in findings | rejectattr('area', 'undefined') %}{{ f.code }}{% endfor %}",
    "{% set first = findings | first %}{{ first.code }}{{ first.title }}{{ first.key }}",
    "{{ findings | map(attribute='code') | dun }}共扣{{ total(findings) }}",
    "{% for r, items in groups(findings, 'pass_rate') %}{{ r }}{{ items | length | cn }}{% endfor %}",
)
UNSAFE: Final = (
    "{% for f in findings %}{{ f.area }}{% endfor %}",
    "{% for f in findings %}{{ f.road.area }}{% endfor %}",
    "{% for f in findings %}{% if f.area %}{{ f.area }}{% endif %}{% endfor %}",
    "{% for f in findings %}{% if f.code is defined %}{{ f.area }}{% endif %}{% endfor %}",
    "{% for f in findings %}{% if f.area is defined or f.code %}{{ f.area }}{% endif %}{% endfor %}",
    "{{ findings | map(attribute='area') | dun }}",
    "{% for a, items in groups(findings, 'area') %}{{ a }}{% endfor %}",
    "{% set first = findings | first %}{{ first.area }}",
    "{% for f in findings %}{{ f.aera }}{% endfor %}",
    "{% for f in findings %}{{ f.bridge.code }}{% endfor %}",
    "{{ findings | map(attribute='message') | fen }}{{ params.pass_rate }}",
)


def problem(text: str) -> str:
    """Return a problem with this text."""
    return f'low-pass-rate:\n  heading: 合格率不高\n  text: "{text}"\n  advice: {{heading: 返修, text: 限期返修。}}\n'


@pytest.mark.parametrize("text", [*SAFE, *UNSAFE])
def test_lint_and_the_report_agree(text: str, tmp_path: Path) -> None:
    """A template that lint finds nothing wrong with is filled; one it speaks of fails."""
    folder = changed(tmp_path / "base", {"problems.yaml": problem(text)})
    problems = Problems()
    pack = load_sound_pack(folder, problems)
    assert pack is not None, problems.errors
    said = [finding.id for finding in lint(folder) if finding.id.startswith("template-")]
    assert (said == []) is (text in SAFE), said
    if text in SAFE:
        assert checker_of(pack).check(facts_of(pack, FACTS)).problems
    else:
        with pytest.raises(InputError, match="template-failed"):
            checker_of(pack).check(facts_of(pack, FACTS))


def test_paired_facts_and_rules_apart(tmp_path: Path) -> None:
    """Where two rules feed one problem, asking for the variable of one tells their findings apart."""
    rules = {
        "rules/twins.yaml": (
            "title: 编号相同的路段\nfor: {a: road, b: road}\nwhere: a.路段编号 = b.路段编号\n"
            "when: a.合格率 < b.合格率\nproblem: low-pass-rate\n"
            "basis: [{document: standard, clause: 第六条}]\n"
            'message: "{a.路段编号}{a.合格率}{b.路段编号}{b.合格率}"\n'
        ),
    }
    apart = (
        "{% for f in findings %}{% if f.a is defined %}{{ f.a.pass_rate }}{{ f.b.code }}"
        "{% else %}{{ f.code }}{% endif %}{% endfor %}"
    )
    mixed = "{% for f in findings %}{{ f.a.code }}{% endfor %}"
    for number, (text, expected) in enumerate([(apart, []), (mixed, ["template-may-be-missing"])]):
        folder = changed(tmp_path / str(number) / "base", {"problems.yaml": problem(text), **rules})
        assert [finding.id for finding in lint(folder) if finding.id.startswith("template-")] == expected
