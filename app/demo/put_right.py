"""Stories in which something is put right: the same request sent twice, money that goes back."""

from __future__ import annotations

from app.demo import answers, people
from app.demo.desk import Folder
from app.demo.people import APPRAISER, CLERK, Resident
from app.demo.phones import Filing
from app.demo.under_way import BUSINESS, MARITAL
from app.demo.world import World


def tell(world: World) -> None:
    """All of them."""
    for story in (_sent_twice_and_merged, _sent_twice, _money_owed_back, _money_gone_back):
        story(world)


def _single(world: World, who: Resident, name: str) -> Filing:
    told = answers.marital_status(who, "Bổ túc hồ sơ đi làm việc ở nước ngoài.")
    return Filing(name, MARITAL, world.place.commune, told)


def _sent_twice_and_merged(world: World) -> None:
    days, who = world.commune, people.DUA
    world.send(who, _single(world, who, "single-first"), days.back(1, "06:30"))
    first = Folder("single-first")
    first.move(CLERK, "receive", days.back(1, "07:45"))
    world.send(who, _single(world, who, "single-again"), days.back(1, "08:02"))
    first.merge(CLERK, days.back(1, "08:40"), Folder("single-again"), "Chị gửi hai lần vì chưa thấy báo đã nhận")


def _sent_twice(world: World) -> None:
    days, who = world.commune, people.TOAN
    for name, minutes in (("single-twin", 95), ("single-twin-again", 55)):
        world.send(who, _single(world, who, name), days.ago(minutes=minutes))


def _money_owed_back(world: World) -> None:
    """Her transfer came after she had withdrawn: the office owes it to her."""
    days, who = world.commune, people.NHUNG
    told = answers.household_business(who, "Quán Nhung", "Bán đồ ăn sáng", world.today, 15_000_000)
    world.send(who, Filing("snacks", BUSINESS, world.place.commune, told), days.back(2, "07:05"))
    folder = Folder("snacks")
    folder.move(CLERK, "receive", days.back(2, "08:20"), amounts={"le_phi": 100_000})
    world.withdraw(who, "snacks", days.back(1, "07:15"), "Nhà tôi đổi ý, chưa mở quán năm nay.")
    folder.pay_by_transfer(CLERK, days.back(1, "15:10"), "FT0000000004")


def _money_gone_back(world: World) -> None:
    """He transferred twenty thousand too much; it went back the next day."""
    days, who = world.commune, people.HAI
    told = answers.household_business(who, "Điện nước Hải", "Sửa điện nước", world.today, 30_000_000)
    world.send(who, Filing("plumber", BUSINESS, world.place.commune, told), days.back(2, "10:20"))
    folder = Folder("plumber")
    folder.move(CLERK, "receive", days.back(2, "14:30"), amounts={"le_phi": 100_000})
    folder.pay_by_transfer(CLERK, days.back(2, "15:10"), "FT0000000005", too_much=20_000)
    folder.move(APPRAISER, "take_up", days.back(2, "15:40"))
    folder.give_back(CLERK, days.back(1, "09:05"), 20_000, "UNC-0000007", "Anh chuyển thừa 20.000 đ.")
