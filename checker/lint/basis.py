"""Looks for rules, scores and parameters that rest on nothing, or on a document without saying where in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from checker.lint.registry import Check, Found
from checker.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.lint.inspection import Inspection
    from checker.messages import Message
    from checker.pack.models import Basis
    from checker.pack.pack import Origin

_HOW: Final = message("补上 basis: [{document: 文件编号, clause: 条款}]，文件先在 pack.yaml 的 documents 里列出")


def missing_basis(inspection: Inspection) -> Iterator[Found]:
    """Yield rules, parameter values, scored indicators, vetoes and caps that name no document."""
    for entry in inspection.own_rules:
        if not entry.model.basis:
            yield Found(entry.origin.key(), message("规则“{title}”没有写依据", title=entry.model.title), _HOW)
    for parameter in inspection.pack.parameters.values():
        for day, version in parameter.model.values.items():
            if version.source is None:
                what = message("参数“{label}”{day}的值没有写出处", label=parameter.model.label, day=day)
                hint = message("补上 source: {document: 文件编号, clause: 条款}；没有文件依据的，用注释写明怎样定的")
                yield Found(parameter.origin.key("values", day), what, hint)
    for owner, basis, origin in _scored(inspection):
        if not basis:
            yield Found(origin.key(), message("{owner}没有写依据", owner=owner), _HOW)


def _scored(inspection: Inspection) -> Iterator[tuple[Message, tuple[Basis, ...], Origin]]:
    """Yield what scores, its basis, and where it is written."""
    model, origin = inspection.pack.indicators.model, inspection.pack.indicators.origin
    for branch in inspection.leaves:
        basis = branch.model.basis or (branch.shared.basis if branch.shared else ())
        yield message("指标“{label}”", label=branch.label), basis, branch.origin
        for index, veto in enumerate(branch.model.veto):
            yield message("否决“{title}”", title=veto.title), veto.basis, branch.origin.below("veto", index)
    for index, item in enumerate(model.shared):
        yield message("共用指标“{label}”", label=item.label), item.basis, origin.below("shared", index)
    for index, veto in enumerate(model.vetoes):
        yield message("否决“{title}”", title=veto.title), veto.basis, origin.below("vetoes", index)
    for index, cap in enumerate(model.caps):
        yield message("总分封顶“{title}”", title=cap.title), cap.basis, origin.below("caps", index)


def basis_without_clause(inspection: Inspection) -> Iterator[Found]:
    """Yield each basis that names a document and no clause of it."""
    for basis, origin in _bases(inspection):
        if not basis.clause:
            what = message("依据“{document}”没有写条款", document=basis.document)
            yield Found(origin.at("document"), what, message("补上 clause: 条号，或这一条说的是什么"))


def _bases(inspection: Inspection) -> Iterator[tuple[Basis, Origin]]:
    for entry in inspection.own_rules:
        yield from _listed(entry.model.basis, entry.origin.below("basis"))
    for parameter in inspection.pack.parameters.values():
        for day, version in parameter.model.values.items():
            if version.source is not None:
                yield version.source, parameter.origin.below("values", day, "source")
    for branch in inspection.leaves:
        yield from _listed(branch.model.basis, branch.origin.below("basis"))
        for index, veto in enumerate(branch.model.veto):
            yield from _listed(veto.basis, branch.origin.below("veto", index, "basis"))
    model, origin = inspection.pack.indicators.model, inspection.pack.indicators.origin
    for name in ("shared", "vetoes", "caps"):
        for index, item in enumerate(getattr(model, name)):
            yield from _listed(item.basis, origin.below(name, index, "basis"))


def _listed(basis: tuple[Basis, ...], origin: Origin) -> Iterator[tuple[Basis, Origin]]:
    for index, item in enumerate(basis):
        yield item, origin.below(index)


def in_force_before_issued(inspection: Inspection) -> Iterator[Found]:
    """Yield parameter values and rules that apply from a day before the document they rest on was issued."""
    documents = inspection.pack.documents
    for parameter in inspection.pack.parameters.values():
        for day, version in parameter.model.values.items():
            source = None if version.source is None else documents.get(version.source.document)
            issued = None if source is None else source.model.issued_on
            if issued is not None and source is not None and day < issued.isoformat():
                what = message(
                    "“{label}”从{day}起用，所依据的《{title}》{issued}才印发",
                    label=parameter.model.label, day=day, title=source.model.title, issued=issued,
                )  # fmt: skip
                hint = message("核对生效日；确实追溯适用的，用注释写明根据")
                yield Found(parameter.origin.key("values", day), what, hint)
    for entry in inspection.own_rules:
        days = [found.model.issued_on for item in entry.model.basis if (found := documents.get(item.document))]
        issued_days = [day for day in days if day is not None]
        first = entry.model.valid_from
        if first is not None and issued_days and len(issued_days) == len(days) and first < min(issued_days):
            what = message("规则从{first}起施行，所依据的文件{issued}才印发", first=first, issued=min(issued_days))
            yield Found(entry.origin.at("valid_from"), what, message("核对 valid_from；确实追溯适用的，用注释写明根据"))


CHECKS: Final = (
    Check("missing-basis", "warning", message("没有写依据"), missing_basis),
    Check("basis-without-clause", "warning", message("依据没有写条款"), basis_without_clause),
    Check("in-force-before-issued", "warning", message("生效早于文件印发"), in_force_before_issued),
)
