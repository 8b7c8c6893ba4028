"""Makes copies of the seed's pack with rules added that do not apply: on facts nobody reports, or not in force."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

PACK: Final = Path(__file__).parent.parent.parent / "rules" / "xueliang-2020"
_ABSENT: Final = """
inspection:
  label: 巡检
  key: [day]
  fields:
    day: {label: 巡检日, type: date}
    faults: {label: 故障数, type: count}
"""
_RULE: Final = """title: 第{number}条不适用的规则
for: {subject}
when: {when}
severity: minor
indicator: output_quality
problem: low-online-rate
{since}basis:
  - {{document: purchase-contract, clause: 探头在线率}}
message: 第{number}条
"""


def with_rules(folder: Path, kind: str, count: int) -> Path:
    """Return a copy of the pack with so many rules added, ``absent`` or ``not in force``; its parent lies beside it."""
    if folder.exists():
        return folder
    shutil.copytree(PACK, folder)
    shutil.copytree(PACK.parent / "national-2020", folder.parent / "national-2020", dirs_exist_ok=True)
    with (folder / "vocabulary.yaml").open("a", encoding="utf-8") as vocabulary:
        vocabulary.write(_ABSENT)
    for number in range(count):
        absent = kind == "absent"
        text = _RULE.format(
            number=number,
            subject="inspection" if absent else "service_quarter",
            when=f"故障数 > {number}" if absent else f"故障率 > {number}%",
            since="" if absent else "valid_from: 2030-01-01\n",
        )
        (folder / "rules" / f"added-{number:03}.yaml").write_text(text, "utf-8")
    return folder
