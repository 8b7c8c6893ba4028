"""Turns the shared words at the top of all files of a project into one ``Header``; knows nothing about fact types."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from checker.facts.facts import FieldValue
from checker.facts.fields import exact_day, read_value
from checker.facts.shapes import DOCUMENTS, HEADER
from checker.facts.vocabulary import FieldRule
from checker.messages import message
from checker.source.document import Mapping

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as PlainMapping

    from checker.facts.parts import Part
    from checker.source import Place, Problems

_PACK_ID: Final = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Header:
    """What a facts file says about itself: the pack it is made for, the project, the day and kind of the check.

    What is not given is empty or None; ``places`` says where each given one stands; ``documents`` is None when no list
    was given.
    """

    title: str = ""
    rules: str = ""
    as_of: date | None = None
    kind: str = ""
    documents: PlainMapping[str, str] | None = None
    places: PlainMapping[str, Place] = field(default_factory=dict)


def read_header_parts(files: Iterable[PlainMapping[str, Part]], problems: Problems) -> Header:
    """Return the header that the files give together; two different values for one name are recorded."""
    files = list(files)
    given = {name: _agreed(name, files, problems) for name in HEADER.fields}
    fields = {name: value for name, value in given.items() if value is not None}
    texts = {name: fields[name].text for name in ("title", "rules", "kind") if name in fields}
    if "rules" in texts and not _PACK_ID.fullmatch(texts["rules"]):
        what = message("“{id}”不是规则包的编号", id=texts["rules"])
        hint = message("写编号（小写字母、数字、- 或 _），如 xueliang-2020；要用文件夹里的规则包，在命令行写 --rules")
        problems.add("bad-id", fields["rules"].place, what, hint)
        del texts["rules"]
    return Header(
        as_of=exact_day(fields.get("as_of"), HEADER.fields["as_of"], problems),
        documents=_documents(files, problems),
        places={name: value.place for name, value in fields.items()},
        **texts,
    )


def _agreed(name: str, files: list[PlainMapping[str, Part]], problems: Problems) -> FieldValue | None:
    rule, agreed = HEADER.fields[name], None
    for parts in files:
        value = read_value(parts[name], rule, problems) if name in parts else None
        if value is None:
            continue
        if agreed is None:
            agreed = value
        elif value.value != agreed.value:
            _add_conflict(rule.label, value, agreed, problems)
    return agreed


def _documents(files: list[PlainMapping[str, Part]], problems: Problems) -> dict[str, str] | None:
    parts = [file["documents"] for file in files if "documents" in file and not file["documents"].blank]
    titles: dict[str, FieldValue] = {}
    names: dict[str, str] = {}
    for part in parts:
        if not isinstance(part.node, Mapping):
            what = message("“{label}”要写成“编号: 材料名称”", label=DOCUMENTS.label)
            problems.add("not-a-mapping", part.place, what, message("每行一份，如 contract: 服务采购合同"))
        for name, child in part.entries():
            names.setdefault(name, "")
            label = f"{DOCUMENTS.label} {name}"
            value = read_value(child, FieldRule(name, label, DOCUMENTS.kind), problems)
            if value is None:
                continue
            first = titles.setdefault(name, value)
            if first.text != value.text:
                _add_conflict(label, value, first, problems)
            names[name] = first.text
    return names if parts else None


def _add_conflict(label: str, here: FieldValue, first: FieldValue, problems: Problems) -> None:
    what = message(
        "“{label}”前后不一致：这里是“{here}”，{place} 是“{there}”",
        label=label, here=here.text, place=first.place, there=first.text,
    )  # fmt: skip
    problems.add("conflict", here.place, what, message("改成一致，或只在一处写"))
