"""The forms that are asked for less often, filled in on a small phone as an old person would: page by page."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e import desk, people, sheets
from tests.e2e.people import Answers
from tests.e2e.phone import Phone, sections
from tests.e2e.server import Server

WOMAN = people.resident("Lường Thị Mây", 171)
MAN_ID, OTHER_ID = "099088000402", "099180000403"
PLACE = ("Sơn La", "Xã Mai Sơn", "Bản Nà Hin")
OWNER: Answers = {
    "owner_name": WOMAN.name,
    "owner_birth_date": WOMAN.born,
    "owner_id_number": WOMAN.id_number,
    "owner_phone": WOMAN.phone,
    "statement_true": True,
}
RECOGNITION: Answers = {
    **OWNER,
    "owner_name": "Quàng Văn Sơn",
    "owner_has_id": "Có",
    "req_is": "Người đứng ra nhận",
    "recognised_relation": "Là cha",
    "dispute": "Không",
    "p1_ethnic": "Thái",
    "p1_nationality": "Việt Nam",
    "p2_name": "Quàng Gia Bảo",
    "p2_dob": "12/08/2026",
    "p2_ethnic": "Thái",
    "p2_nationality": "Việt Nam",
    "p2_has_id": "Không",
    "p2_paper_kind": "Không có giấy tờ gì",
    "p2_residence": PLACE,
    "other_parent_opinion": "Sẽ cùng đến xã",
    "other_parent_name": WOMAN.name,
    "proof_kind": "Giấy cam đoan và ít nhất 2 người làm chứng",
    "witnesses": [
        {"witness_name": "Lò Văn Pó", "witness_id": MAN_ID},
        {"witness_name": "Cà Thị Mai", "witness_id": OTHER_ID},
    ],
    "copies_wanted": "Không",
    "statement_willing": True,
}
PENSION: Answers = {
    **OWNER,
    "owner_birth_date": "09/02/1941",
    "owner_gender": "Nữ",
    "owner_ethnic": "Thái",
    "owner_address": PLACE,
    "filed_by": "Chính người hưởng",
    "ask": "Được hưởng trợ cấp",
    "other_income": "Không",
    "poor": "Không",
    "pay_method": "Tiền mặt",
}
EXTRACT: Answers = {
    **OWNER,
    "owner_has_id": "Có",
    "req_relation": "Chính tôi",
    "event_kind": "Khai sinh",
    "copies_count": "2",
    "sub_gender": "Nữ",
    "reg_office": "Xã Nậm Sương, huyện Nậm Rốm",
}
SHEET = [sheets.photo("GIẤY CAM ĐOAN")]
CASES = [
    ("1.001022", "Đăng ký nhận cha, mẹ, con", RECOGNITION, {"paper_pledge_witnesses": SHEET}),
    ("1.014027", "Trợ cấp hưu trí xã hội", PENSION, {}),
    ("2.000635", "Cấp bản sao trích lục hộ tịch", EXTRACT, {}),
]


def picture(phone: Phone, name: str) -> None:
    """A picture for whoever looks, where a folder for pictures is named."""
    if folder := os.environ.get("PICTURES"):
        phone.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize(("code", "name", "answers", "photos"), CASES, ids=[case[0] for case in CASES])
def test_a_form_is_filled_page_by_page_and_lies_at_the_desk(
    counter: Server,
    pick_up: Callable[..., Phone],
    sit_down: Callable[..., desk.Desk],
    code: str,
    name: str,
    answers: Answers,
    photos: Mapping[str, Sequence[bytes]],
) -> None:
    phone = pick_up(counter, look=True)
    phone.page.set_viewport_size({"width": 360, "height": 740})
    phone.install()
    phone.open(f"/thu-tuc/{code}")
    phone.title(re.compile(f"^{name}"))
    phone.begin(code)
    while phone.step != "kiem-tra":
        where = phone.step
        assert where in sections(code)
        picture(phone, f"{code}-{where}-truoc")
        phone.fill_section(code, answers, photos)
        picture(phone, f"{code}-{where}")
        phone.next()
    phone.title("Xem lại trước khi gửi")
    picture(phone, f"{code}-kiem-tra")
    slip = phone.send()
    phone.expect_sent()
    clerk = sit_down(counter, people.CLERK)
    clerk.find(slip.code)
    expect(clerk.page.get_by_role("main")).to_contain_text(str(answers["owner_name"]))
    if folder := os.environ.get("PICTURES"):
        clerk.page.screenshot(path=Path(folder) / f"{code}-ban.png", full_page=True)
