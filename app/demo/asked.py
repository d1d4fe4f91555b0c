"""Stories that wait for somebody outside: for the owner's answer, for her word on a draft, for another office."""

from __future__ import annotations

from datetime import timedelta

from app.demo import answers, papers, people
from app.demo.desk import Folder
from app.demo.people import APPRAISER, CLERK, NEXT_CHIEF, NEXT_DESK, Resident
from app.demo.phones import Filing, Page
from app.demo.under_way import MARITAL
from app.demo.world import World

BIRTH_AGAIN, BIRTH = "1.004884", "1.001193"


def tell(world: World) -> None:
    """All of them."""
    for story in (_more_asked_for, _more_came, _draft_shown, _neighbour_asked):
        story(world)


def _born_again(world: World, who: Resident, name: str, mother: str) -> Folder:
    """A birth registered again, taken up, of which the school record can hardly be read."""
    days = world.commune
    lines = (f"Họ tên: {who.name}", "Sinh ngày: (mờ)", "Học bạ, Trường Tiểu học Mộc Giang")
    pages = [Page("old_papers", papers.sheet("Học bạ", lines))]
    told = answers.birth_again(who, mother, copies=0)
    world.send(who, Filing(name, BIRTH_AGAIN, world.place.commune, told, pages), days.back(4, "06:40"))
    folder = Folder(name)
    folder.move(CLERK, "receive", days.back(4, "08:15"))
    folder.move(APPRAISER, "take_up", days.back(4, "13:45"))
    return folder


_BLURRED = {
    "kind": "paper",
    "key": "old_papers",
    "reason": "Ảnh mờ, không đọc được ngày sinh và tên cha mẹ.",
    "guidance": "Chụp lại nơi đủ sáng, hoặc mang bản giấy đến xã.",
}


def _more_asked_for(world: World) -> None:
    folder = _born_again(world, people.KEO, "birth-again-asked", "Lò Thị Ánh")
    which = {
        "kind": "answer",
        "key": "old_office",
        "reason": "Xã cũ ông ghi không có trong tỉnh này.",
        "guidance": "Ghi tên xã, huyện lúc đăng ký.",
    }
    folder.ask_more(APPRAISER, world.commune.back(1, "09:20"), world.today + timedelta(days=12), _BLURRED, which)


def _more_came(world: World) -> None:
    who, days = people.BAN, world.commune
    folder = _born_again(world, who, "birth-again-answered", "Lường Thị Ế")
    folder.ask_more(APPRAISER, days.back(3, "10:10"), world.today + timedelta(days=9), _BLURRED)
    lines = (f"Họ tên: {who.name}", f"Sinh ngày {who.born:%d/%m/%Y}", "Mẹ: Lường Thị Ế", "Trường Tiểu học Mộc Giang")
    pages = [Page("old_papers", papers.sheet("Học bạ", lines, page=2))]
    more = Filing("birth-again-answered:more", BIRTH_AGAIN, world.place.commune, {}, pages)
    world.supply(who, more, days.back(1, "19:25"), folder.asked_for())


def _draft_shown(world: World) -> None:
    """In the commune next door, which receives online: its owner has one working day to look."""
    days, born, mother = world.neighbour, world.today - timedelta(days=12), people.MY
    lines = (f"Họ tên mẹ: {mother.name}", f"Sinh ngày {born:%d/%m/%Y}", "Giới tính: Nữ, nặng 3.000 g")
    pages = [Page("birth_record", papers.sheet("Giấy chứng sinh", lines))]
    told = answers.birth(mother, people.TINH, "Thào Thị Mai", born, girl=True)
    world.send(mother, Filing("birth-draft", BIRTH, world.place.neighbour, told, pages), days.worked(112))
    folder = Folder("birth-draft")
    folder.move(NEXT_DESK, "receive", days.worked(100))
    folder.move(NEXT_DESK, "take_up", days.worked(92))
    folder.draft(
        NEXT_DESK,
        days.worked(70),
        "Giấy khai sinh",
        f"Họ, chữ đệm, tên: Thào Thị Mai. Sinh ngày {born:%d/%m/%Y}. Giới tính: Nữ.",
        f"Mẹ: {mother.name}. Cha: {people.TINH.name}.",
    )
    folder.move(NEXT_DESK, "propose", days.worked(64), opinion="Đúng giấy chứng sinh.", outcome="granted")
    folder.move(NEXT_CHIEF, "decide_draft", days.worked(35))


def _neighbour_asked(world: World) -> None:
    days, who = world.commune, people.XUAN
    told = answers.marital_status(who, "Bổ túc hồ sơ vay vốn.")
    world.send(who, Filing("single-elsewhere", MARITAL, world.place.commune, told), days.back(1, "06:55"))
    folder = Folder("single-elsewhere")
    folder.move(CLERK, "receive", days.back(1, "09:40"))
    folder.move(APPRAISER, "take_up", days.back(1, "10:30"))
    folder.ask_opinion(
        APPRAISER,
        days.back(1, "14:40"),
        world.place.neighbour,
        world.today + timedelta(days=2),
        f"Chị {who.name} ở xã Suối Trám từ 2013 đến 2019. Trong thời gian đó chị có đăng ký kết hôn ở xã không?",
        "req_name",
        "req_dob",
        "req_id_number",
    )
