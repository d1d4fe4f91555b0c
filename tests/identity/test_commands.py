"""`flask staff`, `flask admin`."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner

from app.db import db
from tests.identity.makers import make_commune, sign_in


@pytest.fixture(autouse=True)
def commune(app: Flask) -> str:
    return make_commune().slug


def run(app: Flask, *words: str, ok: bool = True, typed: str | None = None) -> str:
    db.session.commit()
    outcome = FlaskCliRunner(app).invoke(args=list(words), input=typed)
    assert (outcome.exit_code == 0) is ok, outcome.output
    return outcome.output


def roles(client: FlaskClient) -> list[str]:
    return sorted(role["role"] for role in client.get("/api/me").get_json()["roles"])


def begins(client: FlaskClient, username: str, password: str) -> None:
    """Sign in with the password that was given, and choose an own one."""
    told = sign_in(client, username, password=password)
    assert told.status_code == 201
    headers = {"X-CSRF-Token": told.get_json()["csrf"]}
    chosen = client.post("/api/password/choice", json={"new": "hoa ban nở trắng"}, headers=headers)
    assert chosen.status_code == 204, chosen.text


ADD = ("staff", "add", "--unit", "thu-bon", "--username", "Lan")
LAN = (*ADD, "--name", "Trần Thị Lan", "--role", "clerk")


def test_a_password_is_made_and_printed_once(app: Flask, client: FlaskClient) -> None:
    printed = run(app, *LAN, "--role", "appraiser", "--generate")
    password = printed.rsplit("password: ", 1)[1].strip()
    begins(client, "lan", password)
    assert roles(client) == ["appraiser", "clerk"]
    assert password not in run(app, "staff", "list")


def test_a_password_is_asked_for_twice_or_read_from_a_pipe(app: Flask, client: FlaskClient) -> None:
    run(app, *LAN, typed="hoa ban nở trắng\nhoa ban nở trắng\n")
    assert sign_in(client, "lan", password="hoa ban nở trắng").status_code == 201
    run(app, "staff", "password", "lan", "--password-stdin", typed="mùa gặt tháng mười\n")
    assert client.get("/api/me").get_json()["code"] == "session_ended"
    assert sign_in(client, "lan", password="mùa gặt tháng mười").status_code == 201


def test_an_easy_password_is_refused(app: Flask) -> None:
    assert "10 characters" in run(app, *LAN, "--password-stdin", typed="ngan\n", ok=False)


def test_a_known_name_only_gets_the_role_and_loses_it_again(app: Flask, client: FlaskClient) -> None:
    password = run(app, *LAN, "--generate").rsplit("password: ", 1)[1].strip()
    run(app, *ADD, "--role", "seal_clerk")
    run(app, *ADD, "--role", "seal_clerk")
    begins(client, "lan", password)
    assert roles(client) == ["clerk", "seal_clerk"]
    run(app, "staff", "revoke", "lan", "--unit", "thu-bon", "--role", "clerk")
    assert roles(client) == ["seal_clerk"]


def test_a_closed_account_is_listed_no_more_and_signs_in_no_more(app: Flask, client: FlaskClient) -> None:
    password = run(app, *LAN, "--generate").rsplit("password: ", 1)[1].strip()
    assert "Trần Thị Lan" in run(app, "staff", "list", "--unit", "thu-bon")
    run(app, "staff", "deactivate", "lan")
    assert "Trần Thị Lan" not in run(app, "staff", "list")
    assert sign_in(client, "lan", password=password).status_code == 401


def test_the_first_administrator_is_made_on_the_command_line(app: Flask, client: FlaskClient) -> None:
    words = ("admin", "create", "--unit", "thu-bon", "--name", "Quản trị", "--username", "quantri", "--generate")
    password = run(app, *words).rsplit("password: ", 1)[1].strip()
    begins(client, "quantri", password)
    assert roles(client) == ["admin"]
    assert "taken" in run(app, *words, ok=False)


def test_a_wrong_unit_or_name_is_answered_in_words(app: Flask) -> None:
    assert "No such unit" in run(app, *LAN[:3], "o-dau", *LAN[4:], "--generate", ok=False)
    assert "nobody signs in as ai" in run(app, "staff", "deactivate", "ai", ok=False)
    assert "--name" in run(app, *ADD, "--role", "clerk", "--generate", ok=False)
