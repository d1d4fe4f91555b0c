"""What people are told of a supplement request: a message, a call where no phone rings, and form 02."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import zxingcpp
from flask.testing import FlaskClient
from PIL import Image
from pypdf import PdfReader

from app.db import db
from app.documents import store
from app.documents.models import Document
from app.notifications.models import CallTask, Message
from tests.conftest import HeldClock
from tests.dossiers.office import Desk, Office, sit_down
from tests.sync.asking import NAME, PHOTO, asked, page, sent
from tests.sync.world import Ground, Phone


@pytest.fixture
def clerk(client: FlaskClient, office: Office) -> Desk:
    return sit_down(client, "clerk")


def test_people_are_told_what_is_missing_and_called_where_no_phone_rings(phone: Phone, on: Ground, clerk: Desk) -> None:
    act = sent(phone, on)
    asked(clerk, act.dossier_id, NAME)
    message = db.session.query(Message).filter_by(dossier_id=act.dossier_id, kind="ask_supplement").one()
    assert "Họ, chữ đệm, tên của bạn (trước ngày " in message.body["vi"]
    call = db.session.query(CallTask).filter_by(dossier_id=act.dossier_id).one()
    assert "cần bà con bổ sung" in call.say["vi"]


def test_form_02_says_thing_by_thing_what_why_how_and_until_when(
    clock: HeldClock, phone: Phone, on: Ground, clerk: Desk, tmp_path: Path
) -> None:
    act = sent(phone, on, page(1))
    asked(clerk, act.dossier_id, PHOTO, NAME)
    document = db.session.query(Document).filter_by(dossier_id=act.dossier_id, kind="form_02").one()
    path = tmp_path / "form_02.pdf"
    path.write_bytes(store.get(document.sha256))
    text = " ".join(PdfReader(path).pages[0].extract_text().split())
    for wanted in (
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        "Mẫu số 02",
        document.number,
        "Ảnh mờ, không đọc được",
        "Chụp nơi đủ sáng",
        "Họ, chữ đệm, tên của bạn",
        "thứ Sáu 04/12/2026",
        "Đinh Thị Ngọc Ánh",
    ):
        assert str(wanted) in text
    said = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    assert "Đề nghị bổ sung trước hết thứ Sáu 04/12/2026" in " ".join(said.split())
    fonts = subprocess.run(["pdffonts", str(path)], capture_output=True, text=True, check=True).stdout
    assert "Tinos" in fonts
    # every font is in the file
    assert all(line.split()[-5] == "yes" for line in fonts.splitlines()[2:])
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", str(path), str(tmp_path / "page")], check=True)
    codes = zxingcpp.read_barcodes(Image.open(tmp_path / "page.png"))
    assert [code.text.rpartition("/t/")[2] for code in codes] == [act.op["payload"]["local_code"]]
