"""Sets of posters: every code can be read, every word can be found, large sets come later."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from flask import Flask

from app import jobs
from app.catalogue import poster_sets
from app.catalogue.models import PosterSet
from app.catalogue.reading import Content
from app.core import errors
from app.core.access import Role
from app.db import db, transaction
from app.units import operations
from app.units.models import Unit
from tests.dossiers.office import Desk, Office, make_office, sit_down

PUBLIC = "http://localhost"
BIRTH, DEATH = "1.001193", "1.000656"


@pytest.fixture
def unit(loaded: Content) -> Unit:
    province = operations.add(kind="province", name="Tỉnh Sơn La", official_code="14")
    return operations.add(
        kind="commune", name="Xã Mộc Giang", parent=province, address="Bản Cò Nòi, xã Mộc Giang", phone="0212 3 800 000"
    )


def words(path: Path, *flags: str) -> str:
    done = subprocess.run(["pdftotext", "-raw", *flags, str(path), "-"], check=True, capture_output=True)
    return " ".join(done.stdout.decode().split())


def codes_seen(path: Path, folder: Path) -> list[str]:
    """What a scanner reads off the printed pages, page by page."""
    subprocess.run(["pdftoppm", "-r", "110", "-png", str(path), str(folder / "page")], check=True)
    pages = sorted(folder.glob("page-*.png"))
    read = ["zbarimg", "-q", "--raw", *map(str, pages)]
    return sorted(subprocess.run(read, check=True, capture_output=True).stdout.decode().split())


def pages_of(path: Path) -> int:
    told = subprocess.run(["pdfinfo", str(path)], check=True, capture_output=True).stdout.decode()
    return int(next(line.split()[1] for line in told.splitlines() if line.startswith("Pages:")))


@pytest.mark.parametrize(("size", "sheets"), [("a4", 5), ("a6", 2)])
def test_every_code_and_every_title_of_a_set_can_be_read(
    unit: Unit, loaded: Content, tmp_path: Path, size: poster_sets.Size, sheets: int
) -> None:
    chosen = poster_sets.choose(unit, codes=[BIRTH, DEATH, "2.000815", "1.013978", "1.014027"])
    path = tmp_path / "set.pdf"
    path.write_bytes(poster_sets.draw(unit, chosen, size, public_url=PUBLIC))
    assert pages_of(path) == sheets
    assert codes_seen(path, tmp_path) == sorted(f"{PUBLIC}/moc-giang/{code}" for code in chosen)
    text = words(path)
    for code in chosen:
        assert loaded.procedures[code].body["name"]["vi"] in text
    assert "Quét mã" in text
    assert "Miễn phí khi làm trong 60 ngày sau khi sinh" in text
    fonts = subprocess.run(["pdffonts", str(path)], check=True, capture_output=True).stdout.decode().splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts), fonts


def test_all_procedures_of_a_unit_fit_one_to_a_page_and_four_to_a_page(
    unit: Unit, loaded: Content, tmp_path: Path
) -> None:
    unit.levels = ["commune", "commune_police"]
    chosen = poster_sets.choose(unit)
    assert set(chosen) == set(loaded.procedures)
    sizes: list[tuple[poster_sets.Size, int]] = [("a4", 64), ("a6", 16)]
    for size, sheets in sizes:
        path = tmp_path / f"{size}.pdf"
        path.write_bytes(poster_sets.draw(unit, chosen, size, public_url=PUBLIC))
        assert pages_of(path) == sheets
        folder = tmp_path / size
        folder.mkdir()
        assert len(codes_seen(path, folder)) == 64


def test_a_set_is_of_a_life_event_and_of_what_the_unit_receives(unit: Unit, loaded: Content) -> None:
    born = poster_sets.choose(unit, life_event="sinh_con")
    assert BIRTH in born
    assert DEATH not in born
    assert "1.004222" not in born, "the police receive that"
    with pytest.raises(errors.Invalid, match="no_posters"):
        poster_sets.choose(unit, codes=["1.004222"])


@pytest.fixture
def office(loaded: Content) -> Office:
    with transaction(writes=True):
        office = make_office()
        office.hire("admin", "Nguyễn Hữu Trí", Role.ADMIN)
    return office


@pytest.fixture
def admin(app: Flask, office: Office) -> Desk:
    return sit_down(app.test_client(), "admin")


def asked(admin: Desk, **body: object) -> dict[str, object]:
    answer = admin.client.post("/api/catalogue/poster-sets", json=body, headers={"X-CSRF-Token": admin.csrf})
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.get_json()
    return found


def test_a_small_set_is_there_at_once_and_a_large_one_when_the_job_has_run(admin: Desk, office: Office) -> None:
    unit_id = str(office.unit.id)
    small = asked(admin, unit_id=unit_id, size="a4", codes=[BIRTH, DEATH])
    assert (small["count"], small["pages"]) == (2, 2)
    assert small["made_at"]
    large = asked(admin, unit_id=unit_id, size="a6")
    address = f"/api/catalogue/poster-sets/{large['set_id']}"
    assert large["made_at"] is None
    assert admin.client.get(f"{address}/pdf").status_code == 409
    jobs.drain()
    assert admin.client.get(address).get_json()["made_at"]
    got = admin.client.get(f"{address}/pdf")
    assert got.data.startswith(b"%PDF")
    assert got.headers["Content-Disposition"] == 'attachment; filename="ap-phich-moc-giang-a6.pdf"'


def test_a_set_of_another_unit_is_none(app: Flask, admin: Desk, office: Office) -> None:
    with transaction(writes=True):
        other = make_office(name="Xã Khác", prefix="khac-", e_identifier="H17.50.9")
        other.hire("other-admin", "Trần Văn Khác", Role.ADMIN)
    made = asked(admin, unit_id=str(office.unit.id), size="a4", codes=[BIRTH])
    stranger = sit_down(app.test_client(), "other-admin")
    assert stranger.client.get(f"/api/catalogue/poster-sets/{made['set_id']}").status_code == 404
    assert stranger.client.get(f"/api/catalogue/poster-sets/{made['set_id']}/pdf").status_code == 404
    body = {"unit_id": str(office.unit.id), "size": "a4", "codes": [BIRTH]}
    refused = stranger.client.post("/api/catalogue/poster-sets", json=body, headers={"X-CSRF-Token": stranger.csrf})
    assert refused.status_code == 403


def test_the_command_writes_the_file_and_says_how_many(app: Flask, office: Office, tmp_path: Path) -> None:
    target = tmp_path / "all.pdf"
    args = ["catalogue", "posters", "moc-giang", str(target), "--size", "a6", "--life-event", "sinh_con"]
    done = app.test_cli_runner().invoke(args=args)
    assert done.exit_code == 0, done.output
    assert "posters of Xã Mộc Giang" in done.output
    assert target.read_bytes().startswith(b"%PDF")
    refused = app.test_cli_runner().invoke(args=["catalogue", "posters", "nowhere", str(target)])
    assert refused.exit_code == 1


def test_sets_are_forgotten_after_a_week(admin: Desk, office: Office) -> None:
    made = asked(admin, unit_id=str(office.unit.id), size="a4", codes=[BIRTH])
    with transaction(writes=True):
        for row in db.session.query(PosterSet):
            row.asked_at -= poster_sets.KEPT * 2
    with transaction(writes=True):
        poster_sets.forget_old()
    assert admin.client.get(f"/api/catalogue/poster-sets/{made['set_id']}").status_code == 404
