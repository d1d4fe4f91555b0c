"""F79: the phone rings, and where it is opened there is no network: it shows what it knows, and what is to come."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from playwright.sync_api import expect

from tests.e2e import database, desk, people, sheets
from tests.e2e.desk import Desk
from tests.e2e.phone import Phone
from tests.e2e.server import Server
from tests.e2e.test_supplement import picture

WOMAN = people.resident("Hù Thị Páo", 74)
RESULT = sheets.pdf("GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN")
NEWEST = """
    SELECT message.id FROM message JOIN dossier ON dossier.id = dossier_id
    WHERE local_code = :code ORDER BY message.id DESC
"""


def test_f79_news_that_rang_and_is_opened_without_a_network_leads_to_what_the_phone_knows(
    counter: Server, pick_up: Callable[..., Phone], sit_down: Callable[..., Desk]
) -> None:
    def seat(worker: people.Worker) -> Desk:
        return sit_down(counter, worker)

    phone = pick_up(counter, look=True)
    phone.install()
    slip = phone.file(people.MARITAL_STATUS, people.single(WOMAN))
    desk.receive(seat, slip.code)
    desk.carry_to_seal(seat, slip.code, RESULT)
    phone.open_dossier(slip)
    phone.stands("Chờ ký, đóng dấu")

    phone.lose_network()
    desk.seal(seat, slip.code)
    [newest, *_] = database.rows(counter, NEWEST, code=slip.code)
    phone.open(f"/thong-bao/{UUID(str(newest[0]))}")
    main = phone.page.get_by_role("main")
    expect(main).to_contain_text("Tin này chưa tới máy")
    expect(main).to_contain_text("Có mạng thì tin tự tới")
    phone.seen()
    picture(phone.page, "tin-chua-toi")
    phone.tap("Xem hồ sơ của tôi")
    phone.page.locator(f'a[href="/ho-so/{slip.dossier_id}"]').click()
    phone.stands("Chờ ký, đóng dấu")

    phone.open(f"/thong-bao/{UUID(str(newest[0]))}")
    phone.find_network()
    phone.title("Đã có kết quả")
