"""One phone in several hands: the PIN, the lock over a form, the next person, unsent work, too many wrong tries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e import database, helping, people
from tests.e2e.axe import assert_accessible
from tests.e2e.phone import Phone
from tests.e2e.server import Server, running

ELDER = people.resident("Lường Văn Chum", 55)
SHY_WORDS = (ELDER.name, ELDER.id_number, "Chum", "tình trạng hôn nhân")
HOUR = 60 * 60 * 1000


def locked(phone: Phone) -> Locator:
    """The lock screen."""
    return phone.page.get_by_role("dialog", name=re.compile("[Mm]ở khóa"))


def begin_for(phone: Phone, who: people.Resident) -> None:
    """A visit: consent, then the first answers of a form."""
    helping.agree(phone, who, [helping.TYPE, helping.SEE_STATUS])
    phone.tap(re.compile("^Cấp Giấy xác nhận tình trạng hôn nhân"))
    phone.begin(people.MARITAL_STATUS)
    phone.answer("req_name", who.name)
    phone.kept()


def send_for(phone: Phone, who: people.Resident) -> None:
    """A whole visit without network: its dossier waits on the phone."""
    helping.agree(phone, who, [helping.TYPE, helping.SEE_STATUS])
    phone.tap(re.compile("^Cấp Giấy xác nhận tình trạng hôn nhân"))
    phone.begin(people.MARITAL_STATUS)
    phone.fill(people.MARITAL_STATUS, people.single(who))
    phone.send()


def sees_nothing_of(phone: Phone, words: tuple[str, ...]) -> None:
    """None of these words on any of the five places, nor in the outbox."""
    for place in ("/", "/ho-so", "/thong-bao", "/gui-di", "/toi"):
        phone.open(place)
        phone.seen()
        shown = phone.page.locator("body").inner_text()
        assert [word for word in words if word in shown and word != "tình trạng hôn nhân"] == []
        expect(phone.page.locator(".helping")).to_have_count(0)
        expect(phone.page.locator(".mine .item, .nav__dot")).to_have_count(0)


def test_a_volunteer_must_choose_a_pin_that_is_not_everybodys(server: Server, pick_up: Callable[..., Phone]) -> None:
    phone = pick_up(server, look=True)
    phone.install()
    phone.open("/toi")
    helping.give_password(phone, people.VOLUNTEER)
    asked = phone.page.get_by_role("dialog", name="Đặt mã khóa cho máy này")
    expect(asked).to_be_visible()
    for pin, again, said in (
        ("111111", "111111", "ai cũng thử"),
        ("199419", "199419", "ai cũng thử"),
        ("7391", "7391", "ít nhất 6 số"),
        ("739160", "739161", "không giống nhau"),
    ):
        helping.type_new_pin(phone, pin, again)
        asked.get_by_role("button", name="Đặt mã khóa").click()
        expect(asked.locator(".bad")).to_contain_text(said)
    # no key closes it, and the page behind is out of reach
    phone.page.keyboard.press("Escape")
    phone.page.keyboard.press("Escape")
    expect(asked).to_be_visible()
    helping.set_pin(phone, label="Chị Xuân")
    expect(phone.page.get_by_role("heading", level=2, name=people.VOLUNTEER.name)).to_be_visible()
    phone.tap("Khóa ngay")
    expect(phone.page.get_by_role("dialog", name="Chị Xuân, mở khóa để làm tiếp")).to_be_visible()
    phone.page.reload()
    expect(phone.page.get_by_role("dialog", name="Chị Xuân, mở khóa để làm tiếp")).to_be_visible()
    assert people.VOLUNTEER.name not in phone.page.content()
    phone.unlock(helping.PIN)
    expect(phone.page.get_by_role("heading", level=2, name=people.VOLUNTEER.name)).to_be_visible()


def test_r7_a_form_left_overnight_is_unlocked_over_and_loses_no_answer(
    server: Server, pick_up: Callable[..., Phone]
) -> None:
    phone = pick_up(server)
    phone.install()
    helping.sign_in(phone, people.VOLUNTEER)
    begin_for(phone, ELDER)
    where = phone.page.url
    phone.page.clock.install()
    phone.page.clock.fast_forward(13 * HOUR)
    expect(locked(phone)).to_be_visible()
    expect(phone.question("req_name")).not_to_be_visible()
    phone.unlock("580247")
    expect(phone.page.locator(".lock .bad")).to_contain_text("Còn 9 lần thử")
    phone.unlock(helping.PIN)
    expect(locked(phone)).to_have_count(0)
    assert phone.page.url == where
    expect(phone.question("req_name").get_by_role("textbox")).to_have_value(ELDER.name)
    # the session ran out as well: what is typed and sent stays, and goes after one sign-in
    database.end_all_sessions(server)
    phone.fill(people.MARITAL_STATUS, people.single(ELDER))
    phone.send()
    phone.slip_says("Đã lưu trên máy")
    phone.open("/toi")
    expect(phone.page.get_by_text("Máy này đã hết phiên đăng nhập")).to_be_visible()
    with phone.page.expect_response("**/api/devices/before"):
        helping.give_password(phone, people.VOLUNTEER)
    expect(phone.page.get_by_role("heading", level=2, name=people.VOLUNTEER.name)).to_be_visible()
    expect(phone.page.locator(".sync")).to_contain_text("Đã gửi hết")
    # what this phone said it held is no other phone's loss, whatever session spoke for it
    expect(phone.page.get_by_text("Trình duyệt đã xóa bộ nhớ")).to_have_count(0)
    assert database.rows(server, "SELECT count(*) FROM dossier") == [(1,)]
    assert database.rows(server, "SELECT count(*) FROM session WHERE kind = 'phone' AND device_id IS NULL") == [(0,)]


def test_f55_the_next_person_sees_nothing_and_the_work_goes_when_she_is_back(
    server: Server, pick_up: Callable[..., Phone]
) -> None:
    phone = pick_up(server)
    phone.install()
    helping.sign_in(phone, people.VOLUNTEER)
    phone.lose_network()
    send_for(phone, ELDER)
    phone.open("/toi")
    phone.tap("Khóa ngay")
    phone.tap("Tôi là người khác")
    expect(phone.page.get_by_role("dialog", name="Bạn là ai?")).to_contain_text("còn phần chưa gửi")
    assert_accessible(phone.page)
    phone.tap("Người khác, chưa có mã khóa")
    expect(phone.page.get_by_text("Chưa đăng nhập").first).to_be_visible()
    phone.title("Tôi")
    sees_nothing_of(phone, (*SHY_WORDS, people.VOLUNTEER.name))
    expect(phone.page.get_by_text("1 người khác còn phần chưa gửi trên máy này")).to_be_visible()
    phone.find_network()
    phone.open("/toi")
    assert database.rows(server, "SELECT count(*) FROM dossier") == [(0,)]
    phone.tap(re.compile("^Người dùng 1"))
    phone.unlock(helping.PIN)
    expect(phone.page.locator(".sync")).to_contain_text("Đã gửi hết")
    assert database.rows(server, "SELECT count(*) FROM dossier") == [(1,)]


def test_f56_who_leaves_with_unsent_work_chooses_and_only_a_typed_word_deletes(
    server: Server, pick_up: Callable[..., Phone]
) -> None:
    phone = pick_up(server)
    phone.install()
    helping.sign_in(phone, people.VOLUNTEER)
    phone.lose_network()
    send_for(phone, ELDER)
    phone.open("/toi")
    phone.tap("Đăng xuất")
    choice = phone.page.get_by_role("dialog", name="Còn phần chưa gửi xong")
    expect(choice.get_by_role("button")).to_have_text(
        [
            "Đóng",
            "Gửi trước đã",
            "Khóa lại trên máy, gửi khi tôi đăng nhập lại",
            "Lưu thành tệp cứu hộ để mang tới xã",
            "Xóa khỏi máy",
        ]
    )
    assert_accessible(phone.page)
    phone.tap("Khóa lại trên máy, gửi khi tôi đăng nhập lại")
    expect(phone.page.get_by_text("Chưa đăng nhập").first).to_be_visible()
    sees_nothing_of(phone, (*SHY_WORDS, people.VOLUNTEER.name))
    phone.find_network()
    helping.give_password(phone, people.VOLUNTEER)
    phone.unlock(helping.PIN)
    expect(phone.page.locator(".sync")).to_contain_text("Đã gửi hết")
    assert database.rows(server, "SELECT count(*) FROM dossier") == [(1,)]


def test_f56_deleting_by_a_typed_word_leaves_nothing_on_the_phone(
    server: Server, pick_up: Callable[..., Phone]
) -> None:
    phone = pick_up(server)
    phone.install()
    helping.sign_in(phone, people.VOLUNTEER)
    phone.lose_network()
    send_for(phone, ELDER)
    phone.open("/toi")
    phone.tap("Đăng xuất")
    phone.tap("Xóa khỏi máy")
    phone.page.get_by_label("Gõ BỎ để xóa").fill("không")
    phone.tap("Xóa và đăng xuất")
    expect(phone.page.locator(".bad")).to_contain_text("Gõ đúng chữ BỎ")
    phone.page.get_by_label("Gõ BỎ để xóa").fill("bỏ")
    phone.tap("Xóa và đăng xuất")
    expect(phone.page.get_by_text("Chưa đăng nhập").first).to_be_visible()
    expect(phone.page.get_by_text("còn phần chưa gửi")).to_have_count(0)
    assert phone.rows_of_people() == 0


@pytest.fixture
def strict(server_env: dict[str, str], tmp_path: Path) -> Iterator[Server]:
    """An office that allows three wrong tries."""
    with running(server_env, tmp_path, PHONE_PIN_TRIES="3") as started:
        yield started


def test_f65_at_the_offices_limit_of_wrong_pins_the_store_is_gone(
    strict: Server, pick_up: Callable[..., Phone]
) -> None:
    phone = pick_up(strict)
    phone.install()
    helping.sign_in(phone, people.VOLUNTEER)
    begin_for(phone, ELDER)
    phone.page.reload()
    phone.unlock("580247")
    expect(phone.page.locator(".lock .bad")).to_contain_text("Còn 2 lần thử")
    phone.unlock("580248")
    expect(phone.page.locator(".lock .bad")).to_contain_text("Sai một lần nữa")
    # the tries are counted on the phone, not in the page
    phone.page.reload()
    phone.unlock("580249")
    expect(locked(phone)).to_have_count(0)
    expect(phone.page.locator(".door").first).to_be_visible()
    sees_nothing_of(phone, (*SHY_WORDS, people.VOLUNTEER.name))
    assert phone.rows_of_people() == 0
    expect(phone.page.get_by_text("Chưa đăng nhập").first).to_be_visible()
