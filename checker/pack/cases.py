"""Reads the cases of a pack's rules and of whole projects; knows nothing about how they are run."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from checker.messages import message
from checker.pack.crossref.names import repeated
from checker.pack.explain import not_a_list
from checker.pack.extend import Known
from checker.pack.files import (
    PROJECTS,
    TESTS,
    list_folder,
    note_strays,
    read_part,
    shown_name,
)
from checker.pack.models import CaseModel, ProjectCaseModel
from checker.pack.pack import Entry, Origin
from checker.pack.validate import add, validate
from checker.source import NOTHING_UNSAVED, Place, did_you_mean, full_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checker.messages import Message
    from checker.pack.pack import Pack
    from checker.source import Document, Problems, Unsaved


@dataclass(slots=True)
class Cases:
    """The cases of each rule by its id, and those of whole projects in the order of their files."""

    rules: dict[str, tuple[Entry[CaseModel], ...]] = field(default_factory=dict)
    projects: list[Entry[ProjectCaseModel]] = field(default_factory=list)


def load_cases(folder: Path, pack: Pack, problems: Problems) -> Pack | None:
    """Return ``pack`` with the cases that lie in its ``folder``; everything wrong is recorded, and gives None."""
    before = len(problems.errors)
    off = {name: (why, "") for (kind, name), why in pack.off.items() if kind == "rule"}
    known = Known({name: entry.model.title for name, entry in pack.rules.items()}, off)
    cases = read_cases(folder, pack.id, known, problems)
    if len(problems.errors) > before:
        return None
    return replace(pack, cases=cases.rules, project_cases=tuple(cases.projects))


def read_cases(folder: Path, pack: str, rules: Known, problems: Problems, unsaved: Unsaved = NOTHING_UNSAVED) -> Cases:
    """Read ``tests`` of a pack folder; ``rules`` are those there may be cases of."""
    reader = _Reader(folder, pack, rules, problems, unsaved)
    listing = list_folder(folder, folder, problems)
    if TESTS in listing.paths:
        reader.read_tests(listing.paths[TESTS])
    return reader.cases


@dataclass(slots=True)
class _Reader:
    folder: Path
    pack: str
    rules: Known
    problems: Problems
    unsaved: Unsaved
    cases: Cases = field(default_factory=Cases)

    def read_tests(self, folder: Path) -> None:
        listing = list_folder(folder, self.folder, self.problems)
        files = {name: path for name, path in listing.paths.items() if path.suffix == ".yaml" and not path.is_dir()}
        for path in files.values():
            self._read_rule_cases(path)
        if PROJECTS in listing.paths and listing.paths[PROJECTS].is_dir():
            self._read_projects(listing.paths[PROJECTS])
        note_strays(listing, (*files, PROJECTS), self.problems)

    def _read_rule_cases(self, path: Path) -> None:
        rule = path.stem
        if rule not in self.rules.labels and self.rules.whole:
            what = message("没有编号为“{id}”的规则，这些测试无从运行", id=rule)
            self.problems.add("unknown-rule", Place(shown_name(path)), what, self._rule_hint(rule))
        document = read_part(path, self.problems, free="given", unsaved=self.unsaved)
        if document is None:
            return
        if not isinstance(document.data, list):
            add(not_a_list(path.name), document.place(), self.problems)
            return
        entries = list(self._rule_cases(document))
        self._check_names(entries)
        self.cases.rules[rule] = tuple(entries)

    def _check_names(self, entries: Sequence[Entry[CaseModel]] | Sequence[Entry[ProjectCaseModel]]) -> None:
        for index, name in repeated(entry.id for entry in entries):
            what = message("测试“{name}”写了两次", name=name)
            self.problems.add("duplicate-id", entries[int(index)].origin.at("name"), what, message("换一个名称"))

    def _rule_cases(self, document: Document) -> Iterator[Entry[CaseModel]]:
        for index, data in enumerate(document.data or ()):
            origin = Origin(document, (index,))
            model = validate(CaseModel, data, origin, self.problems)
            if model is not None:
                yield Entry(model.name, model, origin, self.pack)

    def _rule_hint(self, rule: str) -> Message | None:
        if rule not in self.rules.off:
            return did_you_mean(rule, self.rules.labels) or message("测试与规则用同一个编号")
        return message("这条规则已停用：{why}", why=self.rules.off[rule][0])

    def _read_projects(self, folder: Path) -> None:
        listing = list_folder(folder, self.folder, self.problems)
        known = {name: path for name, path in listing.paths.items() if path.is_dir() or path.suffix == ".yaml"}
        for path in known.values():
            if path.is_dir():
                continue
            document = read_part(path, self.problems, free="given", unsaved=self.unsaved)
            if document is None:
                continue
            self._read_project_cases(document, path)
        note_strays(listing, known, self.problems)

    def _read_project_cases(self, document: Document, path: Path) -> None:
        """A file holds one case, or a list of them."""
        data = document.data
        parts = [(data, Origin(document))]
        if isinstance(data, list):
            parts = [(item, Origin(document, (index,))) for index, item in enumerate(data)]
        found = []
        for item, origin in parts:
            model = validate(ProjectCaseModel, item, origin, self.problems)
            if model is not None:
                self._check_project(model, origin, path)
                found.append(Entry(model.name, model, origin, self.pack))
        self._check_names(found)
        self.cases.projects.extend(found)

    def _check_project(self, model: ProjectCaseModel, origin: Origin, path: Path) -> None:
        for rule in model.expect.findings:
            if rule not in self.rules.labels and self.rules.whole:
                what = message("没有编号为“{id}”的规则", id=rule)
                place = origin.key("expect", "findings", rule)
                self.problems.add("unknown-rule", place, what, self._rule_hint(rule))
        if model.facts is not None:
            self._check_facts(model.facts, origin, path)
        elif model.given is None:
            what = message("没有写这个测试的事实")
            self.problems.add("missing-key", origin.key(), what, message("补上 facts: 文件夹，或 given: 事实"))

    def _check_facts(self, facts: str, origin: Origin, path: Path) -> None:
        """Facts lie in the pack, so that a pack is tested with nothing but itself."""
        place, target = origin.at("facts"), full_path(path.parent / facts)
        absolute = PurePosixPath(facts).is_absolute() or PureWindowsPath(facts).drive or "\\" in facts
        inside = target.is_relative_to(full_path(self.folder))
        if absolute or not inside or not target.resolve().is_relative_to(self.folder.resolve()):
            what = message("“{path}”不在规则包文件夹里", path=facts)
            hint = message("把事实放在 tests/projects 下面，写相对于这个文件的路径，用 / 分隔")
            self.problems.add("outside-pack", place, what, hint)
        elif not target.exists():
            names = [item.name for item in path.parent.iterdir() if item.is_dir()]
            what = message("没有事实文件夹“{path}”", path=facts)
            self.problems.add("no-facts", place, what, did_you_mean(facts, names))
