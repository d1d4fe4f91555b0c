"""Stories that are over: handed over, opened on the phone, refused, stopped, withdrawn."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.core import clock
from app.db import db, transaction
from app.demo import answers, papers, people
from app.demo.desk import Folder
from app.demo.people import APPRAISER, APPROVER, CLERK, POLICE_DESK, SEAL, Resident
from app.demo.phones import Filing, Page
from app.demo.under_way import BUSINESS, MARITAL, SIGNATURE
from app.demo.world import World
from app.documents.models import Document
from app.handover.schemas import ReceiverIn


def tell(world: World) -> None:
    """All of them."""
    for story in (
        _birth_handed_over,
        _marriage_handed_over,
        _shop_opened_on_the_phone,
        _move_refused,
        _single_stopped,
        _single_withdrawn,
    ):
        story(world)


def herself(who: Resident) -> ReceiverIn:
    """Somebody who fetches her own result."""
    return ReceiverIn(name=who.name, id_number=who.id_number, capacity="self")


def _birth_handed_over(world: World) -> None:
    days, born, mother = world.commune, world.today - timedelta(days=25), people.DUYEN
    lines = (f"Họ tên mẹ: {mother.name}", f"Sinh ngày {born:%d/%m/%Y}", "Giới tính: Nữ, nặng 2.900 g")
    pages = [Page("birth_record", papers.sheet("Giấy chứng sinh", lines))]
    told = answers.birth(mother, people.SON, "Lèo Bảo An", born, girl=True, copies=2)
    world.send(mother, Filing("birth-done", "1.001193", world.place.commune, told, pages), days.back(5, "06:50"))
    folder = Folder("birth-done")
    folder.move(CLERK, "receive", days.back(5, "07:35"))
    folder.pay_in_cash(CLERK, days.back(5, "07:40"), "0000117")
    folder.move(APPRAISER, "take_up", days.back(5, "08:10"))
    folder.draft(
        APPRAISER,
        days.back(5, "08:40"),
        "Giấy khai sinh",
        f"Họ, chữ đệm, tên: Lèo Bảo An. Sinh ngày {born:%d/%m/%Y}. Giới tính: Nữ.",
        f"Mẹ: {mother.name}. Cha: {people.SON.name}.",
    )
    folder.move(APPRAISER, "propose", days.back(5, "08:50"), opinion="Đúng giấy chứng sinh.", outcome="granted")
    folder.move(APPROVER, "decide", days.back(5, "10:30"))
    folder.move(SEAL, "sign", days.back(5, "13:50"))
    folder.call(CLERK, days.back(5, "14:05"), "Chiều nay chị đến lấy.")
    folder.compare(CLERK, days.back(5, "16:10"))
    folder.hand_over(CLERK, days.back(5, "16:15"), herself(mother), strokes=SIGNATURE)


def _marriage_handed_over(world: World) -> None:
    days, woman, man = world.commune, people.HA, people.HAC
    told = answers.marriage(woman, man)
    world.send(woman, Filing("marriage", "1.000894", world.place.commune, told), days.back(8, "20:15"))
    folder = Folder("marriage")
    folder.move(CLERK, "receive", days.back(7, "07:50"))
    folder.move(APPRAISER, "take_up", days.back(7, "08:30"))
    folder.draft(
        APPRAISER, days.back(7, "09:30"), "Giấy chứng nhận kết hôn", f"Vợ: {woman.name}.", f"Chồng: {man.name}."
    )
    folder.move(APPRAISER, "propose", days.back(7, "09:45"), opinion="Hai bên đủ điều kiện kết hôn.", outcome="granted")
    folder.move(APPROVER, "decide", days.back(7, "15:00"))
    folder.move(SEAL, "sign", days.back(6, "08:00"))
    folder.call(CLERK, days.back(6, "08:20"), "Hẹn hai anh chị 14 giờ đến ký.")
    folder.compare(CLERK, days.back(6, "14:05"))
    folder.hand_over(CLERK, days.back(6, "14:10"), herself(woman))


def _shop_opened_on_the_phone(world: World) -> None:
    days, who = world.commune, people.THINH
    told = answers.household_business(who, "Sửa xe Đức Thịnh", "Sửa xe máy", world.today, 60_000_000)
    world.send(who, Filing("repairs", BUSINESS, world.place.commune, told), days.back(9, "18:22"))
    folder = Folder("repairs")
    folder.move(CLERK, "receive", days.back(8, "08:00"), amounts={"le_phi": 100_000})
    folder.pay_by_transfer(CLERK, days.back(8, "09:05"), "FT0000000003")
    folder.move(APPRAISER, "take_up", days.back(8, "09:30"))
    folder.draft(
        APPRAISER,
        days.back(7, "10:15"),
        "Giấy chứng nhận đăng ký hộ kinh doanh",
        "Tên: Hộ kinh doanh Sửa xe Đức Thịnh.",
        f"Chủ hộ: {who.name}.",
    )
    folder.move(APPRAISER, "propose", days.back(7, "10:30"), opinion="Hồ sơ hợp lệ.", outcome="granted")
    folder.move(APPROVER, "decide", days.back(7, "16:00"))
    folder.move(SEAL, "sign", days.back(6, "09:10"))
    phone, at = world.phone_of(who), days.back(6, "19:48")
    with transaction(writes=False):
        result = select(Document.id).where(Document.dossier_id == folder.id, Document.kind == "result")
        document_id = db.session.scalars(result).one()
    with clock.at(at):
        phone.send("repairs:open", "result.open", {"document_id": str(document_id)}, dossier_id=str(folder.id))
    folder.call(CLERK, days.back(5, "07:30"), "Anh đã xem trên máy.")


def _move_refused(world: World) -> None:
    days = world.police
    lines = ("Người sử dụng đất: Trần Văn Lực", "Thửa 112, thôn Bờ Đa", "Loại đất: vườn")
    pages = [Page("dwelling", papers.sheet("Giấy tờ về chỗ ở", lines))]
    told = answers.permanent_home(people.YEN, people.LUC)
    world.send(people.YEN, Filing("move", "1.004222", world.place.police, told, pages), days.back(3, "21:17"))
    Folder("move").move(
        POLICE_DESK,
        "refuse",
        days.back(2, "09:40"),
        "Chỗ ở nằm trên đất vườn, chưa phải đất ở, nên chưa đăng ký thường trú được "
        "(Luật Cư trú 68/2020/QH14, Điều 23). Khi có giấy tờ về đất ở, chị gửi lại.",
    )


def _single_stopped(world: World) -> None:
    days, who = world.commune, people.SON
    told = answers.marital_status(who, "Bổ túc hồ sơ mua nhà.")
    world.send(who, Filing("single-stopped", MARITAL, world.place.commune, told), days.back(7, "10:02"))
    folder = Folder("single-stopped")
    folder.move(CLERK, "receive", days.back(7, "10:40"))
    folder.move(APPRAISER, "take_up", days.back(7, "14:15"))
    folder.move(
        APPROVER,
        "stop",
        days.back(6, "08:45"),
        "Sổ hộ tịch cho thấy anh đã đăng ký kết hôn, lời khai chưa đúng. Anh khai lại với tình trạng hiện nay.",
    )
    folder.call(CLERK, days.back(6, "09:10"), "Anh đã hiểu, sẽ khai lại.")


def _single_withdrawn(world: World) -> None:
    days, who = world.commune, people.HAC
    told = answers.marital_status(who, "Bổ túc hồ sơ vay vốn.")
    world.send(who, Filing("single-withdrawn", MARITAL, world.place.commune, told), days.back(4, "07:44"))
    folder = Folder("single-withdrawn")
    folder.move(CLERK, "receive", days.back(4, "08:15"))
    world.withdraw(who, "single-withdrawn", days.back(4, "11:20"), "Tôi mới kết hôn, không cần giấy này nữa.")
