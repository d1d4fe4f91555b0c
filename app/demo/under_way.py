"""Stories that are not over: sent, received, appraised, waiting for money, late, to be signed, ready."""

from __future__ import annotations

from datetime import timedelta

from app.demo import answers, papers, people
from app.demo.desk import Folder
from app.demo.people import APPRAISER, APPROVER, CLERK, POLICE_DESK, SEAL
from app.demo.phones import Filing, Page
from app.demo.world import World

MARITAL, BUSINESS = "1.004873", "1.001612"
WITNESS = {"witness": "Cà Văn Inh", "relation": "trưởng thôn Giếng Cả"}

SIGNATURE = [[40, 60, 52, 31, 66, 64, 80, 33, 95, 62], [112, 40, 118, 66, 140, 58]]


def tell(world: World) -> None:
    """All of them."""
    for story in (
        _birth_just_sent,
        _death_sent_with_help,
        _copies_with_a_page_missing,
        _pension_received,
        _stay_waits_for_money,
        _birth_again_waits_for_money,
        _single_due_soon,
        _single_overdue,
        _shop_to_be_signed,
        _tailor_ready_on_the_phone,
        _extract_ready_at_the_counter,
    ):
        story(world)


def _birth_just_sent(world: World) -> None:
    born = world.today - timedelta(days=8)
    lines = (
        f"Họ tên mẹ: {people.TRAM.name}",
        f"Số định danh: {people.TRAM.id_number}",
        f"Sinh lúc: 5 giờ 10, ngày {born:%d/%m/%Y}",
        "Nơi sinh: Trạm Y tế xã Mộc Giang",
        "Giới tính: Nam, nặng 3.100 g",
        "Dự định đặt tên: Trần Gia Hưng",
    )
    pages = [Page("birth_record", papers.sheet("Giấy chứng sinh", lines, page=number)) for number in (1, 2)]
    told = answers.birth(people.TRAM, people.LUC, "Trần Gia Hưng", born, girl=False)
    world.send(
        people.TRAM, Filing("birth", "1.001193", world.place.commune, told, pages), world.commune.ago(minutes=40)
    )


def _death_sent_with_help(world: World) -> None:
    died = world.today - timedelta(days=3)
    lines = (
        "Trưởng thôn Giếng Cả xác nhận:",
        "Ông Lò Văn Xôm, sinh năm 1946,",
        f"đã mất tại nhà ngày {died:%d/%m/%Y}.",
    )
    pages = [Page("death_notice", papers.sheet("Giấy xác nhận", lines))]
    told = answers.death(people.PAN, "Lò Văn Xôm", "1946", died, "Già yếu")
    filing = Filing("death", "1.000656", world.place.commune, told, pages, mandate="consent:death")
    world.help(people.PAN, filing, world.commune.ago(hours=14), WITNESS)
    world.decline(world.commune.ago(hours=13))


def _copies_with_a_page_missing(world: World) -> None:
    lines = ("Trường Trung cấp nghề Sơn Mộc", f"cấp cho: {people.IN.name}", "Ngành: Điện dân dụng", "Hạng: Khá")
    pages = [
        Page("original", papers.sheet("Bằng tốt nghiệp", lines, page=number), arrives=number == 1) for number in (1, 2)
    ]
    told = answers.certified_copies(people.IN, ("Bằng tốt nghiệp", 2, 3))
    world.send(people.IN, Filing("copies", "2.000815", world.place.commune, told, pages), world.commune.ago(minutes=15))


def _pension_received(world: World) -> None:
    told = answers.pension(people.LA)
    filing = Filing("pension", "1.014027", world.place.commune, told, mandate="consent:pension", wish="office")
    days = world.commune
    world.help(people.LA, filing, days.back(3, "19:36"), WITNESS)
    Folder("pension").move(CLERK, "receive", days.back(2, "08:05"))


def _stay_waits_for_money(world: World) -> None:
    days, start = world.police, world.today - timedelta(days=5)
    lines = ("Bên cho thuê: Đặng Quang Vinh", f"Bên thuê: {people.PHUONG.name}", "Một phòng, 12 tháng", "Thôn Xóm Đình")
    agreed = ("Tôi là chủ nhà, đồng ý cho", f"chị {people.PHUONG.name}", "đăng ký tạm trú tại nhà tôi.")
    pages = [
        Page("dwelling", papers.sheet("Hợp đồng thuê nhà", lines)),
        Page("consent", papers.sheet("Giấy đồng ý", agreed)),
    ]
    told = answers.temporary_stay(people.PHUONG, people.VINH, start)
    world.send(people.PHUONG, Filing("stay", "1.004194", world.place.police, told, pages), days.back(2, "20:10"))
    folder = Folder("stay")
    folder.move(POLICE_DESK, "receive", days.back(1, "08:20"))
    folder.move(POLICE_DESK, "take_up", days.back(1, "09:15"))


def _birth_again_waits_for_money(world: World) -> None:
    told = answers.birth_again(people.HOA, "Lương Thị Xoan", copies=2)
    lines = (
        f"Họ tên: {people.HOA.name}",
        f"Sinh ngày {people.HOA.born:%d/%m/%Y}",
        "Học bạ lớp 5, Trường Tiểu học Mộc Giang",
    )
    pages = [Page("old_papers", papers.sheet("Học bạ", lines))]
    days = world.commune
    world.send(people.HOA, Filing("birth-again", "1.004884", world.place.commune, told, pages), days.back(2, "07:20"))
    Folder("birth-again").move(CLERK, "receive", days.back(2, "14:05"))


