"""Hostile files are refused before they are parsed."""

import io
import zipfile
from pathlib import Path

import pytest

from qda.errors import HostileFile, PasswordRequired, UnreadableFile
from qda.ingest import limits
from qda.ingest.limits import check_size, parts_of, refuse_doctype

HERE = Path("a.docx")


def packed(*parts, compression=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return stream.getvalue()


def test_parts_come_back():
    assert parts_of(HERE, packed(("a.xml", "<a/>"), ("b/", ""), ("b/c.bin", b"\x00"))) == {"a.xml": b"<a/>", "b/c.bin": b"\x00"}


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/x", "a/../../b", "..\\b", "C:\\b"])
def test_names_that_point_outside(name):
    with pytest.raises(HostileFile, match="points outside"):
        parts_of(HERE, packed((name, "x")))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name():
    with pytest.raises(HostileFile, match="same name"):
        parts_of(HERE, packed(("a", "1"), ("a", "2")))


def test_a_bomb_is_stopped_while_it_unpacks():
    with pytest.raises(HostileFile, match="times its size"):
        parts_of(HERE, packed(("a", b"\0" * 20_000_000)))


def test_a_part_too_large(monkeypatch):
    monkeypatch.setattr(limits, "MOST_PART", 1000)
    with pytest.raises(HostileFile, match="unpacks to more than"):
        parts_of(HERE, packed(("a", b"x" * 1001)))
    monkeypatch.setattr(limits, "MOST_INFLATED", 1500)
    with pytest.raises(HostileFile, match="in all"):
        parts_of(HERE, packed(("a", b"x" * 900), ("b", b"x" * 900)))


def test_headers_that_lie_about_the_size():
    data = packed(("a", b"x" * 5000), compression=zipfile.ZIP_STORED)
    size = (5000).to_bytes(4, "little")
    with pytest.raises(UnreadableFile):
        parts_of(HERE, data.replace(size, (50).to_bytes(4, "little")))


def test_too_many_parts(monkeypatch):
    monkeypatch.setattr(limits, "MOST_ENTRIES", 2)
    with pytest.raises(HostileFile, match="3 parts"):
        parts_of(HERE, packed(("a", ""), ("b", ""), ("c", "")))


def test_encrypted_files():
    with pytest.raises(PasswordRequired):
        parts_of(HERE, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    data = bytearray(packed(("a", b"x"), compression=zipfile.ZIP_STORED))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(PasswordRequired):
        parts_of(HERE, bytes(data))


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"no zip at all", packed(("a", b"abc" * 100))[:-30], packed(("a", b"abc" * 100))[:60]],
    ids=["empty", "only a sign", "no zip", "end cut off", "only a head"],
)
def test_damaged_files(data):
    with pytest.raises(UnreadableFile):
        parts_of(HERE, data)


@pytest.mark.parametrize(
    "xml", [b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "<!DOCTYPE a><a/>".encode("utf-16")]
)
def test_doctypes(xml):
    with pytest.raises(HostileFile, match="DOCTYPE"):
        refuse_doctype(HERE, xml)
    with pytest.raises(HostileFile, match="DOCTYPE"):
        parts_of(HERE, packed(("word/document.xml", xml)))


def test_files_too_large():
    check_size(HERE, 200_000_000)
    with pytest.raises(HostileFile, match="201 MB"):
        check_size(HERE, 201_000_000)
