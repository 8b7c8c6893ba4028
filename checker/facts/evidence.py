"""Compares the evidence files that facts name with the digests recorded when they were sealed.

A name is a path as seen from the folder of the facts. Knows nothing about what the files hold or what rests on them.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Final

from checker.messages import message
from checker.source import Place, digest_of, read_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from checker.source import Problems

SEAL: Final = "evidence.sha256"
"""The file beside the facts that records the digests, in the form that ``sha256sum -c`` checks."""
_LINE: Final = re.compile(r"([0-9a-fA-F]{64}) [ *](\S.*)")
_CONTROL: Final = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """An evidence file, where it was first named, its digest when it was sealed and its digest now.

    A digest is empty when the file was never sealed, or is not there.
    """

    name: str
    place: Place
    recorded: str = ""
    present: str = ""

    @property
    def missing(self) -> bool:
        """Whether the file is not there or cannot be read."""
        return not self.present

    @property
    def changed(self) -> bool:
        """Whether the file is another one than was sealed."""
        return bool(self.recorded and self.present and self.recorded != self.present)

    @property
    def unsealed(self) -> bool:
        """Whether the file is there but was never sealed."""
        return bool(self.present and not self.recorded)


def evidence_name(written: str, place: Place, problems: Problems) -> str:
    """Return the one name for all ways of writing a path; one that leads out is recorded, and gives an empty name."""
    path = PurePosixPath(written.replace("\\", "/"))
    outside = path.is_absolute() or PureWindowsPath(written).drive or ".." in path.parts
    if outside or _CONTROL.search(written) or not path.parts:
        what = message("“{name}”不是事实文件夹里的文件", name=_CONTROL.sub("?", written))
        hint = message("从事实所在的文件夹写起，如 证据/故障统计.pdf；不能用“..”或以“/”开头")
        problems.add("evidence-outside", place, what, hint)
        return ""
    return path.as_posix()


def read_evidence(
    folder: Path | None, named: Mapping[str, Place], shown: str, problems: Problems
) -> dict[str, EvidenceFile]:
    """Return the state of each file named, by name; only those are read.

    Without a ``folder`` nothing can be compared, and nothing is returned. ``shown`` is how the folder is named to
    people. A link that leads out of the folder, and a seal that is not in order, are recorded.
    """
    if folder is None or not named:
        return {}
    sealed = read_seal(folder, shown, problems)
    found = {}
    for name, place in sorted(named.items()):
        path = folder / name
        if _leads_out(path, folder):
            what = message("“{name}”是指向事实文件夹之外的链接", name=name)
            problems.add("evidence-outside", place, what, message("把文件本身放进事实文件夹"))
        else:
            found[name] = EvidenceFile(name, place, sealed.get(name, ""), digest_of_file(path))
    return found


def as_recorded(given: Mapping[str, EvidenceFile], named: Mapping[str, Place]) -> dict[str, EvidenceFile]:
    """Return the states ``given`` (by an archive) for the files named, in place of looking at the files."""
    return {
        name: replace(given[name], place=place) if name in given else EvidenceFile(name, place)
        for name, place in sorted(named.items())
    }


def read_seal(folder: Path, shown: str, problems: Problems) -> dict[str, str]:
    """Return the recorded digests by name; no seal gives none, one that is not in order is recorded."""
    path = folder / SEAL
    if not path.exists():
        return {}
    name = f"{shown}/{SEAL}" if shown not in {"", "."} else SEAL
    read = read_text(path, name, problems)
    sealed: dict[str, str] = {}
    for number, line in enumerate(read[0].split("\n") if read else [], start=1):
        written = _LINE.fullmatch(line)
        if written and written[2] not in sealed:
            sealed[written[2]] = written[1].lower()
        elif line.strip():
            what = message("这一行不是“摘要  文件”，或文件写了两次")
            hint = message("删去这个文件，重新运行 checker facts seal")
            problems.add("broken-seal", Place(name, number, 1), what, hint)
    return sealed


def seal_text(digests: Mapping[str, str]) -> str:
    """Return the content of a seal, sorted by name."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file of any size in hexadecimal; empty when there is no such file or it is unreadable."""
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def digest_with(facts: str, evidence: Mapping[str, EvidenceFile]) -> str:
    """Return the digest of facts together with the state of the evidence they name: a result follows from both."""
    if not evidence:
        return facts
    lines = [f"{item.name}\0{item.recorded}\0{item.present}\n" for item in evidence.values()]
    return digest_of("".join([f"{facts}\n", *lines]).encode(errors="surrogatepass"))


def _leads_out(path: Path, folder: Path) -> bool:
    try:
        return not path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a loop of links
        return True
