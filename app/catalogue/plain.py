"""The plain request form of a procedure that has no form of its own: made from its papers, always the same way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Node = dict[str, Any]
OTHER = {"is": [{"get": "filed_by"}, "other"]}
HAS_NUMBER = {"is": [{"get": "owner_has_id"}, True]}
NO_NUMBER = {"is": [{"get": "owner_has_id"}, False]}
NUMBERED_PAPER = {"in": [{"get": "owner_paper_kind"}, ["cmnd", "passport"]]}


def _say(vi: str, en: str) -> Node:
    return {"vi": vi, "en": en}


def _field(key: str, kind: str, label: Node, **more: Any) -> Node:
    return {"key": key, "type": kind, "label": label, **more}


IDENTITY: list[Node] = [
    _field(
        "owner_has_id",
        "yes_no",
        _say("Có số định danh cá nhân không?", "Is there a personal ID number?"),
        hint=_say("12 số trên thẻ căn cước.", "The 12 digits on the ID card."),
        required=True,
    ),
    _field(
        "owner_id_number",
        "id_number",
        _say("Số định danh cá nhân", "Personal ID number"),
        kinds=["cccd"],
        required=True,
        visible_if=HAS_NUMBER,
        binds="owner.id_number",
    ),
    _field(
        "owner_paper_kind",
        "choice",
        _say("Có giấy tờ nào khác?", "Which other paper is there?"),
        list="identity_papers",
        required=True,
        visible_if=NO_NUMBER,
    ),
    _field(
        "owner_paper_number",
        "id_number",
        _say("Số của giấy tờ đó", "Number of that paper"),
        kinds=["cmnd", "passport"],
        required=True,
        visible_if=NUMBERED_PAPER,
        binds="owner.id_number",
    ),
    _field(
        "owner_address",
        "address",
        _say("Nơi ở", "Address"),
        hint=_say("Chọn tỉnh, xã, rồi ghi thôn, số nhà.", "Province, commune, then village and house."),
        required=NO_NUMBER,
        abroad=True,
        binds="owner.address",
    ),
]

OWNER: Node = {
    "key": "owner",
    "title": _say("Người yêu cầu", "The person who asks"),
    "intro": _say("Ghi thông tin của người cần làm thủ tục.", "The person whose matter this is."),
    "fields": [
        _field(
            "owner_name",
            "person_name",
            _say("Họ, chữ đệm, tên", "Full name"),
            hint=_say("Ghi như trên căn cước.", "As on the ID card."),
            required=True,
            binds="owner.name",
        ),
        _field(
            "owner_birth_date",
            "date",
            _say("Ngày sinh", "Date of birth"),
            hint=_say("Chỉ nhớ năm thì ghi năm.", "The year alone is enough."),
            required=True,
            past=True,
            partial=True,
            binds="owner.birth_date",
        ),
        *IDENTITY,
        _field(
            "owner_phone",
            "phone",
            _say("Số điện thoại", "Phone number"),
            hint=_say(
                "Để cán bộ gọi khi cần. Không có thì để trống.",
                "So that the office can call. Leave empty if none.",
            ),
            binds="owner.phone",
        ),
    ],
}

AUTHORITY: list[Node] = [
    {"value": "parent", "label": _say("Cha, mẹ", "Parent")},
    {"value": "guardian", "label": _say("Người giám hộ", "Guardian")},
    {"value": "relative", "label": _say("Người thân", "Relative")},
    {"value": "delegate", "label": _say("Người được ủy quyền", "Person with a power of attorney")},
]

SUBMITTER: Node = {
    "key": "submitter",
    "title": _say("Người nộp", "Who files"),
    "fields": [
        _field(
            "filed_by",
            "choice",
            _say("Ai nộp hồ sơ này?", "Who files this?"),
            options=[
                {"value": "self", "label": _say("Chính người yêu cầu", "The person who asks")},
                {"value": "other", "label": _say("Người khác nộp thay", "Someone else")},
            ],
            required=True,
        ),
        _field(
            "submitter_name",
            "person_name",
            _say("Họ tên người nộp", "Name of the person who files"),
            required=True,
            visible_if=OTHER,
            binds="submitter.name",
        ),
        _field(
            "submitter_authority",
            "choice",
            _say("Là gì của người yêu cầu?", "What are they to the person who asks?"),
            options=AUTHORITY,
            required=True,
            visible_if=OTHER,
        ),
        _field(
            "submitter_id_number",
            "id_number",
            _say("Số định danh của người nộp", "ID number of the person who files"),
            required=True,
            visible_if=OTHER,
            binds="submitter.id_number",
            check=[
                {
                    "if": {"is": [{"get": "submitter_id_number"}, {"get": "owner_id_number"}]},
                    "say": _say(
                        "Người nộp trùng với người yêu cầu. Hãy chọn “Chính người yêu cầu”.",
                        "This is the person who asks. Choose “The person who asks”.",
                    ),
                }
            ],
        ),
        _field(
            "submitter_phone",
            "phone",
            _say("Điện thoại người nộp", "Phone of the person who files"),
            visible_if=OTHER,
            binds="submitter.phone",
        ),
    ],
}

STATEMENT: Node = {
    "key": "statement",
    "title": _say("Cam đoan", "Statement"),
    "fields": [
        _field(
            "statement_true",
            "statement",
            _say(
                "Tôi khai đúng sự thật và chịu trách nhiệm về lời khai của mình.",
                "What I have stated is true and I answer for it.",
            ),
            required=True,
        )
    ],
}


def build(procedure: Mapping[str, Any]) -> Node:
    """The form: who asks, who files if another, what is asked, the papers, the statement."""
    name = procedure["name"]
    sections = [OWNER, SUBMITTER, _request(procedure)]
    papers = [_slot(paper) for paper in procedure["papers"] if paper["photo"] != "none"]
    if papers:
        sections.append({"key": "papers", "title": _say("Giấy tờ", "Papers"), "fields": papers})
    sections.append(STATEMENT)
    return {
        "title": {
            "vi": f"Phiếu yêu cầu: {name['vi']}",
            "en": f"Request: {name['en']}" if name.get("en") else f"Request: {name['vi']}",
        },
        "sections": sections,
    }


def _request(procedure: Mapping[str, Any]) -> Node:
    return {
        "key": "asked",
        "title": _say("Nội dung yêu cầu", "What is asked"),
        "fields": [
            *procedure.get("questions", []),
            _field(
                "request",
                "long_text",
                _say("Bạn cần xã làm gì?", "What do you need?"),
                hint=_say(
                    "Ghi một, hai câu bằng lời của bạn. Cán bộ sẽ giúp điền mẫu chính thức.",
                    "One or two sentences in your own words; the office helps with the official form.",
                ),
                required=True,
            ),
            _field(
                "details",
                "long_text",
                _say("Thông tin thêm", "More details"),
                hint=_say("Số giấy tờ cũ, tên người liên quan… nếu có.", "Numbers of old papers, names, if any."),
            ),
        ],
    }


def _slot(paper: Mapping[str, Any]) -> Node:
    slot = _field(f"paper_{paper['key']}", "attachment", _photo_of(paper["name"]), paper=paper["key"])
    hint = paper.get("condition") or paper.get("note")
    if hint:
        slot["hint"] = hint
    if paper["photo"] == "required" and paper["need"] == "always":
        slot["required"] = True
    return slot


def _photo_of(name: Mapping[str, str]) -> Node:
    vi, en = name["vi"], name.get("en", name["vi"])
    return _say(f"Ảnh: {vi}", f"Photo: {en}")


def minutes(form: Mapping[str, Any]) -> int:
    """About how long the form takes: three questions a minute, photographs one minute each, at least two."""
    kinds = [field["type"] for section in form["sections"] for field in section["fields"]]
    photos = kinds.count("attachment")
    needed = sum(1 for kind in kinds if kind not in ("attachment", "info"))
    return max(2, round(needed / 5 + min(photos, 2) * 0.75))
