"""Packages that nobody vouches for: each reason not to read one, and that a sound one is read whole."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Iterable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.source.zipped import Limits, Package, ZipFault
from tests.source.hostile_files import zipped

LIMITS = Limits(entries=20)
PLAIN = {"a.xml": b"<a/>", "b/c.bin": bytes(3_000_000), "d/": b""}
DEFINED = b'<!DOCTYPE a [<!ENTITY b "x">]><a/>'


def package(entries: Iterable[tuple[str | zipfile.ZipInfo, bytes]], method: int = zipfile.ZIP_STORED) -> bytes:
    """Return a zip file with just these entries, which may repeat."""
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", method) as made:
        warnings.simplefilter("ignore")  # zipfile warns of a name given twice
        for entry, content in entries:
            made.writestr(entry, content)
    return stream.getvalue()


def changed(content: bytes, offset: int, value: int, length: int = 4) -> bytes:
    """Return a zip file with a number in the record of its last entry, in the list, overwritten."""
    at = content.rfind(b"PK\x01\x02") + offset
    return content[:at] + value.to_bytes(length, "little") + content[at + length :]


def fault(content: bytes, limits: Limits = LIMITS) -> tuple[str, str]:
    """Return the reason, and the entry if it is about one, for which a package is not read whole."""
    with pytest.raises(ZipFault) as raised:
        Package(content, limits).read_all()
    return raised.value.reason, raised.value.entry


def linked(name: str, kind: int) -> zipfile.ZipInfo:
    """Return an entry that says which kind of file it is."""
    entry = zipfile.ZipInfo(name)
    entry.external_attr = kind << 16
    return entry


def test_a_sound_package_is_read() -> None:
    """Entries come out whole, at once or in chunks, each consumer its own; a name that is not there gives nothing."""
    found = Package(zipped(PLAIN), LIMITS)
    found.check()
    assert found.sizes == {name: len(content) for name, content in PLAIN.items()}
    assert found.unpacked == 3_000_004
    assert found.read_all() == PLAIN
    assert found.read("none") == b""
    chunks: list[bytes] = []
    found.unpack({"b/c.bin": chunks.append})
    assert b"".join(chunks) == PLAIN["b/c.bin"]
    assert len(chunks) == 3


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip", zipped(PLAIN)[:-10], zipped(PLAIN)[:1000]])
def test_no_package(content: bytes) -> None:
    """What is no zip file, or has lost its end, is told from one that is damaged."""
    assert fault(content) == ("no-package", "")


def test_broken_list() -> None:
    """A list of entries that is not where the end says, or lies elsewhere (ZIP64) but does not, is broken."""
    content = zipped(PLAIN)
    assert fault(changed(content, 0, 0)) == ("broken", "")
    assert fault(content[:-22] + b"PK\x06\x07" + bytes(16) + content[-22:]) == ("broken", "")


def test_broken_entries() -> None:
    """An entry that is not what the list says, in bytes, length or way of packing, is broken; the others are not."""
    content = package([("a.txt", b"first"), ("b.txt", b"second")])
    for spoiled in (
        content.replace(b"second", b"secant"),
        changed(content, 24, 3),  # declares less than there is
        changed(content, 24, 60),  # or more
        changed(content, 10, 99, 2),  # packed in a way that nobody knows
    ):
        assert fault(spoiled) == ("broken", "b.txt")
        assert Package(spoiled, LIMITS).read("a.txt") == b"first"


def test_an_unknown_way_of_packing_is_seen_at_once() -> None:
    """An entry that could not be unpacked is among the faults before anything is."""
    (found,) = Package(package([("a.xml", b"<a/>")], zipfile.ZIP_BZIP2), LIMITS).faults
    assert (found.reason, found.entry) == ("broken", "a.xml")


def test_password() -> None:
    """An encrypted entry is told first, whatever else is wrong."""
    content = changed(package([("../a", b""), ("b.xml", b"<b/>")]), 8, 1, 2)
    with pytest.raises(ZipFault, match="password"):
        Package(content, LIMITS).check()
    assert [found.reason for found in Package(content, LIMITS).faults] == ["password", "unsafe-path"]


def test_too_many_entries() -> None:
    """More entries than allowed are refused, and so is a list that only claims to be long, before it is read."""
    content = package((f"{number}", b"") for number in range(21))
    assert fault(content) == ("too-much", "")
    assert fault(content.replace(b"PK\x01\x02", b"PK\x01\x03")) == ("broken", "")
    claimed = content[:-10] + struct.pack("<L", 2**31) + content[-6:]
    assert fault(claimed) == ("too-much", "")
    assert fault(content[:-22] + b"PK\x06\x07" + bytes(16) + content[-22:]) == ("too-much", "")
    assert len(Package(content, Limits(21)).sizes) == 21


def test_more_than_is_listed_may_be_in_the_file() -> None:
    """A package inside a package does not count: only what stands in the list does."""
    inner = package((f"{number}", b"") for number in range(30))
    assert Package(package([("inner.zip", inner)]), LIMITS).read_all() == {"inner.zip": inner}


def test_too_much_unpacked() -> None:
    """More bytes than allowed, together or of an entry read at once, are refused by what is declared."""
    content = zipped(PLAIN)
    with pytest.raises(ZipFault) as raised:
        Package(content, Limits(20, unpacked=3_000_003))
    assert (raised.value.reason, raised.value.size) == ("too-much", 3_000_004)
    found = Package(content, Limits(20, unpacked=3_000_004, at_once=2_999_999))
    assert found.read("a.xml") == b"<a/>"
    with pytest.raises(ZipFault) as raised:
        found.read("b/c.bin")
    assert (raised.value.reason, raised.value.entry, raised.value.size) == ("too-much", "b/c.bin", 3_000_000)
    found.unpack({})


def test_too_much_compressed() -> None:
    """A large entry that is compressed beyond the ratio is refused before it is unpacked; a small one is not."""
    content = package([("a.bin", bytes(17 << 20)), ("b.bin", bytes(15 << 20))], zipfile.ZIP_DEFLATED)
    assert fault(content) == ("too-much", "a.bin")
    assert len(Package(content, LIMITS).read("b.bin")) == 15 << 20
    assert len(Package(content, Limits(20, ratio=2_000)).read("a.bin")) == 17 << 20


@pytest.mark.parametrize("name", ["../a", "/a", "b/../../a", "b\\a", "C:/a", "b//a", "./a", "/", "a/./"])
def test_paths_that_lead_out(name: str) -> None:
    """A path that is not plain is told and never read, by whatever name; what lies beside it can be."""
    found = Package(package([("good", b"x"), (name, b"y")]), LIMITS)
    assert [(one.reason, one.entry) for one in found.faults] == [("unsafe-path", name)]
    assert found.read("good") == b"x"
    with pytest.raises(ZipFault, match="unsafe-path"):
        found.read(name)


def test_names_that_end_early() -> None:
    """A name with a NUL, which programs cut off there in different ways, is unsafe."""
    content = package([("a.xml_x", b"")]).replace(b"a.xml_x", b"a.xml\0x")
    assert fault(content) == ("unsafe-path", "a.xml")


def test_entries_twice() -> None:
    """Two entries of one name are unsafe, in an office package in any case: programs would read different ones."""
    twice, cases = package([("a", b"1"), ("a", b"2")]), package([("a", b"1"), ("A", b"2")])
    assert fault(twice) == fault(cases) == ("unsafe-path", "a")
    assert fault(twice, Limits(20, office=False)) == ("unsafe-path", "a")
    assert Package(cases, Limits(20, office=False)).read_all() == {"a": b"1", "A": b"2"}


def test_links() -> None:
    """An entry that says it is a link or a device is unsafe; one that says it is a plain file is not."""
    assert fault(package([(linked("a", 0o120777), b"b")])) == ("unsafe-path", "a")
    assert fault(package([(linked("a", 0o020600), b"")])) == ("unsafe-path", "a")
    assert Package(package([(linked("a", 0o100644), b"x")]), LIMITS).read("a") == b"x"


@pytest.mark.parametrize("name", ["a.xml", "b/A.XML", "_rels/.rels", "c.vml"])
@pytest.mark.parametrize(
    "content",
    [DEFINED, b'<?xml version="1.0"?>' + b" " * ((1 << 20) - 25) + DEFINED, "<a/>".encode("utf-16"), b"<\0a\0/\0>\0"],
    ids=["first", "across chunks", "utf-16", "utf-16 unmarked"],
)
def test_unsafe_xml(name: str, content: bytes) -> None:
    """XML that defines entities anywhere, or is not UTF-8 and could hide them, is unsafe in an office package."""
    assert fault(zipped({name: content})) == ("unsafe-xml", name)
    assert Package(zipped({name: content}), Limits(20, office=False)).read(name) == content


def test_other_parts_may_say_anything() -> None:
    """What is no XML of the package, such as a picture, is not searched."""
    assert Package(zipped({"a.svg": DEFINED}), LIMITS).read("a.svg") == DEFINED


@given(position=st.integers(0, 10_000), value=st.integers(0, 255))
def test_damage_gives_a_reason(position: int, value: int) -> None:
    """A byte changed anywhere gives the entries or a ``ZipFault``, never another exception."""
    content = bytearray(package([("a.xml", b"<a/>"), ("b/c.txt", b"text" * 20)], zipfile.ZIP_DEFLATED))
    content[position % len(content)] = value
    with suppress(ZipFault):
        Package(bytes(content), LIMITS).read_all()
