"""Sealing to the office: only its own keys open, every changed byte is noticed, old keys stay good."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.sealing import NotSealedHereError, key_names, office_key, rotate, seal, unseal
from tests.shared.phone import Phone, running


@pytest.fixture(scope="module", name="folder")
def folder_of_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys") / "office"


@pytest.fixture(scope="module", name="phone")
def phone_process() -> Iterator[Phone]:
    with running() as phone:
        yield phone


@given(st.binary(max_size=2000))
def test_what_is_sealed_opens_as_it_was(folder: Path, content: bytes) -> None:
    assert unseal(folder, seal(office_key(folder), content)) == content


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=500))
def test_the_office_opens_what_a_phone_sealed(folder: Path, phone: Phone, content: bytes) -> None:
    sealed = phone.ask("seal", key=office_key(folder).as_json(), content=base64.b64encode(content).decode())
    assert unseal(folder, base64.b64decode(sealed)) == content


def test_twice_the_same_content_never_looks_the_same(folder: Path) -> None:
    key = office_key(folder)
    assert seal(key, b"the same") != seal(key, b"the same")


@given(st.data())
def test_a_changed_byte_anywhere_is_noticed(folder: Path, data: st.DataObject) -> None:
    sealed = bytearray(seal(office_key(folder), b"An cannot read this"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(NotSealedHereError):
        unseal(folder, bytes(sealed))


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x02" * 200, b"PK\x03\x04" + b"x" * 400])
def test_what_is_no_sealed_text_is_said_to_be_damaged(folder: Path, sealed: bytes) -> None:
    with pytest.raises(NotSealedHereError, match="sealed_"):
        unseal(folder, sealed)


def test_what_was_sealed_for_another_office_is_told_apart_from_damage(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(NotSealedHereError) as refused:
        unseal(folder, seal(office_key(tmp_path / "elsewhere"), b"for others"))
    assert refused.value.code == "sealed_for_other"


def test_a_new_key_is_given_out_and_the_old_one_still_opens(tmp_path: Path) -> None:
    old = office_key(tmp_path)
    before = seal(old, b"from before")
    new = rotate(tmp_path)
    assert new != old
    assert office_key(tmp_path) == new
    assert key_names(tmp_path) == [old.kid, new.kid]
    assert unseal(tmp_path, before) == b"from before"
    assert unseal(tmp_path, seal(new, b"from now")) == b"from now"


def test_processes_that_start_together_end_with_the_same_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: office_key(tmp_path / "office"), range(8)))
    assert len(found) == 1
    assert [path.name for path in (tmp_path / "office").iterdir()] == ["0001.pem"]


def test_the_private_keys_are_for_the_server_alone(folder: Path) -> None:
    office_key(folder)
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
