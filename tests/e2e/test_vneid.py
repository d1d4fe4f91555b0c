"""A resident signs in through an identity provider: off to its page, back to the app, with what her phone had."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e import people, sheets
from tests.e2e.phone import Phone
from tests.e2e.server import Server
from tests.e2e.server import running as server_running
from tests.e2e.test_supplement import picture
from tests.trust.provider import CLIENT, SECRET, Provider
from tests.trust.provider import running as provider_running

MOTHER = people.resident("Lò Thị Pâng", 75)
PAPERS = {"paper_birth_record": [sheets.photo("GIẤY CHỨNG SINH")]}


@pytest.fixture
def provider() -> Iterator[Provider]:
    """An identity provider that knows one mother."""
    with provider_running() as made:
        made.people["pang"] = {
            "identity_number": MOTHER.id_number,
            "identity_verified": True,
            "phone_number": "0905123475",
            "phone_number_verified": True,
            "name": MOTHER.name,
        }
        yield made


@pytest.fixture
def counter_of_it(server_env: dict[str, str], tmp_path: Path, provider: Provider) -> Iterator[Server]:
    """A server that this provider knows."""
    known = {"OIDC_ISSUER": provider.url, "OIDC_CLIENT_ID": CLIENT, "OIDC_CLIENT_SECRET": SECRET}
    with server_running(server_env | known, tmp_path, FAULTS="1") as started:
        yield started


def test_she_signs_in_at_the_provider_and_her_dossier_comes_along(
    counter_of_it: Server, provider: Provider, pick_up: Callable[..., Phone]
) -> None:
    phone = pick_up(counter_of_it, look=True)
    phone.install()
    slip = phone.file(people.BIRTH, people.birth(MOTHER, "Lò Bảo An"), PAPERS)
    page = phone.page
    page.goto(f"{counter_of_it.url}/toi")
    go = page.get_by_role("button", name="Đăng nhập bằng VNeID")
    expect(go).to_be_visible()
    phone.seen()
    picture(page, "vneid-nut")
    go.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập định danh (bài thử)")
    page.get_by_role("button", name="Từ chối").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chưa đăng nhập được")
    expect(page.get_by_role("main")).to_contain_text("Bạn chưa đồng ý đăng nhập")
    phone.seen()
    picture(page, "vneid-tu-choi")
    page.get_by_role("link", name="Đăng nhập lại").click()
    provider.wrong = {"nonce": "của lần khác"}
    go.click()
    page.get_by_label("Số định danh").fill("pang")
    page.get_by_role("button", name="Đồng ý").click()
    expect(page.get_by_role("main")).to_contain_text("không đúng nên không dùng được")
    provider.wrong = {}
    page.get_by_role("link", name="Đăng nhập lại").click()
    go.click()
    page.get_by_label("Số định danh").fill("pang")
    page.get_by_role("button", name="Đồng ý").click()
    page.wait_for_url("**/toi")
    expect(page.get_by_role("main")).to_contain_text(MOTHER.name)
    picture(page, "vneid-da-vao")
    phone.open_dossier(slip)
    expect(page.get_by_role("main")).to_contain_text(slip.code)
