"""The invented people of the demo: who works there, who helps, who lives there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.access import Role
from app.demo import made_up

GIENG_CA, BO_DA, NA_HIN, XOM_DINH = "Thôn Giếng Cả", "Thôn Bờ Đa", "Thôn Nà Hin", "Thôn Xóm Đình"
VILLAGES = (GIENG_CA, BO_DA, NA_HIN, XOM_DINH)
OLD_PLACE = "xã Mộc Giang, tỉnh Sơn Mộc"
COMMUNE, POLICE, PROVINCE, NEIGHBOUR = "commune", "police", "province", "neighbour"
"""The neighbour is the commune next to it: with a right to receive online, and asked for what it knows."""


@dataclass(frozen=True)
class Worker:
    """Somebody who signs in with a pass-phrase."""

    username: str
    name: str
    post: str
    roles: tuple[tuple[str, Role], ...]
    """Where (a place of this demo) and as what."""
    try_this: str


@dataclass(frozen=True)
class Member:
    """Somebody of the community group."""

    username: str
    name: str
    role: str
    phone: int
    try_this: str


@dataclass(frozen=True)
class Resident:
    """Somebody who lives in the commune."""

    name: str
    born: date
    woman: bool
    village: str
    ethnic: str
    serial: int
    phone: str | None

    @property
    def id_number(self) -> str:
        """The number on her card."""
        return made_up.identity_number(self.born, woman=self.woman, serial=self.serial)

    @property
    def gender(self) -> str:
        """As forms ask for it."""
        return "female" if self.woman else "male"

    @property
    def address(self) -> dict[str, str]:
        """Where she lives; the commune stands in no list, so it is written out."""
        return {"line": self.village, "old": OLD_PLACE}


def _resident(
    serial: int,
    name: str,
    born: tuple[int, int, int],
    village: str,
    *,
    woman: bool = False,
    ethnic: str = "03",
    phone: bool = True,
) -> Resident:
    number = made_up.mobile_number(serial) if phone else None
    return Resident(name, date(*born), woman, village, ethnic, serial, number)


WORKERS = (
    Worker(
        "ngoc.anh",
        "Đinh Thị Ngọc Ánh",
        "Cán bộ một cửa",
        ((COMMUNE, Role.CLERK),),
        "tiếp nhận, thu phí, trả kết quả, gọi báo dân",
    ),
    Worker(
        "van.tung", "Lê Văn Tùng", "Công chức hộ tịch", ((COMMUNE, Role.APPRAISER),), "thẩm định, soạn kết quả, trình"
    ),
    Worker("hong.hanh", "Phạm Thị Hồng Hạnh", "Phó Chủ tịch", ((COMMUNE, Role.APPROVER),), "phê duyệt hoặc trả lại"),
    Worker("minh.khoa", "Võ Minh Khoa", "Văn thư", ((COMMUNE, Role.SEAL_CLERK),), "ký số, đóng dấu, phát hành"),
    Worker(
        "xuan.truong", "Lường Xuân Trường", "Chủ tịch", ((COMMUNE, Role.LEADER),), "phân công, giao việc, xem khoản thu"
    ),
    Worker(
        "huu.tri",
        "Nguyễn Hữu Trí",
        "Quản trị",
        ((COMMUNE, Role.ADMIN), (POLICE, Role.ADMIN), (PROVINCE, Role.ADMIN)),
        "ghi ngày nghỉ, đổi giờ làm việc, thêm người, phân công, xem chỗ cần kiểm tra trong danh mục",
    ),
    Worker(
        "quang.huy",
        "Lò Quang Huy",
        "Công an xã, tiếp nhận",
        ((POLICE, Role.CLERK), (POLICE, Role.APPRAISER), (POLICE, Role.SEAL_CLERK)),
        "hồ sơ cư trú, thứ Bảy vẫn nhận",
    ),
    Worker("duc.manh", "Hoàng Đức Mạnh", "Trưởng Công an xã", ((POLICE, Role.APPROVER),), "duyệt hồ sơ cư trú"),
    Worker(
        "thu.thuy",
        "Quàng Thị Thu Thủy",
        "Xã Suối Trám, công chức hộ tịch",
        ((NEIGHBOUR, Role.CLERK), (NEIGHBOUR, Role.APPRAISER), (NEIGHBOUR, Role.SEAL_CLERK)),
        "trả lời xã bạn hỏi ý kiến; bản nháp chờ dân xem",
    ),
    Worker("van.phong", "Điêu Văn Phong", "Chủ tịch xã Suối Trám", ((NEIGHBOUR, Role.APPROVER),), "duyệt hồ sơ xã bạn"),
)
CLERK, APPRAISER, APPROVER, SEAL = "ngoc.anh", "van.tung", "hong.hanh", "minh.khoa"
POLICE_DESK, POLICE_CHIEF = "quang.huy", "duc.manh"
NEXT_DESK, NEXT_CHIEF, ADMIN = "thu.thuy", "van.phong", "huu.tri"

GROUP = "Tổ công nghệ số cộng đồng thôn Giếng Cả"
DECISION = "15/QĐ-UBND"
MEMBERS = (
    Member("van.inh", "Cà Văn Inh", "lead", 201, "tổ trưởng: mở /ban, xem ai cần gọi, cần đến nhà"),
    Member("van.thang", "Hà Văn Thắng", "member", 202, "giúp một người, có giấy đồng ý"),
)
LEAD, VOLUNTEER = "van.inh", "van.thang"

TRAM = _resident(101, "Nguyễn Phạm Hoàng Bảo Trâm", (1994, 8, 12), BO_DA, woman=True, ethnic="01")
LUC = _resident(102, "Trần Văn Lực", (1991, 3, 5), BO_DA, ethnic="01")
PAN = _resident(103, "Lò Văn Pản", (1979, 11, 20), GIENG_CA)
LA = _resident(104, "Quàng Thị Lả", (1949, 2, 9), GIENG_CA, woman=True, phone=False)
IN = _resident(105, "Lương Văn Ín", (1986, 6, 1), NA_HIN)
SU = _resident(106, "Vàng A Sử", (1958, 9, 17), NA_HIN, ethnic="08", phone=False)
PHUONG = _resident(107, "Hoàng Thị Bích Phượng", (1997, 1, 23), XOM_DINH, woman=True, ethnic="02")
VINH = _resident(108, "Đặng Quang Vinh", (1999, 4, 30), BO_DA, ethnic="01")
ON = _resident(109, "Cà Thị Ón", (1996, 12, 3), GIENG_CA, woman=True)
HAC = _resident(110, "Tòng Văn Hặc", (1995, 7, 14), NA_HIN)
HA = _resident(111, "Lường Thị Hà", (1998, 10, 8), NA_HIN, woman=True)
HOA = _resident(112, "Vi Thị Hòa", (1983, 5, 26), XOM_DINH, woman=True)
PANG = _resident(113, "Mùa Thị Pàng", (1990, 2, 28), NA_HIN, woman=True, ethnic="08")
THINH = _resident(114, "Trần Đức Thịnh", (1968, 8, 8), BO_DA, ethnic="01")
DUYEN = _resident(115, "Bạc Thị Duyên", (2000, 3, 19), XOM_DINH, woman=True)
SON = _resident(116, "Lèo Văn Sơn", (1992, 11, 2), GIENG_CA)
YEN = _resident(117, "Đoàn Thị Hải Yến", (2001, 6, 6), BO_DA, woman=True, ethnic="01")
MY = _resident(118, "Giàng Thị Mỷ", (1996, 1, 17), NA_HIN, woman=True, ethnic="08")
TINH = _resident(119, "Thào A Tính", (1993, 5, 2), NA_HIN, ethnic="08")
KEO = _resident(120, "Cầm Văn Kẹo", (1971, 10, 9), GIENG_CA)
BAN = _resident(121, "Lò Thị Bản", (1975, 4, 21), GIENG_CA, woman=True)
XUAN = _resident(122, "Nguyễn Thị Xuân", (1994, 2, 11), BO_DA, woman=True, ethnic="01")
DUA = _resident(123, "Vàng Thị Dua", (1999, 9, 30), NA_HIN, woman=True, ethnic="08")
TOAN = _resident(124, "Phạm Văn Toán", (1987, 7, 7), BO_DA, ethnic="01")
NHUNG = _resident(125, "Đỗ Thị Nhung", (1989, 12, 24), XOM_DINH, woman=True, ethnic="01")
HAI = _resident(126, "Trần Quốc Hải", (1984, 3, 13), XOM_DINH, ethnic="01")
