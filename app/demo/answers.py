"""Filled forms: the answers of invented people, valid against the forms of the catalogue."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.demo.made_up import made_id
from app.demo.people import OLD_PLACE, Resident

Answers = dict[str, Any]
_CLINIC = {"line": "Trạm Y tế xã Mộc Giang", "old": OLD_PLACE}
_KINH = "01"


def requester(who: Resident, relation: str | None = None) -> Answers:
    """The first page of the civil status forms."""
    told: Answers = {
        "req_name": who.name,
        "req_dob": who.born.isoformat(),
        "req_has_id": True,
        "req_id_number": who.id_number,
        "req_phone": who.phone or "",
        "statement_true": True,
    }
    return told | ({"req_relation": relation} if relation else {})


def birth(mother: Resident, father: Resident, child: str, born: date, *, girl: bool, copies: int = 0) -> Answers:
    """The birth of a child of married parents, told by the mother."""
    return requester(mother, "mother") | {
        "child_name": child,
        "child_dob": born.isoformat(),
        "child_gender": "female" if girl else "male",
        "child_ethnic": father.ethnic,
        "child_nationality": "VN",
        "birth_case": "usual",
        "child_birthplace_kind": "facility",
        "child_birthplace_name": "Trạm Y tế xã Mộc Giang",
        "child_birthplace": _CLINIC,
        "child_native": father.address,
        "parents_married": True,
        "mother_ethnic": mother.ethnic,
        "mother_nationality": "VN",
        "father_name": father.name,
        "father_birth": father.born.isoformat(),
        "father_ethnic": father.ethnic,
        "father_nationality": "VN",
        "father_has_id": True,
        "father_id_number": father.id_number,
        "birth_proof": "record",
        **_copies(copies),
    }


def death(child: Resident, name: str, born: str, died: date, cause: str) -> Answers:
    """The death of a parent at home, told by a child, with the village head's paper."""
    return requester(child, "child") | {
        "dead_name": name,
        "dead_dob": born,
        "dead_gender": "male",
        "dead_ethnic": child.ethnic,
        "dead_nationality": "VN",
        "dead_has_id": False,
        "dead_paper_kind": "none",
        "dead_last_residence": child.address,
        "died_date": died.isoformat(),
        "died_time": "4 giờ sáng",
        "died_place_kind": "home",
        "died_place": child.address,
        "died_cause": cause,
        "notice_kind": "substitute",
        "notice_number": "07/XN",
        "notice_issuer": "Trưởng thôn Giếng Cả",
        "notice_date": (died + timedelta(days=1)).isoformat(),
        **_copies(0),
    }


def marital_status(who: Resident, purpose: str, *, count: int = 1) -> Answers:
    """A certificate that somebody has never married, for something else than a marriage."""
    return requester(who, "self") | {
        "sub_gender": who.gender,
        "sub_ethnic": who.ethnic,
        "sub_nationality": "VN",
        "status": "never_married",
        "purpose_kind": "other",
        "purpose": purpose,
        "cert_count": count,
        "reissue": False,
    }


def marriage(woman: Resident, man: Resident) -> Answers:
    """The first marriage of two people of the commune; she is whom the office calls."""
    return {
        **_side("woman", woman),
        **_side("man", man),
        "filer": "woman",
        "filer_phone": woman.phone or "",
        **_copies(0),
        **dict.fromkeys(("statement_true", "statement_free", "statement_allowed", "statement_present"), True),
    }


def _side(side: str, who: Resident) -> Answers:
    told = {
        "name": who.name,
        "dob": who.born.isoformat(),
        "ethnic": who.ethnic,
        "nationality": "VN",
        "has_id": True,
        "id_number": who.id_number,
        "status": "never",
    }
    return {f"{side}_{key}": value for key, value in told.items()}


def certified_copies(who: Resident, *papers: tuple[str, int, int]) -> Answers:
    """Copies of papers, each with its pages and how many are wanted."""
    rows = [
        {
            "_id": str(made_id(f"{who.name}:{name}")),
            "doc_name": name,
            "doc_pages": pages,
            "doc_copies": copies,
            "doc_kind": "paper",
        }
        for name, pages, copies in papers
    ]
    told = requester(who) | {"documents": rows, "in_vneid": False, "statement_original": True}
    del told["statement_true"]
    return told


