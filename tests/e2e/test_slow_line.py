"""A line on which bytes trickle is slow, not dead: what takes longer than any fixed time arrives all the same."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e import database, mischief, people, sheets
from tests.e2e.phone import Phone
from tests.e2e.server import Server

BUNDLE = "/api/catalogue/bundle"
MAN = people.resident("Lò Văn Páo", 47)
# bytes a second; the layer sends 4 kB at a time, so that nothing moves for seven seconds and then something does
TRICKLE = "slow=600"


def test_f80_a_catalogue_that_trickles_for_most_of_a_minute_is_waited_for(
    counter: Server, pick_up: Callable[..., Phone]
) -> None:
    phone = pick_up(counter)
    with mischief.on(counter, TRICKLE, BUNDLE):
        with phone.page.expect_event("requestfinished", lambda asked: BUNDLE in asked.url, timeout=240_000) as ended:
            phone.page.goto(f"{counter.url}/thu-tuc")
        # longer than the half minute after which it used to be given up
        assert ended.value.timing["responseEnd"] > 30_000
    expect(phone.page.get_by_text("Đăng ký khai sinh").first).to_be_visible()


def test_a_photo_is_sent_by_the_sender_that_tells_how_far_it_is(counter: Server, pick_up: Callable[..., Phone]) -> None:
    phone = pick_up(counter)
    phone.install()
    phone.open(f"/thu-tuc/{people.MARITAL_STATUS}")
    phone.begin(people.MARITAL_STATUS)
    photos = {"paper_earlier_residence_proof": [sheets.photo("XÁC NHẬN NƠI Ở CŨ")]}
    phone.fill(people.MARITAL_STATUS, people.single(MAN), photos)
    with phone.page.expect_request(lambda asked: asked.method == "PATCH") as piece:
        slip = phone.send()
    phone.expect_sent()
    assert piece.value.resource_type == "xhr"
    assert piece.value.headers["authorization"].startswith("Bearer ")
    assert database.papers_of(counter, slip.code) == [("earlier_residence_proof", 1)]
