"""The list of contents of an archive: what was checked, how, and the digest of every file; knows no zip files."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from checker.messages import LANGUAGES
from checker.source import digest_of

MANIFEST: Final = "manifest.json"
RESULT: Final = "result.json"
FACTS: Final = "facts"
RULES: Final = "rules"
_MOST_CHARS: Final = 1000
_UNSAFE: Final = re.compile("[\x00-\x1f\x7f\\\\:\ud800-\udfff]")
_Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
_DigestOrNone = Annotated[str, Field(pattern="^([0-9a-f]{64})?$")]


def is_safe(name: str) -> bool:
    """Say whether a name is a plain path that stays inside the folder it is unpacked into, on every system."""
    parts = name.split("/")
    return len(name) <= _MOST_CHARS and not _UNSAFE.search(name) and not {"", ".", ".."} & set(parts)


def _safe(name: str) -> str:
    if not is_safe(name):
        raise ValueError("not a path inside the archive")
    return name


def _beside_rules(name: str) -> str:
    if _safe(name).split("/")[0] == RULES:
        raise ValueError("the facts would lie among the rules")
    return name


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Tool(_Part):
    """The program that made the result."""

    name: Literal["checker"]
    version: str
    engine: str = Field(pattern="^(durable|plain)$")


class Facts(_Part):
    """How the facts are named to people: the path that was checked, and the folder its files lie in."""

    path: Annotated[str, AfterValidator(_beside_rules)]
    folder: Annotated[str, AfterValidator(_beside_rules)]

    @model_validator(mode="after")
    def _together(self) -> Facts:
        if self.folder not in {self.path, self.path.rpartition("/")[0]}:
            raise ValueError("the path is not in the folder")
        return self


class Sealed(_Part):
    """The state an evidence file was in: its digest when sealed and when checked; empty where there was none."""

    file: Annotated[str, AfterValidator(_safe)]
    recorded: _DigestOrNone
    present: _DigestOrNone


class Manifest(_Part):
    """All that a check depends on beside the files themselves, and the digest of each of them."""

    version: Literal["1.0"] = Field(alias="schema")
    tool: Tool
    language: str = Field(pattern=f"^({'|'.join(LANGUAGES)})$")
    as_of: date
    rules: Annotated[str, AfterValidator(_safe)]
    facts: Facts
    evidence: tuple[Sealed, ...]
    members: dict[str, _Digest]


def manifest_text(manifest: Manifest) -> str:
    """Return the manifest as JSON text; its last key is the digest of what stands before it."""
    data = manifest.model_dump(mode="json", by_alias=True)
    return _text({**data, "digest": digest_of(_text(data).encode())})


def parse_manifest(content: bytes) -> Manifest | None:
    """Return the manifest, or None when it is none or was changed after it was written."""
    try:
        data = json.loads(content)
        digest = data.pop("digest")
        manifest = Manifest.model_validate(data)
    except (ValueError, ValidationError, RecursionError, AttributeError, KeyError, TypeError):
        return None
    return manifest if digest == digest_of(_text(data).encode(errors="surrogatepass")) else None


def _text(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
