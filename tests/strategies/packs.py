"""Random rule packs, as the files of a pack folder: vocabulary, parameters, indicators, rules, problems."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from hypothesis import strategies as st

from tests.strategies.indicators import indicators
from tests.strategies.language import NUMERIC, Leaves, Words, Writer, merged, pick

if TYPE_CHECKING:
    from collections.abc import Mapping

Data: TypeAlias = "dict[str, Any]"

CHOICES: Final = ("甲", "乙")
TEXTS: Final = ("甲公司", "乙公司")
KINDS: Final = (*NUMERIC, "date", "quarter", "text", "choice", "truth")
LABELS: Final = dict(
    zip(KINDS, ("金额", "比率", "数量", "分数", "数", "日期", "季度", "文字", "选项", "是否"), strict=True)
)
TYPES: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "one": ("单", ()),
    "many": ("多", ("many_text",)),
    "pair": ("双", ("pair_quarter", "pair_choice")),
}
"""The fact types: what their labels begin with, and their keys."""
PROBLEM_WORDS: Final[Leaves] = {
    "count": ("发现数",), "score": ("问题扣分",), "text": ("问题编号",), "truth": ("发现数 >= 2", "问题编号 = “p0”"),
}  # fmt: skip
FINDING_WORDS: Final[Leaves] = {
    "score": ("发现扣分",), "text": ("规则", "所属问题"), "truth": ("所属问题 = “p0”", "规则 = “r0”", "发现扣分 > 0分"),
}  # fmt: skip
INDICATOR_WORDS: Final[Leaves] = {
    "score": ("权重", "得分", "失分", "已说明失分"), "count": ("级次",), "text": ("指标编号",),
    "truth": ("末级", "评定计分", "得分 < 权重"),
}  # fmt: skip
RESULT_WORDS: Final[Leaves] = {
    "score": ("总分", "总失分", "总已说明失分"), "text": ("等级",), "truth": ("总分 >= 80", "等级 = “优”"),
}  # fmt: skip
PARAMETER_WORDS: Final[Leaves] = {
    "money": ("限额", "par_money"), "ratio": ("限率",), "score": ("每次扣分",), "date": ("限期",),
}  # fmt: skip
PARAMETERS: Final[Data] = {
    "par_money": {
        "label": "限额", "type": "money",
        "values": {"2019-01-01": {"value": "10元"}, "2020-06-01": {"value": "850元"}},
    },
    "par_ratio": {
        "label": "限率", "type": "ratio",
        "values": {"2020-01-31": {"value": "90%"}, "2021-01-01": {"value": "50%"}},
    },
    "par_score": {"label": "每次扣分", "type": "score", "values": {"2019-01-01": {"value": "2分"}}},
    "par_date": {"label": "限期", "type": "date", "values": {"2019-01-01": {"value": "2020-11-30"}}},
    "par_keyed": {
        "label": "分项限额", "type": "money", "keys": list(CHOICES),
        "values": {
            "2019-01-01": {"values": {"甲": "10元", "乙": "850元"}},
            "2020-06-01": {"values": {"甲": "12.5元", "乙": "0元"}},
        },
    },
}  # fmt: skip
_OWN_NAMES: Final = 2
"""How often the names of a field stand in the vocabulary that defines it: once each."""


@dataclass(frozen=True, slots=True)
class DrawnPack:
    """A pack as drawn: its data, and the files it is written as."""

    vocabulary: Data
    rules: Data
    indicators: Data
    problems: Data

    def files(self) -> Mapping[str, str]:
        """Return the files of the pack folder ``drawn`` by path."""
        head = {"id": "drawn", "title": "随机规则包", "version": "1.0.0", "documents": {"d": {"title": "办法"}}}
        parts: Data = {
            "pack.yaml": head, "vocabulary.yaml": self.vocabulary, "parameters.yaml": PARAMETERS,
            "indicators.yaml": self.indicators, "problems.yaml": self.problems,
        }  # fmt: skip
        parts |= {f"rules/{name}.yaml": rule for name, rule in self.rules.items()}
        return {name: json.dumps(part, ensure_ascii=False) for name, part in parts.items()}

    def names(self, field: str, label: str) -> bool:
        """Return whether some expression of the pack may read a field."""
        written = json.dumps([self.vocabulary, self.rules, self.indicators], ensure_ascii=False)
        return written.count(field) + written.count(label) > _OWN_NAMES


def field_words(record: str, variable: str = "") -> Leaves:
    """Return the fields of a fact type as leaves, by id or by label, behind a variable when one is given."""
    prefix = f"{variable}." if variable else ""
    start = TYPES[record][0]
    leaves: dict[str, tuple[str, ...]] = {}
    for kind, label in LABELS.items():
        own = (f"{prefix}{record}_{kind}",)
        leaves[kind] = (*own, f"{prefix}{start}{label}") if kind in {"money", "date"} else own
    choice = leaves.pop("choice")[0]
    leaves["truth"] += (f"{choice} = 甲", f"{choice} != 乙", f"{choice} in (甲, 乙)")
    leaves["money"] += (f"lookup(分项限额, {choice})", f"{prefix}{record}_sum")
    leaves["ratio"] += (f"{prefix}{record}_rate",)
    return leaves


def members(records: tuple[str, ...]) -> dict[str, Leaves]:
    """Return what may be written inside an aggregate over each fact type."""
    return {record: field_words(record) for record in records}


@st.composite
def packs(draw: st.DrawFn, *, known: bool = True) -> DrawnPack:
    """Packs of one to three fact types; without ``known`` no condition asks whether something is known."""
    records = draw(st.sampled_from([("one", "many"), ("one", "many", "pair"), ("many",), ("many", "pair"), ("one",)]))
    writer = Writer(draw)
    single = field_words("one") if "one" in records else {}
    project = Words(merged(single, PARAMETER_WORDS), members(records), known)
    vocabulary = {record: _fact_type(writer, record, records, known=known) for record in records}
    tree, open_leaves = draw(indicators(project, records))
    numbers = range(draw(st.integers(1, 6)))
    rules = {f"r{number}": draw(_rules(project, records, open_leaves)) for number in numbers}
    if not draw(st.integers(0, 9)):  # so many that the engine has to spread them
        rules |= {f"{name}-{copy}": rule for name, rule in rules.items() for copy in range(12)}
    return DrawnPack(vocabulary, rules, tree, draw(_problems()))


def _fact_type(writer: Writer, record: str, records: tuple[str, ...], *, known: bool) -> Data:
    start, key = TYPES[record]
    fields: Data = {}
    for kind, label in LABELS.items():
        fields[f"{record}_{kind}"] = {"label": f"{start}{label}", "type": kind}
        if kind == "choice":
            fields[f"{record}_{kind}"]["choices"] = list(CHOICES)
    given = {kind: (f"{record}_{kind}",) for kind in LABELS if kind != "choice"}
    earlier = records[: records.index(record)] or (record,)
    words = Words(given, {name: field_words(name) if name != record else given for name in earlier}, known)
    derived = {"sum": "money", "rate": "ratio"}
    for name, kind in derived.items():
        text = writer.write(kind, words, 2)
        fields[f"{record}_{name}"] = {"label": f"{start}算{LABELS[kind]}", "type": kind, "derive": text}
    return {"label": f"{start}类", "key": list(key), "fields": fields}


@st.composite
def _problems(draw: st.DrawFn) -> Data:
    found: Data = {}
    for number in range(3):
        text = draw(st.sampled_from(["{{ findings | map(attribute='message') | fen }}。", "共扣{{ total(findings) }}"]))
        found[f"p{number}"] = {"heading": f"问题{number}", "text": text, "order": draw(st.integers(0, 2))}
        if draw(st.booleans()):
            found[f"p{number}"]["advice"] = {"heading": f"建议{number}", "text": "有{{ findings | length }}处要改。"}
    return found


@st.composite
def _subjects(draw: st.DrawFn, project: Words, records: tuple[str, ...]) -> tuple[Any, Words, str | None]:
    """What a rule is for, what it may name, and what pairs its facts when there are several."""
    options = [*records, *records, "project", "joined", "problem", "finding", "indicator", "result"]
    wanted = draw(st.sampled_from(options))
    late: dict[str, tuple[Leaves, dict[str, Leaves]]] = {
        "problem": (PROBLEM_WORDS, {"发现": FINDING_WORDS}),
        "finding": (FINDING_WORDS, {"发现": FINDING_WORDS}),
        "indicator": (INDICATOR_WORDS, {"指标": INDICATOR_WORDS}),
        "result": (RESULT_WORDS, {"指标": INDICATOR_WORDS, "发现": FINDING_WORDS}),
    }
    if wanted in late:
        leaves, inner = late[wanted]
        return wanted, Words(merged(leaves, leaves, project.leaves), {**project.members, **inner}, project.known), None
    if wanted == "project":
        return wanted, project, None
    if wanted != "joined":
        return wanted, Words(merged(field_words(wanted), project.leaves), project.members, project.known), None
    pair = {name: draw(st.sampled_from(records)) for name in ("a", "b")}
    leaves = merged(*(field_words(record, name) for name, record in pair.items()), PARAMETER_WORDS)
    kind = draw(st.sampled_from(["text", "date", "money", "truth", "choice"]))
    equal = f"a.{pair['a']}_{kind} = b.{pair['b']}_{kind}"
    return pair, Words(leaves, project.members, project.known), equal


@st.composite
def _framing(draw: st.DrawFn) -> Data:
    """What a rule says besides its conditions."""
    found: Data = {"severity": pick(draw, ("info", "minor", "major", "critical"))}
    found["waivable"] = bool(draw(st.integers(0, 5)))
    if draw(st.booleans()):
        found["basis"] = [{"document": "d"}]
    if not draw(st.integers(0, 9)):
        found |= pick(draw, ({"status": "draft"}, {"valid_from": "2021-01-01"}, {"valid_to": "2020-11-30"}))
    return found


@st.composite
def _rules(draw: st.DrawFn, project: Words, records: tuple[str, ...], open_leaves: tuple[str, ...]) -> Data:
    writer = Writer(draw)
    wanted, words, equal = draw(_subjects(project, records))
    rule: Data = {"title": "一条规则", "for": wanted, "when": writer.condition(words, draw(st.integers(1, 3)))}
    if equal is not None:
        rule["where"] = draw(st.sampled_from([equal, f"{equal} and ({writer.condition(words, 1)})"]))
    elif wanted != "project" and not draw(st.integers(0, 3)):
        rule["where"] = writer.condition(words, 1)
    if not draw(st.integers(0, 2)):
        rule["applies"] = writer.condition(words, draw(st.integers(1, 2)))
    if not draw(st.integers(0, 4)):
        rule["parameters_on"] = writer.write("date", words, 1)
    rule |= draw(_framing())
    shown = writer.pick(("money", "date", "ratio", "truth"))
    rule["message"] = f"发现{{{writer.write(shown, words, 1)}}}。"
    if wanted in ("indicator", "result") or not draw(st.integers(0, 6)):
        return rule | {"concerns": "evaluation"}
    if draw(st.integers(0, 3)):
        rule["problem"] = writer.pick(("p0", "p1", "p2"))
    if draw(st.integers(0, 3)) and open_leaves:
        rule |= {"indicator": writer.pick(open_leaves), "deduct": writer.write("score", words, pick(draw, (0, 1)))}
        if draw(st.booleans()):
            rule["deduct_cap"] = writer.pick(("1", "3.5", "10"))
    return rule
