"""The poster: its words can be read, its QR leads to the page, whatever the procedure."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import zxingcpp
from flask.testing import FlaskClient
from PIL import Image

from app.catalogue import poster, queries
from app.catalogue.reading import Content
from app.units import operations
from app.units.models import Unit


@pytest.fixture
def unit(loaded: Content) -> Unit:
    province = operations.add(kind="province", name="Tỉnh Sơn La", official_code="14")
    return operations.add(
        kind="commune", name="Xã Mộc Giang", parent=province, address="Bản Cò Nòi, xã Mộc Giang", phone="0212 3 800 000"
    )


def words(pdf: bytes, folder: Path) -> str:
    path = folder / "poster.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], check=True, capture_output=True)
    return " ".join(done.stdout.decode().split())


def seen(pdf: bytes, folder: Path) -> str:
    """What a camera reads off the printed page."""
    path = folder / "poster.pdf"
    path.write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "100", "-png", "-singlefile", str(path), str(folder / "page")], check=True)
    with Image.open(folder / "page.png") as page:
        found = zxingcpp.read_barcodes(page)
    return str(found[0].text)


def test_the_words_of_the_poster_can_be_read_exactly(client: FlaskClient, unit: Unit, tmp_path: Path) -> None:
    answer = client.get(f"/api/catalogue/posters/{unit.slug}/1.001193")
    assert answer.mimetype == "application/pdf"
    text = words(answer.data, tmp_path)
    for expected in (
        "Xã Mộc Giang",
        "Đăng ký khai sinh",
        "Giấy chứng sinh",
        "Miễn phí khi làm trong 60 ngày sau khi sinh",
        "Bản sao trích lục: 8.000 đ mỗi bản",
        "Trong ngày, nếu nộp trước 15:00",
        "Thứ Hai – thứ Sáu: 07:00–11:30; 13:30–17:00",
    ):
        assert expected in text


def test_the_qr_opens_the_procedure_at_the_unit(client: FlaskClient, unit: Unit, tmp_path: Path) -> None:
    answer = client.get(f"/api/catalogue/posters/{unit.slug}/1.001193")
    assert seen(answer.data, tmp_path) == "http://localhost/moc-giang/1.001193"


def test_an_old_code_prints_the_code_of_today(client: FlaskClient, unit: Unit, tmp_path: Path) -> None:
    answer = client.get(f"/api/catalogue/posters/{unit.slug}/2.000986")
    assert seen(answer.data, tmp_path) == "http://localhost/moc-giang/3.000722"


def test_every_procedure_fits_on_one_page(unit: Unit, loaded: Content, tmp_path: Path) -> None:
    for code in loaded.procedures:
        body = queries.procedure_body(queries.current_version(code))
        (tmp_path / "one.pdf").write_bytes(poster.draw(body, unit, public_url="https://motcua.example.gov.vn"))
        done = subprocess.run(["pdfinfo", str(tmp_path / "one.pdf")], check=True, capture_output=True)
        assert b"Pages:           1\n" in done.stdout, code


def test_the_same_facts_give_the_same_bytes(client: FlaskClient, unit: Unit) -> None:
    url = f"/api/catalogue/posters/{unit.slug}/2.000815"
    assert client.get(url).data == client.get(url).data
