"""Lists for phones travel packed, and say the same."""

from __future__ import annotations

import gzip
import json

from flask import Flask, Response

from app.web import packing


def answered(app: Flask, path: str, body: object, takes: str) -> Response:
    with app.test_request_context(path, headers={"Accept-Encoding": takes}):
        return packing.pack(Response(json.dumps(body), mimetype="application/json"))


LIST = {"changes": [{"kind": "dossier", "title": "Chứng thực bản sao"}] * 100}


def test_a_list_for_a_phone_is_packed_and_says_the_same(app: Flask) -> None:
    plain = answered(app, "/api/sync/changes", LIST, "")
    packed = answered(app, "/api/sync/changes", LIST, "br, gzip")
    assert [each.headers.get("Content-Encoding") for each in (plain, packed)] == [None, "gzip"]
    assert json.loads(gzip.decompress(packed.get_data())) == json.loads(plain.get_data()) == LIST
    assert len(packed.get_data()) * 5 < len(plain.get_data())
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    assert int(packed.headers["Content-Length"]) == len(packed.get_data())


def test_f71_small_answers_and_those_to_others_go_as_they_are(app: Flask) -> None:
    assert answered(app, "/api/sync/changes", {"changes": []}, "gzip").headers.get("Content-Encoding") is None
    assert answered(app, "/api/desk/dossiers", LIST, "gzip").headers.get("Content-Encoding") is None
