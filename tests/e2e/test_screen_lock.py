"""The phone's own screen lock in place of the PIN: a secret of its authenticator (WebAuthn PRF) opens the store."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import CDPSession, expect

from tests.e2e import helping, people
from tests.e2e.phone import Phone
from tests.e2e.server import Server, running

TURN_ON = "Dùng vân tay, khuôn mặt"
TURN_OFF = "Thôi dùng vân tay, khuôn mặt"
IS_ON = "Máy này mở được bằng vân tay, khuôn mặt."
BY_FINGER = "Mở bằng vân tay, khuôn mặt"


@dataclass
class Finger:
    """What a phone knows its owner by, as the browser's devtools play it."""

    devtools: CDPSession
    id: str

    @classmethod
    def of(cls, phone: Phone, *, prf: bool = True) -> Finger:
        """A phone that has one; with `prf` it has a secret for who asks."""
        devtools = phone.context.new_cdp_session(phone.page)
        devtools.send("WebAuthn.enable")
        options: dict[str, Any] = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "hasPrf": prf,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        return cls(devtools, devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"])

    def credentials(self) -> list[Any]:
        """What it keeps for this app."""
        found: list[Any] = self.devtools.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"]
        return found

    def is_hers(self, *, hers: bool) -> None:
        """The next finger is hers, or a stranger's."""
        self.devtools.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": hers})

    def forget(self) -> None:
        """Somebody cleared it, as a phone does whose screen lock is taken away."""
        self.devtools.send("WebAuthn.clearCredentials", {"authenticatorId": self.id})

    def gone(self) -> None:
        """The phone has no such thing any more."""
        self.devtools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self.id})


@pytest.fixture
def named(server_env: dict[str, str], tmp_path: Path) -> Iterator[Server]:
    """A server with a name: no authenticator answers to a number."""
    with running(server_env, tmp_path, host="localhost") as started:
        yield started


def turn_on(phone: Phone, pin: str = helping.PIN) -> None:
    """On her own page, with the PIN."""
    phone.page.locator("summary").filter(has_text=BY_FINGER).click()
    box = phone.page.locator("details[open]")
    box.get_by_label("Mã khóa đang dùng").fill(pin)
    box.get_by_role("button", name=TURN_ON).click()


def is_locked(phone: Phone) -> None:
    """The lock stands before everything."""
    expect(phone.page.get_by_role("dialog", name=re.compile("[Mm]ở khóa"))).to_be_visible()


def is_open(phone: Phone) -> None:
    """Her own page, with her name."""
    expect(phone.page.locator(".lock")).to_have_count(0)
    expect(phone.page.get_by_role("heading", level=2, name=people.VOLUNTEER.name)).to_be_visible()


def opens_only_by_pin(phone: Phone) -> None:
    """The lock is tried by the finger, in vain; the PIN opens as ever."""
    phone.tap("Khóa ngay")
    phone.tap(BY_FINGER)
    expect(phone.page.locator(".lock .bad")).to_contain_text("Dùng mã khóa")
    is_locked(phone)
    phone.unlock(helping.PIN)
    is_open(phone)


def turned_on_with_her_pin_alone(phone: Phone, finger: Finger) -> None:
    """A wrong PIN turns nothing on, and leaves nothing with the phone."""
    turn_on(phone, "580247")
    expect(phone.page.locator("details[open] .bad")).to_contain_text("Còn 9 lần thử")
    expect(phone.page.get_by_role("button", name=TURN_OFF)).to_have_count(0)
    phone.page.locator("details[open]").get_by_label("Mã khóa đang dùng").fill(helping.PIN)
    phone.tap(TURN_ON)
    expect(phone.page.get_by_text(IS_ON)).to_be_visible()
    assert len(finger.credentials()) == 1
    phone.seen()


def turned_off(phone: Phone, finger: Finger) -> None:
    """A press takes it away, from the phone's own list as well."""
    phone.tap(TURN_OFF)
    expect(phone.page.locator("summary").filter(has_text=BY_FINGER)).to_be_visible()
    assert finger.credentials() == []
    phone.tap("Khóa ngay")
    is_locked(phone)
    expect(phone.page.get_by_role("button", name=BY_FINGER)).to_have_count(0)
    phone.unlock(helping.PIN)
    is_open(phone)


def test_the_phones_own_lock_opens_the_store_and_the_pin_stays_the_way_back(
    named: Server, pick_up: Callable[..., Phone]
) -> None:
    phone = pick_up(named)
    phone.install()
    finger = Finger.of(phone)
    helping.sign_in(phone, people.VOLUNTEER)
    phone.look = True
    turned_on_with_her_pin_alone(phone, finger)
    # without a network, in a page that was opened anew
    phone.lose_network()
    phone.page.reload()
    is_locked(phone)
    phone.seen()
    phone.look = False
    phone.tap(BY_FINGER)
    is_open(phone)
    # an authenticator that knows nothing any more; then another credential, and a stranger's finger
    finger.forget()
    opens_only_by_pin(phone)
    phone.tap(TURN_OFF)
    turn_on(phone)
    expect(phone.page.get_by_text(IS_ON)).to_be_visible()
    finger.is_hers(hers=False)
    opens_only_by_pin(phone)
    turned_off(phone, finger)
    # a phone whose authenticator has no secret for anybody says so, and keeps nothing
    finger.gone()
    plain = Finger.of(phone, prf=False)
    turn_on(phone)
    expect(phone.page.locator("details[open] .bad")).to_contain_text("chưa dùng vân tay, khuôn mặt thay mã khóa được")
    assert plain.credentials() == []
