"""Ringing a phone: sealed for one browser, signed by this server, to named services only."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from http_ece import ECEException

from app import config
from app.config import Config
from app.core import errors
from app.core.ids import uuid7
from app.notifications import push
from tests.conftest import HeldClock, settings
from tests.notifications.push_service import Browser, PushService

MESSAGE = UUID("0199aaaa-bbbb-7ccc-8ddd-eeeeffff0000")


@pytest.fixture
def office(tmp_path: Path) -> Config:
    told = {"PUSH_HOSTS": "127.0.0.1,*.notify.example", "PUSH_INSECURE": "1", "PUSH_CONTACT": "mailto:mc@example.vn"}
    return config.load(settings(tmp_path, f"sqlite:///{tmp_path}/x.db", **told))


def ring(office: Config, browser: Browser, *, urgent: bool = False) -> int:
    told = browser.subscription()
    return push.send(office, MESSAGE, told["endpoint"], told["p256dh"], told["auth"], urgent=urgent)


def test_the_browser_opens_an_opaque_id_and_nothing_else(office: Config, service: PushService) -> None:
    browser = Browser(service)
    assert ring(office, browser) == 201
    assert browser.open(service.got[0]) == {"id": str(MESSAGE)}


def test_another_browser_cannot_open_it(office: Config, service: PushService) -> None:
    ring(office, Browser(service))
    with pytest.raises(ECEException):
        Browser(service).open(service.got[0])


def test_the_service_learns_how_long_how_urgent_and_which_message_it_replaces(
    office: Config, service: PushService
) -> None:
    ring(office, Browser(service))
    ring(office, Browser(service), urgent=True)
    first, second = (delivery.headers for delivery in service.got)
    assert first["content-encoding"] == "aes128gcm"
    assert first["ttl"] == "604800"
    assert (first["urgency"], second["urgency"]) == ("normal", "high")
    assert first["topic"] == second["topic"]
    assert len(first["topic"]) <= 32


def test_the_server_signs_for_this_service_alone(office: Config, service: PushService, clock: HeldClock) -> None:
    ring(office, Browser(service))
    scheme, _, rest = service.got[0].headers["authorization"].partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert scheme == "vapid"
    assert parts["k"] == push.public_key(office)
    padded = parts["k"] + "=" * (-len(parts["k"]) % 4)
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), base64.urlsafe_b64decode(padded))
    claims = jwt.decode(parts["t"], key, algorithms=["ES256"], audience=service.origin, options={"verify_exp": False})
    assert claims["sub"] == "mailto:mc@example.vn"
    assert claims["exp"] == int(clock.now.timestamp()) + 12 * 3600


def test_the_key_is_made_once_and_read_by_nobody_else(office: Config) -> None:
    first = push.public_key(office)
    push._key.cache_clear()
    assert push.public_key(office) == first
    path = office.keys_dir / "vapid.pem"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in office.keys_dir.iterdir() if "vapid" in each.name] == ["vapid.pem"]


def test_each_call_stands_alone(office: Config, service: PushService) -> None:
    """The package's object keeps values from call to call; ours must not."""
    one, two = Browser(service, "one"), Browser(service, "two")
    ring(office, one, urgent=True)
    ring(office, two)
    assert one.open(service.got[0]) == two.open(service.got[1])
    assert [each.path for each in service.got] == ["/push/one", "/push/two"]


@pytest.mark.parametrize("status", [201, 404, 410, 413, 429, 500, 302])
def test_what_the_service_answers_is_told_and_no_redirect_is_followed(
    office: Config, service: PushService, status: int
) -> None:
    service.status = status
    assert ring(office, Browser(service)) == status
    assert len(service.got) == 1


def test_a_service_that_does_not_answer_is_zero(office: Config, service: PushService) -> None:
    told = Browser(service).subscription()
    closed = f"http://127.0.0.1:1/{uuid7()}"
    assert push.send(office, MESSAGE, closed, told["p256dh"], told["auth"], urgent=False) == 0


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://evil.example/x",
        "https://127.0.0.1.evil.example/x",
        "https://notify.example.evil.example/x",
        "file:///etc/passwd",
        "https://user@127.0.0.1/x",
        "https://[::1]/x",
        "https://127.0.0.1:port/x",
        "",
        "gopher://127.0.0.1/",
        "https://[::1",
    ],
)
def test_only_named_services_are_rung(office: Config, endpoint: str) -> None:
    with pytest.raises(errors.Invalid, match="push_endpoint"):
        push.check_endpoint(office, endpoint)


def test_outside_tests_only_https_on_its_own_port_is_rung(office: Config) -> None:
    strict = replace(office, push_insecure=False)
    push.check_endpoint(strict, "https://a.notify.example/x")
    push.check_endpoint(strict, "https://a.notify.example:443/x")
    for endpoint in ("http://a.notify.example/x", "https://a.notify.example:8443/x"):
        with pytest.raises(errors.Invalid):
            push.check_endpoint(strict, endpoint)


@pytest.mark.parametrize(("p256dh", "auth"), [("", ""), ("!!", "!!"), ("AAAA", "AAAA"), ("B" * 87, "A" * 22)])
def test_keys_that_cannot_seal_are_refused(p256dh: str, auth: str) -> None:
    with pytest.raises(errors.Invalid, match="push_keys"):
        push.check_keys(p256dh, auth)


def test_a_browsers_own_keys_are_taken(service: PushService) -> None:
    told = Browser(service).subscription()
    push.check_keys(told["p256dh"], told["auth"])


def test_f78_the_payload_holds_no_word_about_anybody(office: Config, service: PushService) -> None:
    browser = Browser(service)
    ring(office, browser)
    assert json.dumps(browser.open(service.got[0])) == json.dumps({"id": str(MESSAGE)})