def _residence(who: Resident, request: str) -> Answers:
    """The first pages of the police's form."""
    return {
        "name": who.name,
        "dob": who.born.isoformat(),
        "gender": who.gender,
        "has_id": True,
        "personal_id": who.id_number,
        "current_address": {"line": "Thôn 4", "old": "xã Tân Sơn, tỉnh Sơn Mộc"},
        "phone": who.phone,
        "filed_by": "self",
        "new_address": who.address,
        "request": request,
        "statement_true": True,
    }


def temporary_stay(who: Resident, landlord: Resident, start: date) -> Answers:
    """A year in a rented room."""
    end = start + timedelta(days=364)
    return _residence(who, f"Đăng ký tạm trú tại {who.village} từ ngày {start:%d/%m/%Y}.") | {
        "stay_from": start.isoformat(),
        "stay_to": end.isoformat(),
        "stay_reason": "Dạy ở trường mầm non của xã",
        "dwelling": "rented",
        "by_list": False,
        "is_head": True,
        "op_owner": "paper",
        "owner_name": landlord.name,
        "owner_id": landlord.id_number,
    }


def permanent_home(who: Resident, head: Resident) -> Answers:
    """Moving in with a relative."""
    return _residence(who, f"Đăng ký thường trú vào hộ ông {head.name}.") | {
        "request_kind": "join",
        "dwelling": "family",
        "join_relatives": True,
        "is_head": False,
        "head_name": head.name,
        "head_relation": "nephew",
        "head_personal_id": head.id_number,
        "op_head": "later",
        "op_owner": "later",
        "owner_name": head.name,
        "owner_id": head.id_number,
    }


def household_business(who: Resident, name: str, line: str, start: date, capital: int) -> Answers:
    """A shop that somebody opens alone."""
    return {
        "owner_name": who.name,
        "owner_dob": who.born.isoformat(),
        "owner_id": who.id_number,
        "owner_address": who.address,
        "owner_phone": who.phone or "",
        "filed_by": "self",
        "biz_proper_name": name,
        "biz_address": who.address,
        "capital": capital,
        "lines": [{"_id": str(made_id(f"{name}:line")), "line_name": line, "line_main": True}],
        "founder": "individual",
        "elsewhere": False,
        "tax_start": start.isoformat(),
        "tax_staff": 1,
        "tax_method": "ask",
        "tax_address_same": True,
        **dict.fromkeys(("pledge_true", "pledge_place", "pledge_ban"), True),
    }


def _owner(who: Resident) -> Answers:
    return {
        "owner_name": who.name,
        "owner_birth_date": who.born.isoformat(),
        "owner_id_number": who.id_number,
        "owner_phone": who.phone or "",
        "statement_true": True,
    }


def pension(who: Resident) -> Answers:
    """An old woman asks for the social pension, in cash."""
    return _owner(who) | {
        "owner_gender": "female",
        "owner_ethnic": who.ethnic,
        "owner_address": who.address,
        "filed_by": "self",
        "ask": "grant",
        "other_income": False,
        "poor": False,
        "pay_method": "cash",
    }


def birth_again(who: Resident, mother: str, *, copies: int) -> Answers:
    """The register of her birth went with a flood."""
    return _owner(who) | {
        "owner_has_id": True,
        "req_relation": "self",
        "sub_gender": "female",
        "sub_ethnic": who.ethnic,
        "sub_nationality": "VN",
        "sub_birthplace": who.address,
        "sub_native": who.address,
        "mother_name": mother,
        "old_office": "UBND xã Mộc Giang, tỉnh Sơn Mộc",
        "has_old_copy": False,
        "reason": "Sổ khai sinh cũ bị mất do lũ.",
        "pledge": True,
        **_copies(copies),
    }


def extract(who: Resident, *, girl: bool, copies: int) -> Answers:
    """Copies of one's own birth certificate."""
    return _owner(who) | {
        "owner_has_id": True,
        "req_relation": "self",
        "event_kind": "birth",
        "copies_count": copies,
        "sub_gender": "female" if girl else "male",
        "reg_office": "xã Mộc Giang, tỉnh Sơn Mộc",
    }


def _copies(count: int) -> Answers:
    return {"copies_wanted": count > 0} | ({"copies_count": count} if count else {})