def _single_due_soon(world: World) -> None:
    days = world.commune
    count = days.received(world.rule(MARITAL), "08:05", left=1)
    told = answers.marital_status(people.VINH, "Bổ túc hồ sơ vay vốn ngân hàng.")
    world.send(people.VINH, Filing("single", MARITAL, world.place.commune, told), days.back(count, "07:12"))
    folder = Folder("single")
    folder.move(CLERK, "receive", days.back(count, "08:05"))
    folder.move(APPRAISER, "take_up", days.back(count, "10:10"))


def _single_overdue(world: World) -> None:
    days = world.commune
    count = days.received(world.rule(MARITAL), "08:40", left=None)
    told = answers.marital_status(people.ON, "Bổ túc hồ sơ đi làm việc ở nước ngoài.", count=2)
    filing = Filing("single-late", MARITAL, world.place.commune, told)
    world.send(people.ON, filing, days.back(count, "07:30"))
    folder = Folder("single-late")
    folder.move(CLERK, "receive", days.back(count, "08:40"))
    folder.move(APPRAISER, "take_up", days.back(count, "14:00"))
    folder.draft(
        APPRAISER,
        days.back(2, "15:10"),
        "Giấy xác nhận tình trạng hôn nhân",
        f"Xác nhận: {people.ON.name}, sinh ngày {people.ON.born:%d/%m/%Y}, số định danh {people.ON.id_number}.",
        "Tình trạng hôn nhân: chưa đăng ký kết hôn với ai.",
    )
    folder.move(
        APPRAISER, "propose", days.back(2, "15:30"), opinion="Đã tra cứu sổ hộ tịch, chưa kết hôn.", outcome="granted"
    )


def _shop_to_be_signed(world: World) -> None:
    days, who = world.commune, people.PANG
    told = answers.household_business(who, "Tạp hóa Pàng", "Bán tạp hóa", world.today, 40_000_000)
    world.send(who, Filing("shop", BUSINESS, world.place.commune, told), days.back(2, "21:05"))
    folder = Folder("shop")
    folder.move(CLERK, "receive", days.back(1, "07:40"), amounts={"le_phi": 100_000})
    folder.pay_by_transfer(CLERK, days.back(1, "08:15"), "FT0000000001")
    folder.move(APPRAISER, "take_up", days.back(1, "08:30"))
    folder.draft(
        APPRAISER,
        days.back(1, "10:00"),
        "Giấy chứng nhận đăng ký hộ kinh doanh",
        "Tên: Hộ kinh doanh Tạp hóa Pàng.",
        f"Chủ hộ: {who.name}, số định danh {who.id_number}.",
        "Ngành nghề: bán tạp hóa. Vốn: 40.000.000 đ.",
    )
    folder.move(
        APPRAISER, "propose", days.back(1, "10:20"), opinion="Tên không trùng, đủ điều kiện.", outcome="granted"
    )
    folder.move(APPROVER, "decide", days.back(1, "14:05"))


def _tailor_ready_on_the_phone(world: World) -> None:
    days, who = world.commune, people.TRAM
    told = answers.household_business(who, "May mặc Bảo Trâm", "May quần áo", world.today, 25_000_000)
    world.send(who, Filing("tailor", BUSINESS, world.place.commune, told), days.back(3, "12:40"))
    folder = Folder("tailor")
    folder.move(CLERK, "receive", days.back(3, "13:45"), amounts={"le_phi": 100_000})
    folder.pay_by_transfer(CLERK, days.back(3, "14:20"), "FT0000000002")
    folder.move(APPRAISER, "take_up", days.back(3, "15:00"))
    folder.draft(
        APPRAISER,
        days.back(2, "08:30"),
        "Giấy chứng nhận đăng ký hộ kinh doanh",
        "Tên: Hộ kinh doanh May mặc Bảo Trâm.",
        f"Chủ hộ: {who.name}, số định danh {who.id_number}.",
        "Ngành nghề: may quần áo. Vốn: 25.000.000 đ.",
    )
    folder.move(APPRAISER, "propose", days.back(2, "08:50"), opinion="Hồ sơ hợp lệ, đề nghị cấp.", outcome="granted")
    folder.move(APPROVER, "decide", days.back(2, "16:10"))
    folder.move(SEAL, "sign", days.back(1, "15:40"))


def _extract_ready_at_the_counter(world: World) -> None:
    days, who = world.commune, people.SU
    told = answers.extract(who, girl=False, copies=3)
    filing = Filing("extract", "2.000635", world.place.commune, told, mandate="consent:extract", wish="office")
    world.help(who, filing, days.back(2, "19:31"), {"strokes": SIGNATURE})
    folder = Folder("extract")
    folder.move(CLERK, "receive", days.back(1, "08:31"))
    folder.pay_in_cash(CLERK, days.back(1, "08:34"), "0000123")
    folder.move(APPRAISER, "take_up", days.back(1, "09:20"))
    folder.draft(
        APPRAISER,
        days.back(1, "09:40"),
        "Bản sao trích lục khai sinh",
        f"Trích lục: {who.name}, sinh ngày {who.born:%d/%m/%Y}.",
        "Số bản: 3.",
    )
    folder.move(APPRAISER, "propose", days.back(1, "09:50"), opinion="Khớp sổ gốc.", outcome="granted")
    folder.move(APPROVER, "decide", days.back(1, "11:00"))
    folder.move(SEAL, "sign", days.back(1, "14:10"))
