"""Answers that are right for the forms of the procedures that are asked for less often. Nobody here is real."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Answers = dict[str, Any]
HOME = {"province": "14", "commune": "03980", "line": "Bản Cò Nòi"}
WOMAN, MAN, CHILD, OTHER = "014190000001", "014088000002", "014224000003", "014075000004"


def owner(**more: Any) -> Answers:
    """The first page of most of these forms."""
    return {
        "owner_name": "Vi Thị Hòa",
        "owner_birth_date": "1994-08-12",
        "owner_id_number": WOMAN,
        "owner_address": HOME,
        "owner_phone": "0912345678",
        "statement_true": True,
        **more,
    }


def civil(relation: str | None = "self", **more: Any) -> Answers:
    """The same page of the civil status forms, where the address is asked of nobody who has a number."""
    told = owner(owner_has_id=True, copies_wanted=False, **more)
    del told["owner_address"]
    return told | ({"req_relation": relation} if relation else {})


def resident(**more: Any) -> Answers:
    """The first pages of form CT01."""
    return owner(**{"owner_gender": "female", "owner_has_id": True, "filed_by": "self", **more})


def recognition() -> Answers:
    """A father recognises his baby before witnesses."""
    return civil(
        None,
        owner_name="Lò Văn Bình",
        owner_birth_date="1990-01-02",
        owner_id_number=MAN,
        req_is="first",
        recognised_relation="father",
        dispute=False,
        p1_ethnic="03",
        p1_nationality="VN",
        p2_name="Lò Văn An",
        p2_dob="2026-06-10",
        p2_ethnic="03",
        p2_nationality="VN",
        p2_has_id=False,
        p2_paper_kind="none",
        p2_residence=HOME,
        other_parent_opinion="present",
        other_parent_name="Vi Thị Hòa",
        proof_kind="pledge",
        paper_pledge_witnesses=["p1"],
        witnesses=[
            {"_id": "a", "witness_name": "Quàng Văn Pó", "witness_id": OTHER},
            {"_id": "b", "witness_name": "Cà Thị Mai", "witness_id": "014180000005"},
        ],
        statement_willing=True,
    )


def change() -> Answers:
    """A date of birth that was written wrongly."""
    return civil(
        sub_gender="female",
        sub_ethnic="03",
        sub_nationality="VN",
        reg_kind="birth",
        reg_number="15",
        reg_date="1994",
        reg_office="UBND xã Cò Nòi, huyện Mai Sơn",
        change_kind="correct",
        changes_name=False,
        change_from="Ngày sinh 21/8/1994",
        change_to="Ngày sinh 12/8/1994",
        reason="Ghi nhầm khi chép sổ",
        paper_grounds=["g1"],
    )


def birth_again() -> Answers:
    """The flood took the certificate and the register."""
    return civil(
        sub_gender="female",
        sub_ethnic="03",
        sub_nationality="VN",
        sub_birthplace=HOME,
        sub_native=HOME,
        mother_name="Quàng Thị Lả",
        mother_birth="1968",
        old_office="UBND xã Cò Nòi, huyện Mai Sơn",
        has_old_copy=False,
        reason="Lũ cuốn mất giấy tờ",
        paper_old_papers=["o1"],
        pledge=True,
    )


def guardianship() -> Answers:
    """A grandmother becomes guardian of an orphan."""
    return civil(
        None,
        owner_birth_date="1960",
        req_is="guardian",
        guardian_gender="female",
        guardian_ethnic="03",
        guardian_nationality="VN",
        ward_name="Lò Văn An",
        ward_dob="2018-05-06",
        ward_gender="male",
        ward_has_id=True,
        ward_id_number=CHILD,
        ward_relation="Bà nội",
        kind="natural",
        ward_case="orphan",
        reason="Cha mẹ cháu đã mất",
        several=False,
        paper_natural=["n1"],
    )


def extract() -> Answers:
    """Two copies of her own birth entry."""
    told = civil(event_kind="birth", copies_count=2, sub_gender="female", reg_office="UBND xã Cò Nòi")
    del told["copies_wanted"]
    return told


def longer_stay() -> Answers:
    """A worker stays another year."""
    return resident(
        stay_address=HOME,
        stay_until="2026-12-31",
        stay_to="2027-12-31",
        dwelling="rented",
        by_list=False,
        op_owner="vneid",
        landlord_name="Lò Văn Bình",
    )


def residence_ends() -> Answers:
    """A daughter ends the registration of her mother who died."""
    return resident(
        owner_name="Quàng Thị Lả",
        owner_birth_date="1941",
        owner_id_number=OTHER,
        filed_by="delegate",
        submitter_name="Vi Thị Hòa",
        submitter_id_number=WOMAN,
        is_head=False,
        head_name="Lò Văn Bình",
        head_relation="mother",
        head_personal_id=MAN,
        removal_address=HOME,
        removal_reason="dead",
        removal_since="2026-11-20",
        request="Xóa thường trú của mẹ tôi",
        paper_grounds=["g1"],
    )


def stay_ends() -> Answers:
    """She has gone home."""
    return resident(
        is_head=True, removal_address=HOME, removal_reason="moved", removal_since="2026-10", request="Tôi đã về quê"
    )


def split() -> Answers:
    """A daughter founds a household of her own."""
    return resident(
        head_name="Lò Văn Bình",
        head_relation="child",
        head_personal_id=MAN,
        split_reason="own",
        new_head="owner",
        request="Tách hộ để lập hộ riêng",
        op_head="vneid",
        is_dwelling_owner=False,
        op_owner="paper",
        landlord_name="Lò Văn Bình",
        paper_consent=["c1"],
    )


def residence_change() -> Answers:
    """A house number that is new."""
    return resident(
        is_head=True, change_kind=["address"], change_from="Bản Cò Nòi", change_to="Số 12, bản Cò Nòi", reason="Số mới"
    )


def residence_paper() -> Answers:
    """For a school."""
    return resident(confirm_kind=["present", "household"], purpose="Xin học cho con", result_form="paper")


def absence() -> Answers:
    """A year of work elsewhere."""
    return owner(
        filed_by="self",
        absence_case="long",
        absence_reason="Đi làm công nhân",
        absence_from="2026-12-01",
        absence_to="2027-12-31",
        destination=HOME,
    )


def guests() -> Answers:
    """A nephew visits."""
    guest = {"_id": "a", "guest_name": "Lò Văn Bình", "guest_id": MAN, "stay_reason": "Thăm nhà"}
    days = {"stay_from": "2026-11-25", "stay_to": "2026-11-28"}
    return owner(place_kind="home", stay_address=HOME, guests=[guest | days])


def eid() -> Answers:
    """An account for a grown-up."""
    return owner(owner_gender="female", wants_integration=False, has_representative=False)


def _business(**more: Any) -> Answers:
    return owner(filed_by="self", biz_name="Hộ kinh doanh Hòa Phát", biz_code="014190000001", **more)


def business_change() -> Answers:
    """A grocery moves."""
    return _business(
        biz_address=HOME,
        change_kind=["address", "capital"],
        change_since="2026-12-01",
        new_address=HOME,
        new_capital=10,
    )


def business_end() -> Answers:
    """The owner is old."""
    return _business(signer="owner", end_date="2026-12-31", pledge_debts=True)


def business_paper() -> Answers:
    """The certificate is lost."""
    return _business(reissue_reason="lost", reason="Mất khi chuyển nhà")


def land() -> Answers:
    """A couple with land from the grandfather."""
    return owner(
        shared_use=True,
        filed_by="self",
        co_users=[{"_id": "a", "co_name": "Lò Văn Bình", "co_dob": "1990", "co_id": MAN}],
        parcel_no="12",
        map_sheet="5",
        parcel_address=HOME,
        area_own=0,
        area_shared=360.5,
        use_purpose=["home", "garden"],
        use_since="1975",
        use_term="lasting",
        origin="ancestors",
        origin_story="Ông nội khai hoang năm 1975",
        dispute=False,
        request_kinds=["register", "certificate"],
        paper_land_papers=["l1"],
    )


def building() -> Answers:
    """A small house drawn by the family."""
    return owner(
        filed_by="self",
        site_address=HOME,
        site_parcel="Thửa 12, tờ 5",
        site_area=360,
        self_design=True,
        work_kind="house",
        work_grade="iv",
        floor1_area=90,
        total_area=150,
        height=7.5,
        floors=2,
        finish_date="2027-06",
        adjoining=False,
        paper_land_papers=["l1"],
        paper_drawings=["d1"],
        pledge=True,
    )


def household(ask: str, **more: Any) -> Callable[[], Answers]:
    """A family of two asks about being listed as poor."""
    member = {"_id": "a", "member_name": "Lò Văn An", "member_dob": "2018", "member_gender": "male"}

    def told() -> Answers:
        return owner(
            owner_gender="female",
            owner_ethnic="03",
            filed_by="self",
            members=[member | {"member_relation": "child"}],
            ask=ask,
            reason="Chồng mất, làm nương một mình",
            statement_visit=True,
            **more,
        )

    return told


def pension() -> Answers:
    """An old woman, told by her son, in cash."""
    return owner(
        owner_name="Quàng Thị Lả",
        owner_birth_date="1941",
        owner_id_number=OTHER,
        owner_gender="female",
        owner_ethnic="03",
        filed_by="delegate",
        submitter_name="Lò Văn Bình",
        submitter_id_number=MAN,
        submitter_relation="Con trai",
        ask="grant",
        other_income=False,
        poor=False,
        pay_method="cash",
    )


def disability() -> Answers:
    """A man who cannot walk far."""
    names = ("move", "eat", "wash", "dress", "understand", "say", "house", "learn")
    daily = {f"can_{name}": "help" if name == "move" else "alone" for name in names}
    return owner(owner_gender="female", filed_by="self", ask="first", disability_kind=["movement"], **daily)


def crops() -> Answers:
    """Maize on one parcel for a season."""
    return owner(
        parcels=[{"_id": "a", "parcel_place": "Bản Cò Nòi", "parcel_area": 720}],
        target="annual",
        target_name="Ngô",
        season_kind="season",
        season="Vụ đông 2026",
        pledge=True,
    )


FURTHER: dict[str, Callable[[], Answers]] = {
    "1.001022": recognition,
    "1.004859": change,
    "1.004884": birth_again,
    "1.004837": guardianship,
    "2.000635": extract,
    "1.002755": longer_stay,
    "1.003197": residence_ends,
    "1.010028": stay_ends,
    "1.010038": split,
    "1.010039": residence_change,
    "1.010041": residence_paper,
    "1.003677": absence,
    "2.001159": guests,
    "3.000228": eid,
    "2.000720": business_change,
    "1.001266": business_end,
    "2.000575": business_paper,
    "1.013978": land,
    "1.013225": building,
    "1.011606": household("poor", now_poor="near"),
    "1.011607": household("near", event="illness"),
    "1.011608": household("out_poor", since="2024"),
    "1.011609": household("average", work_kind="farming"),
    "1.014027": pension,
    "1.001699": disability,
    "1.008004": crops,
}
