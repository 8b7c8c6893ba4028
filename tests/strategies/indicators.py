"""Random indicator trees: every way of scoring, and what frames the points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from hypothesis import strategies as st

from tests.strategies.language import Words, Writer, pick

if TYPE_CHECKING:
    from collections.abc import Callable

Data: TypeAlias = "dict[str, Any]"

WEIGHTS: Final = (("50", "50"), ("30", "70"), ("10", "20", "70"), ("33.3", "66.7"), ("25", "25", "25", "25"))
GRADES: Final[list[Data]] = [
    {"label": "优", "at_least": "90"},
    {"label": "良", "at_least": "80", "at_most": "89"},
    {"label": "差", "below": "80"},
]
"""With a hole: 89.5 earns no grade."""
AWARDS: Final[list[Data]] = [{"points": "5"}, {"points": "0.5"}, {"share": "100%"}, {"share": "30%"}, {"share": "0%"}]


@st.composite
def indicators(draw: st.DrawFn, words: Words, records: tuple[str, ...]) -> tuple[Data, tuple[str, ...]]:
    """Trees of two to five leaves, and the ids of the leaves from which rules may deduct."""
    weights = draw(st.sampled_from(WEIGHTS))
    leaves: list[Data] = [
        draw(_leaves(name, weight, words, records)) | draw(_not_applicable(name, len(weights), words))
        for name, weight in ((f"leaf{number}", weight) for number, weight in enumerate(weights))
    ]
    extra: list[Data] = []
    if not draw(st.integers(0, 2)):
        extra.append(draw(_leaves("bonus", "5", words, records)) | {"bonus": True})
    if not draw(st.integers(0, 2)):
        stand_in = draw(_leaves("instead", weights[0], words, records)) | {"alternative_to": "leaf0"}
        leaves[0]["not_applicable"] = [{"when": _truth(draw, words), "policy": "drop"}]
        extra.append(stand_in)
    group = {"id": "group", "label": "一组", "children": [*leaves[:2], *extra]}
    tree: Data = {
        "indicators": [group, *leaves[2:]],
        "grades": GRADES,
        "rounding": draw(
            st.sampled_from([
                {"stage": "none"}, {"stage": "indicator", "digits": 2}, {"stage": "total", "digits": 1},
                {"stage": "point", "digits": 1},
            ])
        ),
    }  # fmt: skip
    if not draw(st.integers(0, 3)):
        tree["caps"] = [
            {"title": f"封顶{most}", "when": _truth(draw, words), "at_most": most} for most in ("89", "59")
        ]  # fmt: skip
    if not draw(st.integers(0, 3)):
        tree["vetoes"] = [
            {"title": "否决一", "when": _truth(draw, words), "grade": "不合格"},
            {"title": "否决二", "when": _truth(draw, words), "score": "59"},
        ]
    open_leaves = [leaf["id"] for leaf in (*leaves, *extra) if leaf["scoring"]["method"] == "deductions"]
    return tree, tuple(open_leaves)


def _truth(draw: st.DrawFn, words: Words) -> str:
    return Writer(draw).condition(words, draw(st.integers(1, 2)))


@st.composite
def _not_applicable(draw: st.DrawFn, own: str, count: int, words: Words) -> Data:
    if draw(st.integers(0, 3)):
        return {}
    policies: list[Data] = [{"policy": "full"}, {"policy": "remove"}]
    policies += [{"policy": "move", "to": f"leaf{number}"} for number in range(count) if f"leaf{number}" != own]
    if own not in {"leaf0", "leaf1"}:
        policies.append({"policy": "move", "to": "group"})
    chosen = draw(st.lists(st.sampled_from(policies), min_size=1, max_size=2))
    return {"not_applicable": [{"when": _truth(draw, words), **policy} for policy in chosen]}


@st.composite
def _leaves(draw: st.DrawFn, name: str, weight: str, words: Words, records: tuple[str, ...]) -> Data:
    leaf: Data = {"id": name, "label": f"指标{name}", "weight": weight}
    writer = Writer(draw)
    method = draw(st.sampled_from([*_METHODS, "deductions", "deductions"]))
    scoring: Data = {"method": method}
    if method == "deductions":
        if draw(st.booleans()):
            scoring["cap"] = draw(st.sampled_from(AWARDS))
    elif method == "judged":
        pass
    elif method == "checklist":
        scoring |= _checklist(draw, writer, words)
    else:
        inner = words
        keyed = [record for record in records if record != "one"]
        if draw(st.booleans()) and keyed:
            over = pick(draw, keyed)
            inner = words.inside(over)
            scoring |= {"over": over, **draw(_gathering(writer, inner))}
        scoring |= _METHODS[method](draw, writer, inner)
    leaf["scoring"] = scoring
    if not draw(st.integers(0, 4)):
        leaf["veto"] = [
            {"title": "一票否决", "when": _truth(draw, words), "score": draw(st.sampled_from(["0", "-2", "1"]))}
        ]
    if not draw(st.integers(0, 4)):
        leaf["lowest"] = "-10"
    if not draw(st.integers(0, 4)):
        leaf["target_met"] = _truth(draw, words)
    return leaf


@st.composite
def _gathering(draw: st.DrawFn, writer: Writer, inner: Words) -> Data:
    found: Data = {"where": writer.condition(inner, 1)} if draw(st.booleans()) else {}
    how = draw(st.sampled_from(["average", "each", "weigh_by"]))
    if how == "each":
        return {**found, "each": "25%"}
    return {**found, "weigh_by": writer.write("money", inner, 0)} if how == "weigh_by" else found


def _proportional(draw: st.DrawFn, writer: Writer, words: Words) -> Data:
    found: Data = {"value": writer.write("money", words, 1), "target": writer.write("money", words, 0)}
    if draw(st.booleans()):
        found = {"value": writer.write("ratio", words, 1)}
    found["better"] = draw(st.sampled_from(["higher", "lower"]))
    if draw(st.booleans()):
        found |= {"pass_mark": "60%", "from_pass_mark": draw(st.booleans())}
    return found


def _linear(draw: st.DrawFn, writer: Writer, words: Words) -> Data:
    full, zero = draw(st.sampled_from([("100%", "80%"), ("0%", "50%"), ("90%", "限率")]))
    return {"value": writer.write("ratio", words, 1), "full_at": full, "zero_at": zero}


def _bands(draw: st.DrawFn, writer: Writer, words: Words) -> Data:
    bounds = draw(st.lists(st.sampled_from(["at_least", "above", "at_most", "below", "when"]), min_size=1, max_size=3))
    bands = [
        {name: writer.condition(words, 1) if name == "when" else writer.write("ratio", words, 0)} for name in bounds
    ]
    found: Data = {
        "value": writer.write("ratio", words, 1),
        "bands": [band | draw(st.sampled_from(AWARDS)) for band in bands],
    }
    if draw(st.booleans()):
        found["otherwise"] = draw(st.sampled_from(AWARDS))
    return found


def _steps(draw: st.DrawFn, writer: Writer, words: Words) -> Data:
    value, target, step, free = draw(
        st.sampled_from([
            ("ratio", "90%", "1%", "2%"), ("date", "2020-02-29", "30", "3"), ("money", "850元", "100元", "1元"),
        ])
    )  # fmt: skip
    found: Data = {
        "value": writer.write(value, words, 1),
        "target": target,
        "step": step,
        "cost": draw(st.sampled_from(AWARDS)),
        "better": draw(st.sampled_from(["higher", "lower", "exact"])),
        "partial_step": draw(st.sampled_from(["exact", "up", "down"])),
    }
    return found | {"free": free} if draw(st.booleans()) else found


def _formula(_: st.DrawFn, writer: Writer, words: Words) -> Data:
    return {"value": writer.write("score", words, 2)}


def _checklist(draw: st.DrawFn, writer: Writer, words: Words) -> Data:
    points: list[Data] = []
    for number in range(draw(st.integers(1, 3))):
        point: Data = {"id": f"c{number}", "label": f"要点{number}"}
        point |= draw(st.sampled_from([{}, {}, {"points": "1"}, {"share": "10%"}]))
        if draw(st.booleans()):
            point["when"] = writer.condition(words, 1)
        elif draw(st.booleans()):
            point["misses"] = writer.write("count", words, 1)
        points.append(point)
    found: Data = {"points": points}
    return found | {"cliff": {"each_miss": "1/3", "zero_from": 3}} if draw(st.booleans()) else found


_METHODS: Final[dict[str, Callable[[st.DrawFn, Writer, Words], Data]]] = {
    "proportional": _proportional,
    "linear": _linear,
    "bands": _bands,
    "steps": _steps,
    "formula": _formula,
    "checklist": _checklist,
    "judged": _checklist,
    "deductions": _checklist,
}
"""The last two take nothing more than their name."""
