"""Says how a result differs from the one in an archive, in sentences; both are results in JSON form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checker.messages import tr

if TYPE_CHECKING:
    from collections.abc import Iterator

_Data = dict[str, Any]


def differences(archived: _Data, now: _Data) -> list[str]:
    """Return what differs between results that are not the same, from what explains the most to the least."""
    told = [*_inputs(archived, now), *_totals(archived, now), *_indicators(archived, now), *_outcomes(archived, now)]
    return told or [*_elsewhere(archived, now)] or [tr("内容相同，只是写法不同")]


def _inputs(archived: _Data, now: _Data) -> Iterator[str]:
    """Yield what went in that is not the same: the program first, as it may explain everything else."""
    if archived["tool"]["version"] != now["tool"]["version"]:
        before, after = archived["tool"]["version"], now["tool"]["version"]
        yield tr("程序版本：归档时 {before}，现在 {after}", before=before, after=after)
    if archived["schema"] != now["schema"]:
        yield tr("结果格式：归档时 {before}，现在 {after}", before=archived["schema"], after=now["schema"])
    for part, text in (("project", tr("事实或证据的摘要不同")), ("pack", tr("规则包的摘要不同"))):
        if archived[part]["digest"] != now[part]["digest"]:
            yield text


def _totals(archived: _Data, now: _Data) -> Iterator[str]:
    for key, label in (("score", tr("综合得分")), ("grade", tr("等级"))):
        if archived[key] != now[key]:
            yield _changed(label, _shown(archived[key]), _shown(now[key]))


def _indicators(archived: _Data, now: _Data) -> Iterator[str]:
    before, after = _by_id(archived["indicators"]), _by_id(now["indicators"])
    for id_ in before | after:
        label = (after.get(id_) or before[id_])["label"]
        if id_ not in after:
            yield tr("指标“{label}”现在没有了", label=label)
        elif id_ not in before:
            yield tr("指标“{label}”是归档时没有的", label=label)
        elif before[id_]["score"] != after[id_]["score"]:
            name = tr("指标“{label}”的得分", label=label)
            yield _changed(name, _shown(before[id_]["score"]), _shown(after[id_]["score"]))


def _outcomes(archived: _Data, now: _Data) -> Iterator[str]:
    before, after = _by_id(archived["outcomes"]), _by_id(now["outcomes"])
    for id_ in before | after:
        if id_ not in after:
            yield tr("检查 {id} 现在没有了", id=id_)
        elif id_ not in before:
            yield tr("检查 {id} 是归档时没有的，结果是 {outcome}", id=id_, outcome=after[id_]["outcome"])
        elif before[id_]["outcome"] != after[id_]["outcome"]:
            yield _changed(tr("检查 {id}", id=id_), before[id_]["outcome"], after[id_]["outcome"])
        elif before[id_] != after[id_]:
            keys = [key for key in before[id_] | after[id_] if before[id_].get(key) != after[id_].get(key)]
            yield tr("检查 {id} 的内容不同：{keys}", id=id_, keys=tr("、").join(keys))


def _elsewhere(archived: _Data, now: _Data) -> Iterator[str]:
    for key in archived | now:
        if archived.get(key) != now.get(key):
            yield tr("结果里的 {key} 不同", key=key)


def _by_id(items: list[_Data]) -> dict[str, _Data]:
    return {item["id"]: item for item in items}


def _changed(name: str, before: str, after: str) -> str:
    return tr("{name}：归档时 {before}，现在 {after}", name=name, before=before, after=after)


def _shown(value: Any) -> str:
    """Return a score or grade as it stands in the result; one within bounds by its ends."""
    if isinstance(value, dict):
        return f"{value['low']}~{value['high']}"
    return "—" if value is None else str(value)
