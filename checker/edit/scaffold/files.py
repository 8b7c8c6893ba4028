"""Turns a tree of scored indicators into the texts of a pack's files; decides nothing about scoring.

The comments in the files say what is still to be done, and where something was guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from checker.edit.scaffold.fields import VALUES, VALUES_LABEL, by_id, facts_for_full_marks, percent
from checker.edit.scaffold.headings import EXPLANATION, SOURCE, TARGET
from checker.source.text.scalars import scalar_text
from checker.values import decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from checker.edit.scaffold.fields import Measure, Scored
    from checker.edit.scaffold.tree import Node

GUESSED: Final = "# 由评分标准推测，请核对"
_OTHER_SCALE: Final = "# 表中的权重合计为 1，已换算成 100 分；评分标准里的分数按哪一种算，表里没有说，所以没有推测"
DOCUMENT: Final = "indicator-table"
PROJECT_CASE: Final = "tests/projects/full-marks.yaml"
_LONGEST_REMARK: Final = 100


@dataclass(frozen=True, slots=True)
class Draft:
    """What the files are made of: the head of the pack, the tree, how each leaf is scored, and the year it is for."""

    id: str
    title: str
    source: str
    extends: str
    year: int
    tree: Sequence[Node]
    scored: Sequence[Scored]


def pack_files(draft: Draft, *, grade: str = "") -> dict[str, str]:
    """Return the texts of all files by their paths in the pack folder.

    ``grade`` is what full marks earn; the case does not expect one before it is known.
    """
    files = {
        "pack.yaml": _pack(draft),
        "vocabulary.yaml": _vocabulary(draft),
        "parameters.yaml": _parameters(draft),
        "indicators.yaml": _indicators(draft),
        PROJECT_CASE: _case(draft, grade),
        "CHANGELOG.md": f"# 变更记录\n\n## 0.1.0\n\n由指标表《{draft.title}》生成，计分方法还要核对。\n",
    }
    return {name: text for name, text in files.items() if text}


def _pack(draft: Draft) -> str:
    return f"""\
# 由指标表“{draft.source}”生成。接着做：
# 1. indicators.yaml：标着“请核对”的计分方法是由评分标准的文字推测的，逐个核对；其余的由评价人评定，能算的改成算。
# 2. vocabulary.yaml：核对每个数向谁要哪份材料；parameters.yaml：核对界限和生效日，补上文号和条款。
# 3. 要在报告里列出问题和建议的，用 checker rules new {draft.id} 逐条写规则。
# 4. 改完运行 checker rules lint {draft.id} 和 checker rules test {draft.id}；都好了把版本改为 1.0.0。
id: {draft.id}
title: {scalar_text(draft.title)}
version: 0.1.0
extends: {draft.extends}
documents:
  {DOCUMENT}:
    title: {scalar_text(draft.title)}
    note: 指标、分值和评分标准照这张表；请补上文号
