"""Archives for the tests to spoil: made from a small project, taken apart and put together again."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from checker.archive.manifest import MANIFEST, Manifest, manifest_text
from checker.archive.pack_up import zipped
from checker.source import digest_of

ROOT: Final = Path(__file__).parent.parent.parent
SEED: Final = ROOT / "facts" / "xinjian-2020"
RULES: Final = {
    "upper": {
        "pack.yaml": "id: upper\ntitle: 上级规则包\nversion: 1.0.0\n",
        "vocabulary.yaml": (
            "service:\n  label: 运行\n  key: [quarter]\n  fields:\n"
            "    quarter: {label: 季度, type: quarter}\n    fault_rate: {label: 故障率, type: ratio}\n"
        ),
        "parameters.yaml": "most:\n  label: 故障率上限\n  type: ratio\n  values:\n    2019-01-01: {value: 10%}\n",
    },
    "lower": {
        "pack.yaml": "id: lower\ntitle: 下级规则包\nversion: 1.0.0\nextends: upper\n",
        "rules/fault-rate-high.yaml": (
            'title: 故障率偏高\nfor: service\nwhen: 故障率 > 故障率上限\nmessage: "{季度}故障率{故障率}"\n'
        ),
        "tests/fault-rate-high.yaml": "[]\n",
        "CHANGELOG.md": "不属于规则\n",
    },
}
FACTS: Final = """\
rules: lower
as_of: 2020-12-31
title: 某项目
service:
  - {quarter: 2020Q1, fault_rate: 11%, source: {file: 证据/统计.txt}}
  - {quarter: 2020Q2, fault_rate: 9%}
"""


def make_project(folder: Path) -> Path:
    """Write the small packs below ``rules`` and the facts below ``facts``; return the folder of the facts."""
    for pack, files in RULES.items():
        for name, text in files.items():
            _write(folder / "rules" / pack / name, text)
    _write(folder / "facts" / "project.yaml", FACTS)
    _write(folder / "facts" / "证据" / "统计.txt", "11%")
    _write(folder / "facts" / "别的.txt", "不是事实")
    return folder / "facts"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def members_of(content: bytes) -> dict[str, bytes]:
    """Return what an archive holds, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def manifest_of(members: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the manifest as plain data."""
    return dict(json.loads(members[MANIFEST]))


def resealed(members: Mapping[str, bytes], **changes: Any) -> bytes:
    """Return an archive whose manifest fits its members, as a forger would make it."""
    data = manifest_of(members)
    del data["digest"]
    digests = {name: digest_of(content) for name, content in sorted(members.items()) if name != MANIFEST}
    manifest = Manifest.model_validate({**data, **changes, "members": digests})
    return zipped({**members, MANIFEST: manifest_text(manifest).encode()})
