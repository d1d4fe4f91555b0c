"""Every error has one shape, and never repeats what was sent."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.core import error_texts


def test_an_unknown_address_of_the_api_is_a_problem_document(client: FlaskClient) -> None:
    answer = client.get("/api/nothing-here")
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None
    assert answer.json["code"] == "not_found"
    assert answer.json["say"].keys() == {"vi", "en"}


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"{broken", "application/json", 400, "bad_json"),
        (b"a=1", "text/plain", 415, "wrong_content_type"),
        (b'{"phone": "secret-words"}', "application/json", 422, "invalid"),
        (b"[1]", "application/json", 422, "invalid"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_by_its_own_code(
    client: FlaskClient, body: bytes, kind: str, status: int, code: str
) -> None:
    answer = client.post("/api/sign-in/codes", data=body, content_type=kind)
    assert answer.status_code == status
    assert answer.json is not None
    assert answer.json["code"] == code
    assert b"secret-words" not in answer.data


def test_a_wrong_method_says_which_are_right(client: FlaskClient) -> None:
    answer = client.delete("/api/openapi.json")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_a_code_is_never_given_two_sentences() -> None:
    with pytest.raises(ValueError, match="twice"):
        error_texts.add({"not_found": ("a", "b")})


def test_every_answer_carries_the_strict_headers(client: FlaskClient) -> None:
    headers = client.get("/healthz").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_reading_what_can_only_be_sent_says_so(client: FlaskClient) -> None:
    answer = client.get("/api/sync/push")
    assert answer.status_code == 405
    assert answer.json is not None
    assert answer.json["code"] == "method_not_allowed"


@pytest.mark.parametrize("path", ["/", "/thu-tuc/1.001193", "/xa-moc-giang/1.001193", "/ho-so", "/apia"])
def test_every_page_of_the_app_is_answered_by_its_shell(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        assert answer.status_code in (200, 503)  # 503 where the app was not built
        assert answer.mimetype == "text/html"


@pytest.mark.parametrize(
    "path", ["/assets/nothing.js", "/../app/config.py", "/%2e%2e/app/config.py", "/.git/config.txt"]
)
def test_no_file_but_the_apps_own_is_served(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404
