"""The public list of units."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core import clock, errors
from app.units import operations, queries
from app.units.models import Unit


@pytest.fixture
def province(app: Flask) -> Unit:
    return operations.add(kind="province", name="Thành phố Đà Nẵng", official_code="48")


def commune(province: Unit, name: str, **facts: str) -> Unit:
    return operations.add(kind="commune", name=name, parent=province, **facts)  # type: ignore[arg-type]  # names of facts vary


def test_anybody_gets_the_list_with_hours_levels_and_the_offices_own_account(
    client: FlaskClient, province: Unit
) -> None:
    unit = operations.add(
        kind="commune",
        name="Xã Duy Xuyên",
        parent=province,
        official_code="20551",
        levels=["commune", "commune_police"],
        bank_bin="970405",
        bank_account="4200201000123",
        bank_holder="UBND XA DUY XUYEN",
    )
    answer = client.get("/api/units")
    assert answer.status_code == 200
    shown = {row["slug"]: row for row in answer.get_json()["units"]}
    assert shown["duy-xuyen"]["id"] == str(unit.id)
    assert shown["duy-xuyen"]["bank"] == {
        "bin": "970405",
        "account": "4200201000123",
        "holder": "UBND XA DUY XUYEN",
    }
    assert shown["duy-xuyen"]["hours"]["mon"] == [["07:00", "11:30"], ["13:30", "17:00"]]
    assert shown["duy-xuyen"]["hours"]["sat"] == []
    assert shown["da-nang"]["bank"] is None


def test_an_unchanged_list_is_answered_with_304(client: FlaskClient, province: Unit) -> None:
    first = client.get("/api/units")
    assert first.headers["ETag"] == f'"{first.get_json()["hash"]}"'
    again = client.get("/api/units", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    commune(province, "Xã Thu Bồn")
    changed = client.get("/api/units", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_a_slug_is_made_from_the_name_and_told_apart_where_two_units_share_it(province: Unit) -> None:
    other = operations.add(kind="province", name="Tỉnh Quảng Ngãi", official_code="51")
    assert commune(province, "Xã Đồng Dương").slug == "dong-duong"
    assert commune(other, "Xã Đông Dương").slug == "dong-duong-quang-ngai"
    assert commune(other, "Phường Đông Dương").slug == "dong-duong-quang-ngai-2"


def test_a_slug_may_not_hide_a_page_of_the_app(province: Unit) -> None:
    with pytest.raises(errors.Invalid, match="unit_bad_slug"):
        operations.add(kind="commune", name="Xã Tôi", parent=province, slug="toi")
    assert commune(province, "Xã Tới").slug == "toi-da-nang"


def test_a_renamed_unit_answers_to_its_old_slug(province: Unit) -> None:
    unit = commune(province, "Xã Cũ")
    operations.rename(unit, name="Xã Mới", slug="moi")
    assert queries.by_slug("cu").id == queries.by_slug("moi").id == unit.id
    row = next(row for row in queries.listing({}, {})["units"] if row["slug"] == "moi")
    assert row["old_slugs"] == ["cu"]


def test_printed_addresses_of_merged_units_lead_to_the_successor_of_the_successor(province: Unit) -> None:
    first, second, third = (commune(province, name) for name in ("Xã Một", "Xã Hai", "Xã Ba"))
    with clock.at(clock.now()):
        operations.succeed(first, second, kind="merged", day=clock.today(), legal_ref="NQ 1")
        operations.succeed(second, third, kind="merged", day=clock.today(), legal_ref="NQ 2")
        assert queries.by_slug("mot").id == third.id
        assert [unit.slug for unit in queries.current() if unit.kind == "commune"] == ["ba"]
    row = next(row for row in queries.listing({}, {})["units"] if row["slug"] == "ba")
    assert row["old_slugs"] == ["hai", "mot"]


def test_a_unit_that_ends_tomorrow_still_answers_today(province: Unit) -> None:
    old, new = commune(province, "Xã Cũ"), commune(province, "Xã Mới")
    operations.succeed(old, new, kind="merged", day=date(2100, 1, 1), legal_ref="NQ 3")
    assert queries.by_slug("cu").id == old.id
    assert queries.by_slug("cu", on=date(2100, 1, 1)).id == new.id


def test_counters_are_found_by_the_level_they_receive(province: Unit) -> None:
    office = operations.add(kind="office", name="Công an xã", parent=province, levels=["commune_police"])
    place = commune(province, "Xã Thu Bồn")
    assert [unit.id for unit in queries.counters_for("commune_police")] == [office.id]
    assert queries.receives(place.id, "commune")
    assert not queries.receives(place.id, "commune_police")


def test_a_village_stands_in_a_commune_and_a_commune_in_a_province(province: Unit) -> None:
    place = commune(province, "Xã Thu Bồn")
    village = operations.add(kind="village", name="Thôn Phú Đa", parent=place)
    assert [unit.id for unit in queries.ancestors(village.id)] == [place.id, province.id]
    assert queries.province_of(village.id).id == province.id
    with pytest.raises(errors.Invalid, match="unit_wrong_parent"):
        operations.add(kind="village", name="Thôn Lạc", parent=province)


@pytest.mark.parametrize(("bin_", "account"), [("97040", "1"), ("97o405", "1"), ("970405", None), (None, "1")])
def test_half_a_bank_account_is_refused(province: Unit, bin_: str | None, account: str | None) -> None:
    with pytest.raises(errors.Invalid, match="unit_bad_bank"):
        operations.change(province, bank_bin=bin_, bank_account=account)
