"""An invented commune and its people: who works there, who helps, who lives there and what they have to tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app import config, create_app
from app.core import clock
from app.core.access import Role
from app.core.ids import uuid7
from app.db import db, transaction
from app.groups import operations as groups
from app.groups import queries as group_queries
from app.identity import passwords, staff
from app.identity import queries as identity
from app.units import operations as units
from app.units import queries as unit_queries
from app.units.rules import parse_hours
from app.workbench import operations as workbench
from app.workbench.schemas import LabelIn

PASSWORD = "nắng sớm trên đồi chè 27"
COMMUNE = "Xã Nậm Sương"
COMMUNE_SLUG = "xa-nam-suong"
VILLAGE = "Bản Nà Hin"
NEIGHBOUR = "Xã Mai Sơn"
"""Another commune of the province, where a journey asks for one (`found_neighbour`)."""
BIRTH, MARITAL_STATUS, COPIES = "1.001193", "1.004873", "2.000815"

Answer = str | bool | tuple[str, ...]
"""What a person taps or types: the words of a choice, a date as 12/08/1994, an address as province and commune."""
Rows = list[dict[str, Answer]]
"""The rows of a repeatable section."""
Answers = Mapping[str, Answer | Rows]


@dataclass(frozen=True)
class Worker:
    """Somebody who signs in with a password."""

    username: str
    name: str
    role: Role


CLERK = Worker("thu.ha", "Lò Thị Thu Hà", Role.CLERK)
OTHER_CLERK = Worker("van.binh", "Đinh Văn Bình", Role.CLERK)
APPRAISER = Worker("hong.nhung", "Cầm Thị Hồng Nhung", Role.APPRAISER)
APPROVER = Worker("quoc.viet", "Hà Quốc Việt", Role.APPROVER)
SEAL_CLERK = Worker("minh.tam", "Bùi Minh Tâm", Role.SEAL_CLERK)
ADMIN = Worker("huu.tri", "Nguyễn Hữu Trí", Role.ADMIN)
VOLUNTEER = Worker("thanh.xuan", "Quàng Thị Thanh Xuân", Role.VOLUNTEER)
LEAD = Worker("van.sung", "Lò Văn Sung", Role.GROUP_LEAD)
"""Leads the group of the volunteer where a journey asks for her (`lead_the_group`)."""
OFFICIALS = (CLERK, OTHER_CLERK, APPRAISER, APPROVER, SEAL_CLERK, ADMIN)


def settle(env: Mapping[str, str]) -> None:
    """Found the commune with its counter, its officials and its group of volunteers, in the database of a setting."""
    app = create_app(config.load(env))
    with app.app_context():
        with transaction(writes=True):
            _found()
        db.engine.dispose()


def lead_the_group(env: Mapping[str, str]) -> None:
    """The group of volunteers gets its lead."""
    app = create_app(config.load(env))
    with app.app_context():
        with transaction(writes=True):
            lead = staff.add_person(
                name=LEAD.name, username=LEAD.username, password_hash=passwords.hashed(PASSWORD, cost=1)
            )
            [group] = group_queries.all_groups()
            groups.add_member(group, lead.id, role="lead")
        db.engine.dispose()


def receive_online(env: Mapping[str, str]) -> None:
    """The commune has a formal right to receive online."""
    app = create_app(config.load(env))
    with app.app_context():
        with transaction(writes=True):
            unit_queries.by_slug(COMMUNE_SLUG).receives_online = True
        db.engine.dispose()


def found_neighbour(env: Mapping[str, str]) -> None:
    """The province gets another commune with a counter, under the code of the official list."""
    app = create_app(config.load(env))
    with app.app_context():
        with transaction(writes=True):
            province = unit_queries.by_slug(COMMUNE_SLUG).parent_id
            assert province is not None
            units.add(
                kind="commune",
                name=NEIGHBOUR,
                parent=unit_queries.get(province),
                valid_from=date(2025, 7, 1),
                official_code="04105",
                e_identifier="H98.18",
            )
        db.engine.dispose()


def leave(env: Mapping[str, str], worker: Worker) -> None:
    """Somebody's account is closed."""
    app = create_app(config.load(env))
    with app.app_context():
        with transaction(writes=True):
            account = identity.account_named(worker.username)
            assert account is not None
            staff.deactivate(account)
        db.engine.dispose()


