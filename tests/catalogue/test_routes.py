"""The catalogue over HTTP."""

from __future__ import annotations

import gzip
import hashlib
import json

import brotli
import pytest
from flask.testing import FlaskClient

from app.catalogue.reading import Content
from app.catalogue.schemas import BundleOut, CodeListOut
from app.core.canonical import canonical
from app.core.sealing import office_key, rotate

BIRTH = "1.001193"
pytestmark = pytest.mark.usefixtures("loaded")


def test_the_bundle_has_every_procedure_and_keeps_its_promised_shape(client: FlaskClient) -> None:
    answer = client.get("/api/catalogue/bundle")
    bundle = answer.get_json()
    BundleOut.model_validate(bundle)
    assert len(bundle["procedures"]) == 64
    birth = next(item for item in bundle["procedures"] if item["code"] == BIRTH)
    assert birth["form"]["kind"] == "full"
    assert birth["field"] == {"key": "civil_status", "vi": "Hộ tịch", "en": "Civil status"}
    assert set(bundle["texts"]) == {"privacy", "consent_help", "consent_reuse"}


def test_the_bundle_carries_the_key_that_phones_seal_to_and_a_new_key_is_a_new_bundle(client: FlaskClient) -> None:
    folder = client.application.config["CUA_LANG"].office_keys_dir
    first = client.get("/api/catalogue/bundle").get_json()
    assert first["office_key"] == office_key(folder).as_json() == client.get("/api/server").get_json()["office_key"]
    rotate(folder)
    second = client.get("/api/catalogue/bundle").get_json()
    assert second["office_key"] == office_key(folder).as_json() != first["office_key"]
    assert second["hash"] != first["hash"]


def test_the_bundles_hash_is_the_hash_of_everything_else_in_it(client: FlaskClient) -> None:
    bundle = client.get("/api/catalogue/bundle").get_json()
    named = bundle.pop("hash")
    assert hashlib.sha256(canonical(bundle)).hexdigest() == named


def test_an_unchanged_bundle_costs_one_small_answer(client: FlaskClient) -> None:
    first = client.get("/api/catalogue/bundle")
    again = client.get("/api/catalogue/bundle", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(("accepts", "opens"), [("br, gzip", brotli.decompress), ("gzip", gzip.decompress)])
def test_the_bundle_comes_compressed_as_the_client_takes_it(client: FlaskClient, accepts: str, opens: object) -> None:
    plain = client.get("/api/catalogue/bundle", headers={"Accept-Encoding": "identity"})
    packed = client.get("/api/catalogue/bundle", headers={"Accept-Encoding": accepts})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == accepts.split(",", maxsplit=1)[0]
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert callable(opens)
    assert opens(packed.data) == plain.data


def test_a_form_is_served_as_exactly_the_bytes_its_hash_names(client: FlaskClient, loaded: Content) -> None:
    named = loaded.procedures[BIRTH].form_hash
    answer = client.get(f"/api/catalogue/forms/{named}", headers={"Accept-Encoding": "identity"})
    assert hashlib.sha256(answer.data).hexdigest() == named
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_every_list_of_the_bundle_is_served_by_its_hash(client: FlaskClient) -> None:
    lists = client.get("/api/catalogue/bundle").get_json()["lists"]
    for name, named in lists.items():
        answer = client.get(f"/api/catalogue/lists/{name}/{named}", headers={"Accept-Encoding": "identity"})
        assert hashlib.sha256(answer.data).hexdigest() == named
        CodeListOut.model_validate(json.loads(answer.data))


def test_the_list_of_nationalities_offers_viet_nam_first(client: FlaskClient) -> None:
    named = client.get("/api/catalogue/bundle").get_json()["lists"]["nationalities"]
    answer = client.get(f"/api/catalogue/lists/nationalities/{named}").get_json()
    assert answer["preset"] == answer["items"][0]["value"] == "VN"


def test_the_version_in_force_on_a_day_can_be_asked_for_also_by_an_old_code(client: FlaskClient) -> None:
    answer = client.get("/api/catalogue/procedures/2.000986?on=2026-08-01")
    assert answer.get_json()["code"] == "3.000722"
    assert client.get("/api/catalogue/procedures/1.001193?on=2026-01-01").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/api/catalogue/forms/" + "0" * 64,
        "/api/catalogue/lists/genders/" + "0" * 64,
        "/api/catalogue/procedures/9.999999",
        "/api/catalogue/posters/khong-co/1.001193",
    ],
)
def test_what_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_stranger_may_not_see_what_has_to_be_checked(client: FlaskClient) -> None:
    assert client.get("/api/catalogue/review").status_code == 401