"""


def _vocabulary(draft: Draft) -> str:
    own = [item for item in draft.scored if item.measure is not None and not item.measure.known]
    if not own:
        return ""
    lines = [
        "# 计分要用到的数，一个指标一项。分子、分母分开收集更稳妥：加上两个字段，把这一项改为 derive 算出",
        f"{VALUES}:",
        f"  label: {VALUES_LABEL}",
        "  fields:",
    ]
    for item in own:
        lines += _field(item, item.measure) if item.measure else []
    return "\n".join(lines) + "\n"


def _field(item: Scored, measure: Measure) -> Iterator[str]:
    line = item.node.line
    yield f"    {measure.id}:"
    yield f"      label: {scalar_text(measure.label)}"
    yield f"      type: {measure.kind}"
    if measure.kind == "count":
        yield "      unit: 次"
        yield "      min: 0"
    if line and line.text(SOURCE):
        yield f"      ask: {scalar_text(line.text(SOURCE))}"
    if line and line.text(EXPLANATION) and line.text(EXPLANATION) != item.criteria:
        yield f"      note: {scalar_text(line.text(EXPLANATION))}"


def _parameters(draft: Draft) -> str:
    found = [item for item in draft.scored if item.measure is not None and item.measure.threshold]
    if not found:
        return ""
    parts = ["# 评分标准里的界限。标准变了就加一个生效日，旧的留着；生效日请核对"]
    for item in found:
        measure, threshold = item.measure, item.guess.threshold if item.guess else None
        if measure is None or threshold is None:
            continue
        parts.append(
            f"{measure.threshold_id}:\n"
            f"  label: {scalar_text(measure.threshold)}\n"
            "  type: ratio\n"
            "  values:\n"
            f"    {draft.year}-01-01:\n"
            f"      value: {percent(threshold)}\n"
            f"      source: {{document: {DOCUMENT}, clause: {scalar_text(_clause(item.node))}}}\n"
            f"      note: {scalar_text(item.criteria)}"
        )
    return parts[0] + "\n" + "\n\n".join(parts[1:]) + "\n"


def _clause(node: Node) -> str:
    return "，".join(named.name for named in node.line.path) if node.line else node.label


def _indicators(draft: Draft) -> str:
    scored = by_id(draft.scored)
    lines = ["# 分值和评分标准照指标表；没有标注的由评价人评定", "indicators:"]
    for number, node in enumerate(draft.tree):
        lines += [""] if number else []
        lines += _node(node, scored, "  ")
    return "\n".join(lines) + "\n"


def _node(node: Node, scored: Mapping[str, Scored], indent: str) -> Iterator[str]:
    yield f"{indent}- id: {node.id}"
    inner = f"{indent}  "
    yield f"{inner}label: {scalar_text(node.label)}"
    if node.children:
        yield f"{inner}bonus: true" if node.bonus else f"{inner}weight: {decimal_text(node.weight)}"
        yield f"{inner}children:"
        for child in node.children:
            yield from _node(child, scored, f"{inner}  ")
        return
    yield f"{inner}weight: {decimal_text(node.weight)}"
    if node.bonus:
        yield f"{inner}bonus: true"
    yield from (f"{inner}{line}" for line in _leaf(scored[node.id]))


def _leaf(item: Scored) -> Iterator[str]:
    line = item.node.line
    if line and line.text(TARGET):
        yield f"# 目标值：{_remark(line.text(TARGET))}"
    if item.measure is None:
        if line and line.text(EXPLANATION) and line.text(EXPLANATION) != item.criteria:
            yield f"# 指标解释：{_remark(line.text(EXPLANATION))}"
        if line and line.text(SOURCE):
            yield f"# 数据来源：{_remark(line.text(SOURCE))}"
        if item.other_scale:
            yield _OTHER_SCALE
        yield "scoring: {method: judged}"
    else:
        yield GUESSED
        yield from _scoring(item, item.measure)
    if item.criteria:
        yield f"criteria: {scalar_text(item.criteria)}"
    yield "basis:"
    yield f"  - {{document: {DOCUMENT}, clause: {scalar_text(_clause(item.node))}}}"


def _remark(text: str) -> str:
    """Return a text as the rest of a comment; a long one is cut, since the table itself is at hand."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    return plain if len(plain) <= _LONGEST_REMARK else f"{plain[:_LONGEST_REMARK]}……"


def _scoring(item: Scored, measure: Measure) -> list[str]:
    found = item.guess
    assert found is not None  # noqa: S101 - what is measured was guessed
    if found.method == "proportional":
        return [f"scoring: {{method: proportional, value: {measure.name}}}", f"target_met: {measure.name} >= 100%"]
    if found.method == "met":
        return [_bands(f"when: {measure.name}"), f"target_met: {measure.name}"]
    if found.method == "reached":
        band = f"{{at_least: {measure.threshold}, share: 100%}}"
        first = f"scoring: {{method: bands, value: {measure.name}, bands: [{band}]}}"
        return [first, f"target_met: {measure.name} >= {measure.threshold}"]
    return _steps(item, measure)


def _bands(condition: str) -> str:
    return f"scoring: {{method: bands, bands: [{{{condition}, share: 100%}}]}}"


def _steps(item: Scored, measure: Measure) -> list[str]:
    found = item.guess
    assert found is not None  # noqa: S101 - what is measured was guessed
    cost = (
        f"points: {decimal_text(found.points)}"
        if found.points is not None
        else f"share: {percent(found.share)}"
        if found.share
        else ""
    )
    occurs = found.method == "occurrences"
    target = "0" if occurs else measure.threshold
    lines = [
        "scoring:",
        "  method: steps",
        f"  value: {measure.name}",
        f"  target: {target}",
        f"  step: {'1' if occurs else percent(found.step)}",
        f"  cost: {{{cost}}}",
    ]
    lines += ["  better: lower"] if occurs else []
    lines.append(f"  partial_step: {found.partial_step}")
    met = f"{measure.name} = 0" if occurs else f"{measure.name} >= {measure.threshold}"
    return [*lines, f"target_met: {met}"]


def _case(draft: Draft, grade: str) -> str:
    lines = [
        "# 样样达标的一个假想项目。改了计分方法，这里也跟着改；再照它写几个扣了分的",
        "name: 样样达标，得满分",
        f"on: {draft.year}-12-31",
        "given:",
    ]
    for kind, values in facts_for_full_marks(draft.scored).items():
        lines.append(f"  {kind}:")
        lines += [f"    {name}: {scalar_text(value)}" for name, value in values.items()]
    judged = [item.node for item in draft.scored if item.measure is None]
    if judged:
        lines.append("  judgements:")
        lines += [f"    - {_judgement(node)}" for node in judged]
    lines += ["expect:", "  score: 100"]
    lines += [f"  grade: {scalar_text(grade)}"] if grade else []
    return "\n".join(lines) + "\n"


def _judgement(node: Node) -> str:
    if node.bonus:
        return f"{{indicator: {node.id}, points: 0, reason: 没有加分的事项}}"
    return f"{{indicator: {node.id}, points: {decimal_text(node.weight)}}}"
