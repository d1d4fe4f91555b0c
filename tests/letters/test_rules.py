"""The words on papers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.letters import rules

AT = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)


def test_a_moment_is_written_as_people_read_it() -> None:
    assert rules.long_moment(AT) == "09:30, thứ Tư 25/11/2026"
    assert rules.long_moment(None) == "–"


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Xã Mộc Giang", "Mộc Giang"),
        ("Phường 12", "Phường 12"),
        ("Đặc khu Lý Sơn", "Lý Sơn"),
        ("Công an xã", "Công an xã"),
        ("Thành phố Đà Nẵng", "Đà Nẵng"),
    ],
)
def test_the_place_before_the_date_is_the_communes_own_name(name: str, place: str) -> None:
    assert rules.place(name) == place


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"value": 3, "unit": "working_day"}, "3 ngày làm việc"),
        ({"value": 8, "unit": "hour"}, "8 giờ làm việc"),
        ({"value": 1, "unit": "working_day", "same_day_before": "15:00"}, "trong ngày; nhận sau 15:00"),
        ({"value": None, "unit": "day"}, "theo quy định"),
        (None, "theo quy định"),
    ],
)
def test_a_limit_is_said_in_words(rule: dict[str, object] | None, words: str) -> None:
    assert rules.limit(rule).startswith(words)


def test_the_due_date_says_which_days_do_not_count() -> None:
    days: list[dict[str, object]] = [
        {"date": "2026-08-28", "kind": "after_cutoff"},
        {"date": "2026-08-29", "kind": "weekend"},
        {"date": "2026-08-31", "kind": "holiday", "name": "nghỉ hoán đổi"},
        {"date": "2026-09-03", "kind": "start"},
        {"date": "2026-09-05", "kind": "swap_work", "n": 1},
        {"date": "2026-09-07", "kind": "paused"},
    ]
    assert rules.why(days) == (
        "Tính từ 03/09/2026; vì nhận sau giờ làm việc; không tính 31/08/2026 (nghỉ hoán đổi), 07/09/2026 (tạm dừng), "
        "ngày nghỉ cuối tuần; có tính 05/09/2026 làm bù."
    )
    assert rules.why([]) == ""


def test_a_communes_paper_stands_under_its_peoples_committee() -> None:
    head = rules.head(
        rules.Office("Xã Mộc Giang", "commune", "Mộc Giang"), title="Giấy", number="01/TNHS", form="Mẫu số 01", at=AT
    )
    assert (head["parent"], head["agency"]) == (
        "Ủy ban nhân dân\nxã Mộc Giang",
        "Trung tâm Phục vụ hành chính công",
    )
    assert head["place_date"] == "Mộc Giang, ngày 25 tháng 11 năm 2026"
    police = rules.head(rules.Office("Công an xã", "office", "Mộc Giang"), title="", number="", form="", at=AT)
    assert (police["parent"], police["agency"]) == ("", "Công an xã")
