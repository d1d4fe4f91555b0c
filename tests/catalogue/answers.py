"""Answers that are right, one set a form: what people with the usual case would write. Nobody here is real."""

from __future__ import annotations

from typing import Any

from tests.catalogue.further_answers import CHILD, FURTHER, HOME, MAN, WOMAN

Answers = dict[str, Any]
__all__ = ["CHILD", "HOME", "MAN", "RIGHT", "WOMAN"]


def birth() -> Answers:
    """A married mother registers her child."""
    return {
        "req_name": "Vi Thị Hòa",
        "req_dob": "1994-08-12",
        "req_has_id": True,
        "req_id_number": WOMAN,
        "req_phone": "0912345678",
        "req_relation": "mother",
        "child_name": "Vi Văn An",
        "child_dob": "2026-11-10",
        "child_gender": "male",
        "child_ethnic": "03",
        "child_nationality": "VN",
        "birth_case": "usual",
        "child_birthplace_kind": "facility",
        "child_birthplace_name": "Bệnh viện Đa khoa Sơn La",
        "child_birthplace": HOME,
        "child_native": HOME,
        "parents_married": True,
        "mother_ethnic": "03",
        "mother_nationality": "VN",
        "father_name": "Lò Văn Bình",
        "father_birth": "1990",
        "father_ethnic": "03",
        "father_nationality": "VN",
        "father_has_id": True,
        "father_id_number": MAN,
        "copies_wanted": True,
        "copies_count": 2,
        "birth_proof": "electronic",
        "statement_true": True,
    }


def death() -> Answers:
    """A son registers his mother's death at home."""
    return {
        "req_name": "Lò Văn Bình",
        "req_dob": "1968",
        "req_has_id": True,
        "req_id_number": MAN,
        "req_relation": "child",
        "dead_name": "Quàng Thị Lả",
        "dead_dob": "1941",
        "dead_gender": "female",
        "dead_ethnic": "03",
        "dead_nationality": "VN",
        "dead_has_id": False,
        "dead_paper_kind": "none",
        "dead_last_residence": HOME,
        "died_date": "2026-11-20",
        "died_place_kind": "home",
        "died_place": HOME,
        "died_cause": "Già yếu",
        "notice_kind": "none",
        "copies_wanted": False,
        "statement_true": True,
    }


def marriage() -> Answers:
    """Two people who never married before."""
    sides: Answers = {}
    for side, name, born, number in (
        ("woman", "Vi Thị Hòa", "2001-08-12", WOMAN),
        ("man", "Lò Văn Bình", "1999-01-02", MAN),
    ):
        sides |= {
            f"{side}_name": name,
            f"{side}_dob": born,
            f"{side}_ethnic": "03",
            f"{side}_nationality": "VN",
            f"{side}_has_id": True,
            f"{side}_id_number": number,
            f"{side}_status": "never",
        }
    return {
        **sides,
        "filer": "man",
        "filer_phone": "0912345678",
        "copies_wanted": False,
        "statement_true": True,
        "statement_free": True,
        "statement_allowed": True,
        "statement_present": True,
    }


def marital_status() -> Answers:
    """A single woman who needs the paper for a bank."""
    return {
        "req_name": "Vi Thị Hòa",
        "req_dob": "1994-08-12",
        "req_has_id": True,
        "req_id_number": WOMAN,
        "req_relation": "self",
        "sub_gender": "female",
        "sub_ethnic": "03",
        "sub_nationality": "VN",
        "status": "never_married",
        "purpose_kind": "other",
        "purpose": "Bổ túc hồ sơ vay vốn ngân hàng",
        "cert_count": 1,
        "reissue": False,
        "statement_true": True,
    }


def certified_copies() -> Answers:
    """Two papers, one of them in three copies."""
    return {
        "req_name": "Vi Thị Hòa",
        "req_dob": "1994",
        "req_has_id": True,
        "req_id_number": WOMAN,
        "documents": [
            {"_id": "a", "doc_name": "Bằng tốt nghiệp", "doc_pages": 1, "doc_copies": 3, "doc_kind": "paper"},
            {"_id": "b", "doc_name": "Học bạ", "doc_pages": 5, "doc_copies": 1, "doc_kind": "paper"},
        ],
        "statement_original": True,
    }


def _residence() -> Answers:
    return {
        "name": "Lò Văn Bình",
        "dob": "1999-01-02",
        "gender": "male",
        "has_id": True,
        "personal_id": MAN,
        "current_address": HOME,
        "phone": "0912345678",
        "filed_by": "self",
        "new_address": HOME,
        "dwelling": "family",
        "is_head": False,
        "head_name": "Vi Thị Hòa",
        "head_relation": "husband",
        "head_personal_id": WOMAN,
        "op_head": "vneid",
        "op_owner": "vneid",
        "owner_name": "Vi Thị Hòa",
        "paper_dwelling": ["d1"],
        "statement_true": True,
    }


def permanent_residence() -> Answers:
    """A husband moves in with his wife."""
    return {**_residence(), "request_kind": "join", "join_relatives": True, "request": "Nhập khẩu về ở với vợ"}


def temporary_residence() -> Answers:
    """The same man for a year of work."""
    return {
        **_residence(),
        "stay_from": "2026-11-25",
        "stay_to": "2027-11-24",
        "stay_reason": "Đi làm",
        "by_list": False,
        "request": "Đăng ký tạm trú một năm",
    }


def household_business() -> Answers:
    """One woman opens a grocery."""
    return {
        "owner_name": "Vi Thị Hòa",
        "owner_dob": "1994-08-12",
        "owner_id": WOMAN,
        "owner_address": HOME,
        "owner_phone": "0912345678",
        "filed_by": "self",
        "biz_proper_name": "Hòa Phát",
        "biz_address": HOME,
        "capital": 50_000_000,
        "lines": [{"_id": "a", "line_name": "Bán tạp hóa", "line_main": True}],
        "founder": "individual",
        "elsewhere": False,
        "tax_start": "2026-12-01",
        "tax_staff": 1,
        "tax_method": "ask",
        "tax_address_same": True,
        "pledge_true": True,
        "pledge_place": True,
        "pledge_ban": True,
    }


def plain() -> Answers:
    """The plain form of any procedure without questions or photographs of its own."""
    return {
        "owner_name": "Quàng Thị Lả",
        "owner_birth_date": "1941",
        "owner_has_id": False,
        "owner_paper_kind": "none",
        "owner_address": HOME,
        "filed_by": "other",
        "submitter_name": "Lò Văn Bình",
        "submitter_authority": "relative",
        "submitter_id_number": MAN,
        "request": "Xin xác nhận",
        "statement_true": True,
    }


RIGHT = {
    "1.001193": birth,
    "1.000656": death,
    "1.000894": marriage,
    "1.004873": marital_status,
    "2.000815": certified_copies,
    "1.004222": permanent_residence,
    "1.004194": temporary_residence,
    "1.001612": household_business,
    "1.014028": plain,
    **FURTHER,
}
