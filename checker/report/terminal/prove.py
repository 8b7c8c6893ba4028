"""Prints what was proved of packs: what is wrong with an example to read, what could not be proved, and the counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from checker.messages import tr
from checker.pack import record_specs
from checker.prove import State
from checker.report.terminal.lines import below, put, section, whole
from checker.report.words import listed, named

if TYPE_CHECKING:
    from rich.console import Console

    from checker.expr import RecordSpec
    from checker.pack import Pack
    from checker.prove import Verdict
    from checker.witness import Given, Witness

_MARKS: Final = {
    State.FAULT: ("✗ ", "red"),
    State.BAD: ("✗ ", "red"),
    State.OPEN: ("? ", "yellow"),
    State.NOTE: ("○ ", "yellow"),
    State.JUSTIFIED: ("· ", "dim"),
}
"""The marks of what is shown, the worst first."""
_MOST_LINES: Final = 8


def print_proofs(proved: Sequence[tuple[Pack, Sequence[Verdict]]], console: Console) -> None:
    """Print the verdicts that say anything but good, pack by pack, and how many questions came out how."""
    for pack, verdicts in proved:
        shown = [verdict for state in _MARKS for verdict in verdicts if verdict.state is state]
        if shown:
            section(pack.model.title, console)
        for verdict in shown:
            _verdict(verdict, pack, console)
    for pack, verdicts in proved:
        put(console, _summary(pack, verdicts))


def _verdict(verdict: Verdict, pack: Pack, console: Console) -> None:
    mark = _MARKS[verdict.state]
    put(console, mark, (str(verdict.what), "bold"), f"  [{verdict.id}]", first="", later="  ")
    whole(str(verdict.place), console, "dim")
    if verdict.state is State.JUSTIFIED:
        below(tr("规则包里说明：{why}", why=verdict.why), console)
        return
    if verdict.state is State.OPEN:
        below(tr("不能证明：{why}", why=verdict.why), console)
    if verdict.state is State.FAULT:
        below(tr("程序有错：求解器举的例子，检查程序不认：{why}", why=verdict.why), console, "red")
    if verdict.witness is not None:
        for line in witness_lines(verdict.witness, pack):
            put(console, line, first="    ")
    if verdict.shown is not None:
        below(tr("检查程序得出：{shown}", shown=verdict.shown), console)
    for item in verdict.assumed:
        below(tr("证明的范围：{item}", item=item), console, "dim")
    if verdict.hint is not None and verdict.state is not State.FAULT:
        below(tr("建议：{hint}", hint=verdict.hint), console)


def witness_lines(witness: Witness, pack: Pack) -> Iterator[str]:
    """Yield an example as lines a person reads: the day, then each fact with the labels of its fields."""
    lines = [tr("例如 {day} 检查这样的项目：", day=witness.on.isoformat()), *_facts(witness.given, record_specs(pack))]
    yield from lines[:_MOST_LINES]
    if len(lines) > _MOST_LINES:
        yield tr("……还有 {count} 行，用 --format json 看全", count=len(lines) - _MOST_LINES)


def _facts(given: Mapping[str, Given], records: Mapping[str, RecordSpec]) -> Iterator[str]:
    for name, value in given.items():
        record = records.get(_SINGULAR.get(name, name))
        if record is None or isinstance(value, str):
            header = {"kind": tr("评价类型"), "title": tr("项目名称")}
            yield named(header.get(name, name), str(value))
        elif isinstance(value, Mapping):
            yield named(record.label, _fields(value, record))
        elif not value:
            yield tr("{type}：没有", type=record.label)
        else:
            yield from (named(record.label, _fields(row, record)) for row in value if isinstance(row, Mapping))


_SINGULAR: Final = {"judgements": "judgement"}


def _fields(row: Mapping[str, Given], record: RecordSpec) -> str:
    return listed(f"{_label(name, record)} {text}" for name, text in row.items()) or tr("（没有填写任何一项）")


def _label(name: str, record: RecordSpec) -> str:
    field = record.fields.get(name)
    return name if field is None else field.label


def _summary(pack: Pack, verdicts: Sequence[Verdict]) -> tuple[str, str]:
    states = [verdict.state for verdict in verdicts]
    bad, open_ = states.count(State.BAD), states.count(State.OPEN)
    faults = states.count(State.FAULT)
    text = tr(
        "{pack}：查了 {total} 项，证明没有毛病的 {good} 项，有毛病的 {bad} 项，"
        "规则包已说明的 {justified} 项，不能证明的 {open} 项",
        pack=pack.id,
        total=len(states),
        good=states.count(State.GOOD) + states.count(State.NOTE),
        bad=bad,
        justified=states.count(State.JUSTIFIED),
        open=open_,
    )
    if faults:
        text += tr("，程序出错的 {count} 项", count=faults)
    return text, "bold red" if bad or faults else "bold yellow" if open_ else "bold green"
