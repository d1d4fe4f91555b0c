"""A phone with an older bundle is told only what changed, and can prove that it put it together right."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue import delta, importer, queries
from app.catalogue.packing import pack
from app.catalogue.reading import Content
from app.catalogue.schemas import BundleDeltaOut
from app.core.canonical import canonical, digest
from app.core.sealing import OfficeKey
from tests.conftest import HeldClock

BIRTH = "1.001193"
KEY = OfficeKey("A" * 22, "B" * 43, "C" * 43)
Store = Callable[[Content], importer.LoadReport]


def rebuilt(old: bytes, parts: list[Any]) -> bytes:
    """What a phone does with a delta."""
    return b"".join(part.encode() if isinstance(part, str) else old[part[0] : sum(part)] for part in parts)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=25,
)
contents = st.dictionaries(st.text(max_size=8), json_values, max_size=5)


@given(contents)
def test_the_pieces_of_a_content_are_its_canonical_text(content: dict[str, Any]) -> None:
    assert b"".join(delta.pieces(content)) == canonical(content)


@given(contents, contents)
def test_from_any_old_content_the_parts_give_exactly_the_new_one(old: dict[str, Any], new: dict[str, Any]) -> None:
    parts = delta.parts(delta.pieces(old), delta.pieces(new))
    assert rebuilt(canonical(old), parts) == canonical(new)


def test_a_phone_puts_the_new_bundle_together_from_the_old_one(
    client: FlaskClient, loaded: Content, store: Store
) -> None:
    old = client.get("/api/catalogue/bundle")
    loaded.procedures[BIRTH].body["fees"][0]["note"] = {"vi": "Từ nay tính theo mức mới."}
    store(loaded)
    answer = client.get(f"/api/catalogue/bundle?from={old.get_json()['hash']}")
    said = answer.get_json()
    BundleDeltaOut.model_validate(said)
    assert answer.status_code == 226
    new = rebuilt(old.data, said["parts"])
    assert new == client.get("/api/catalogue/bundle").data
    named = f'"hash":"{said["hash"]}",'.encode()
    assert hashlib.sha256(new.replace(named, b"")).hexdigest() == said["hash"]
    assert said["hash"] in answer.headers["ETag"]


def test_one_changed_procedure_costs_a_fortieth_of_the_whole(loaded: Content, store: Store) -> None:
    old = queries.bundle(KEY)
    loaded.procedures[BIRTH].body["summary"]["vi"] = "Làm giấy khai sinh."
    store(loaded)
    changed = queries.bundle_since(old.hash, KEY)
    assert changed is not None
    assert len(changed.brotli) * 40 < len(queries.bundle(KEY).brotli)
    assert len(changed.raw) * 100 < len(queries.bundle(KEY).raw)


def test_a_new_form_alone_is_a_change_too(loaded: Content, store: Store) -> None:
    old = queries.bundle(KEY)
    read = loaded.procedures[BIRTH]
    form = {**read.form, "template": "Mẫu mới"}
    loaded.procedures[BIRTH] = type(read)(read.body, form, digest(form), full=True)
    store(loaded)
    changed = queries.bundle_since(old.hash, KEY)
    assert changed is not None
    assert digest(form) in changed.raw.decode()


def test_bundles_of_several_loads_ago_and_of_days_between_are_known(
    loaded: Content, store: Store, clock: HeldClock
) -> None:
    seen = [queries.bundle(KEY)]
    loaded.procedures[BIRTH].body["valid_from"] = "2026-12-10"
    store(loaded)
    seen.append(queries.bundle(KEY))
    clock.at(2026, 12, 10)
    seen.append(queries.bundle(KEY))
    clock.at(2026, 12, 12)
    loaded.procedures[BIRTH].body["summary"]["vi"] = "Làm giấy khai sinh."
    store(loaded)
    seen.append(queries.bundle(KEY))
    clock.at(2026, 12, 20)
    loaded.procedures[BIRTH].body["summary"]["vi"] = "Làm giấy khai sinh cho con."
    store(loaded)
    now = queries.bundle(KEY)
    # the load of 24 November changed nothing that day: one bundle for both
    assert len({each.hash for each in seen}) == 3
    for old in seen:
        changed = queries.bundle_since(old.hash, KEY)
        assert changed is not None
        parts = BundleDeltaOut.model_validate_json(changed.raw).parts
        assert rebuilt(old.raw, parts) == now.raw


def test_from_a_bundle_nobody_knows_the_whole_one_comes(client: FlaskClient, loaded: Content) -> None:
    answer = client.get(f"/api/catalogue/bundle?from={'0' * 64}")
    assert answer.status_code == 200
    assert answer.get_json() == client.get("/api/catalogue/bundle").get_json()


def test_a_load_that_did_not_note_its_forms_is_served_whole_and_no_delta_is_made_from_it(
    client: FlaskClient, loaded: Content, store: Store
) -> None:
    load = queries.latest_load()
    assert load is not None
    load.index = {name: part for name, part in load.index.items() if name != "procedures"}
    old = client.get("/api/catalogue/bundle").get_json()
    assert len(old["procedures"]) == len(loaded.procedures)
    loaded.procedures[BIRTH].body["summary"]["vi"] = "Làm giấy khai sinh."
    store(loaded)
    assert client.get(f"/api/catalogue/bundle?from={old['hash']}").status_code == 200


def test_who_has_the_present_bundle_is_answered_in_a_few_bytes(client: FlaskClient, loaded: Content) -> None:
    tag = client.get("/api/catalogue/bundle").get_json()["hash"]
    answer = client.get(f"/api/catalogue/bundle?from={tag}", headers={"If-None-Match": f'"{tag}"'})
    assert (answer.status_code, answer.data) == (304, b"")


def test_what_is_no_hash_is_refused(client: FlaskClient, loaded: Content) -> None:
    assert client.get("/api/catalogue/bundle?from=yesterday").status_code == 422


def test_a_packed_delta_is_served_under_the_hash_of_what_it_makes() -> None:
    made = pack("a:b", b"{}", named="b")
    assert made.hash == "b"
    with pytest.raises(AttributeError):
        made.raw = b""  # type: ignore[misc]  # that is the point