def _found() -> None:
    reform = date(2025, 7, 1)
    province = units.add(kind="province", name="Tỉnh Nậm Rốm", valid_from=reform, official_code="98")
    commune = units.add(
        kind="commune",
        name=COMMUNE,
        slug=COMMUNE_SLUG,
        parent=province,
        valid_from=reform,
        official_code="98017",
        e_identifier="H98.17",
        commune_kind="xa",
        address="Trung tâm Phục vụ hành chính công, bản Nà Hin",
        phone="02123000017",
        hours=parse_hours("mon-fri 07:00-11:30,13:30-17:00"),
        bank_bin="970405",
        bank_account="0000000000017",
        bank_holder="UBND XA NAM SUONG",
    )
    village = units.add(kind="village", name=VILLAGE, parent=commune, valid_from=reform)
    kept = passwords.hashed(PASSWORD, cost=1)
    for worker in OFFICIALS:
        person = staff.add_person(name=worker.name, username=worker.username, password_hash=kept)
        staff.grant(person.id, commune.id, worker.role)
    workbench.set_label(uuid7(), LabelIn(unit_id=commune.id, name="Gửi hai lần", colour="blue"))
    group = groups.found(
        village, name="Tổ công nghệ số bản Nà Hin", decision_number="09/QĐ-UBND", decision_date=date(2025, 9, 1)
    )
    helper = staff.add_person(name=VOLUNTEER.name, username=VOLUNTEER.username, password_hash=kept, phone="0300000917")
    groups.add_member(group, helper.id)


@dataclass(frozen=True)
class Resident:
    """Somebody who lives there; the number is of a province that does not exist."""

    name: str
    born: str
    id_number: str
    phone: str

    @property
    def last4(self) -> str:
        """What proves, beside the code, that a dossier is hers."""
        return self.id_number[-4:]


def resident(name: str, serial: int) -> Resident:
    """A woman born in 1994, with a card and a phone of her own."""
    return Resident(name, "12/08/1994", f"099194{serial:06d}", f"03000{serial:05d}")


def birth(mother: Resident, child: str, *, witnessed: bool = True) -> dict[str, Answer]:
    """What a mother answers who registers the birth of her child; with a birth record on paper, or none at all."""
    born = (clock.today() - timedelta(days=12)).strftime("%d/%m/%Y")
    return _herself(mother) | {
        "req_relation": "Mẹ",
        "child_name": child,
        "child_dob": born,
        "child_gender": "Nữ",
        "child_ethnic": "Thái",
        "child_nationality": "Việt Nam",
        "birth_case": "Thông thường",
        "child_birthplace_kind": "Bệnh viện, trạm y tế, nhà hộ sinh",
        "child_birthplace_name": "Bệnh viện Đa khoa Sơn La",
        "child_birthplace": ("Sơn La", "Chiềng Mung"),
        "child_native": ("Sơn La", "Chiềng Mung"),
        "parents_married": "Không",
        "father_declared": "Không",
        "mother_ethnic": "Thái",
        "mother_nationality": "Việt Nam",
        "copies_wanted": "Không",
        "birth_proof": "Giấy chứng sinh (giấy)" if witnessed else "Không có, tôi viết cam đoan",
        "statement_true": True,
    }


def single(who: Resident) -> dict[str, Answer]:
    """What somebody answers who asks for a certificate of marital status for a bank."""
    return _herself(who) | {
        "req_relation": "Chính tôi",
        "sub_gender": "Nữ",
        "sub_ethnic": "Thái",
        "sub_nationality": "Việt Nam",
        "status": "Chưa đăng ký kết hôn với ai",
        "purpose_kind": "Việc khác",
        "purpose": "Bổ túc hồ sơ vay vốn ngân hàng.",
        "cert_count": "1",
        "reissue": "Không",
        "statement_true": True,
    }


def no_longer_poor(who: Resident) -> Answers:
    """What the head of a household of one answers who is no longer poor, and lives in the neighbouring commune."""
    return {
        "owner_name": who.name,
        "owner_birth_date": who.born,
        "owner_gender": "Nữ",
        "owner_ethnic": "Thái",
        "owner_id_number": who.id_number,
        "owner_address": ("Sơn La", NEIGHBOUR, VILLAGE),
        "owner_phone": who.phone,
        "filed_by": "Chính chủ hộ",
        "ask": "Công nhận thoát nghèo",
        "reason": "Con đi làm, thu nhập khá hơn.",
        "statement_true": True,
        "statement_visit": True,
    }


def copies(who: Resident) -> Answers:
    """What somebody answers who wants two certified copies of a paper of four pages."""
    paper: dict[str, Answer] = {
        "doc_name": "Bằng tốt nghiệp trung học phổ thông",
        "doc_pages": "4",
        "doc_copies": "2",
        "doc_kind": "Bản giấy",
    }
    return {**_herself(who), "documents": [paper], "in_vneid": "Không", "statement_original": True}


def _herself(who: Resident) -> dict[str, Answer]:
    return {
        "req_name": who.name,
        "req_dob": who.born,
        "req_has_id": "Có",
        "req_id_number": who.id_number,
        "req_phone": who.phone,
    }
