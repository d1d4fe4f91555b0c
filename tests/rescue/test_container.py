"""The office reads exactly what a phone's own code wrote."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.ids import uuid7
from app.core.sealing import office_key
from app.rescue.container import read
from tests.shared.phone import Phone, running

HEAD = {"format": 1, "code": "AB23CD", "part": 2, "parts": 3, "made_at": "2026-11-28T08:00:00Z"}


@pytest.fixture(scope="module", name="engines")
def engines_of_the_phone() -> Iterator[Phone]:
    with running() as phone:
        yield phone


@pytest.fixture(scope="module", name="folder")
def folder_of_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@settings(max_examples=20, deadline=None)
@given(
    texts=st.lists(st.text(max_size=200), max_size=5),
    contents=st.lists(st.binary(min_size=1, max_size=500), max_size=4),
)
def test_what_the_phone_packs_is_what_the_office_reads(
    engines: Phone, folder: Path, texts: list[str], contents: list[bytes]
) -> None:
    ops = [{"row": {"t": "op", "text": text, "sha256": "a" * 64, "signature": None}} for text in texts]
    about = {"t": "file", "op_id": str(uuid7()), "sha256": "b" * 64, "size": 500, "type": "image/jpeg", "offset": 0}
    files = [
        {"row": {**about, "attachment_id": str(uuid7())}, "content": base64.b64encode(each).decode()}
        for each in contents
    ]
    rows = [*ops, *files, {"row": {"t": "of a later release", "what": 1}, "content": "AAAA"}]
    sealed = engines.ask("rescue", key=office_key(folder).as_json(), head=HEAD, rows=rows)
    part = read(base64.b64decode(sealed), folder)
    assert (part.head.code, part.head.part, part.head.parts) == ("AB23CD", 2, 3)
    assert [row.text for row in part.operations] == texts
    assert [piece.content for piece in part.pieces] == contents
