"""Papers as they come out of the printer: every word can be read back, every code scanned."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from app.letters import operations as letters
from app.letters.rules import Appointment, FeeLine, Office, PaperLine, Subject, Takings

AT = datetime(2026, 11, 25, 2, 30, 15, 123456, tzinfo=UTC)
OFFICE = Office("Xã Mộc Giang", "commune", "Mộc Giang", "12 đường Trần Phú", "0235 3877 123")
SUBJECT = Subject(
    code="H17.50.2-261125-0001",
    local_code="3MW9-C4HD-A",
    procedure="Đăng ký khai sinh",
    owner="Nguyễn Phạm Hoàng Bảo Trâm",
    submitter="Trần Văn Lực",
    address="Thôn Bờ Đa, Xã Mộc Giang, Thành phố Đà Nẵng",
    phone="0905 123 456",
)
LINK = "https://motcua.example.vn/t/3MW9-C4HD-A"
SAID = Appointment(
    papers=[
        PaperLine("Tờ khai điện tử", 1, "Tệp điện tử"),
        PaperLine("Giấy chứng sinh", 1, "Tệp điện tử, 2 trang, đã đối chiếu bản chính"),
    ],
    limit="trong ngày",
    received_at=AT,
    due_at=datetime(2026, 11, 25, 10, 0, tzinfo=UTC),
    estimated=False,
    days=[{"date": "2026-11-25", "kind": "start"}],
    fees=[FeeLine("Bản sao trích lục", 2, 16000)],
    reference="CL3MW9C4HDA",
    return_wish="office",
    bring=["Giấy chứng nhận kết hôn"],
    receiver="Đinh Thị Ngọc Ánh",
    link=LINK,
)


def read(pdf: bytes, folder: Path) -> str:
    """The text of a PDF in one line, as a reader or a search engine sees it."""
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True)
    return " ".join(done.stdout.decode().replace("\u00a0", " ").split())


def scanned(pdf: bytes, folder: Path) -> list[str]:
    """What a scanner reads from the first page."""
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "100", "-png", "-singlefile", str(path), str(folder / "page")], check=True)
    return [found.text for found in zxingcpp.read_barcodes(Image.open(folder / "page.png"))]


def pages(pdf: bytes) -> int:
    return len(PdfReader(BytesIO(pdf)).pages)


def test_form_01_holds_everything_it_must_and_fits_a_page(tmp_path: Path) -> None:
    letter = letters.form_01(OFFICE, SUBJECT, SAID, count=1, at=AT)
    text = read(letter.pdf, tmp_path)
    assert (letter.number, letter.title["vi"]) == ("01/TNHS", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả")
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Mộc Giang, ngày 25 tháng 11 năm 2026",
        "Số: 01/TNHS",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Mã hồ sơ: H17.50.2-261125-0001",
        "Tiếp nhận hồ sơ của: Nguyễn Phạm Hoàng Bảo Trâm",
        "Người nộp: Trần Văn Lực",
        "Địa chỉ: Thôn Bờ Đa, Xã Mộc Giang, Thành phố Đà Nẵng",
        "Số điện thoại: 0905 123 456",
        "Nội dung yêu cầu giải quyết: Đăng ký khai sinh",
        "Giấy chứng sinh 1 Tệp điện tử, 2 trang, đã đối chiếu bản chính",
        "Số bộ hồ sơ: 1",
        "Thời hạn giải quyết theo quy định: trong ngày",
        "Tiếp nhận hồ sơ: 09:30, thứ Tư 25/11/2026",
        "Hẹn trả kết quả: trước 17:00, thứ Tư 25/11/2026",
        "Bản sao trích lục 2 16.000 đ",
        "Tổng cộng 16.000 đ",
        "Nội dung chuyển khoản: CL3MW9C4HDA",
        "Nơi trả: Xã Mộc Giang, 12 đường Trần Phú",
        "Hình thức: Nhận trực tiếp",
        "Mang theo bản chính để đối chiếu khi nhận: Giấy chứng nhận kết hôn",
        "Đinh Thị Ngọc Ánh",
        LINK,
    ):
        assert words in text, words
    assert pages(letter.pdf) == 1


def test_form_01s_code_leads_to_the_dossier(tmp_path: Path) -> None:
    letter = letters.form_01(OFFICE, SUBJECT, SAID, count=1, at=AT)
    assert scanned(letter.pdf, tmp_path) == [LINK]


def test_the_same_facts_give_the_same_bytes() -> None:
    one, two = (letters.form_01(OFFICE, SUBJECT, SAID, count=1, at=AT).pdf for _ in range(2))
    assert one == two


def test_without_fees_form_01_says_so(tmp_path: Path) -> None:
    free = replace(SAID, fees=[], bring=[], due_at=None)
    text = read(letters.form_01(OFFICE, SUBJECT, free, count=1, at=AT).pdf, tmp_path)
    assert "Không thu phí, lệ phí" in text
    assert "Hẹn trả kết quả: sẽ báo sau" in text
    assert "Mang theo" not in text


def test_what_people_typed_is_printed_not_obeyed(tmp_path: Path) -> None:
    nasty = replace(SUBJECT, owner='#panic("x") *đậm* $x$ <a> @b [c] \\ `d` "e"')
    text = read(letters.form_01(OFFICE, nasty, SAID, count=1, at=AT).pdf, tmp_path)
    assert '#panic("x") *đậm* $x$ <a> @b [c] \\ `d` "e"' in text


def test_form_03_says_the_reason(tmp_path: Path) -> None:
    letter = letters.form_03(OFFICE, SUBJECT, reason="Không thuộc thẩm quyền", signer="Ánh", count=7, at=AT)
    text = read(letter.pdf, tmp_path)
    assert letter.number == "07/TCHS"
    assert "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ" in text
    assert "Kính gửi: Nguyễn Phạm Hoàng Bảo Trâm" in text
    assert "Lý do: Không thuộc thẩm quyền." in text
    assert "Nơi nhận:" in text


def test_form_05_says_who_asked_the_step_and_the_money(tmp_path: Path) -> None:
    letter = letters.form_05(
        OFFICE,
        SUBJECT,
        reason="bà con đổi ý",
        asked_by="Trần Văn Lực",
        step="thẩm định",
        money="Hồ sơ không có khoản thu.",
        signer="",
        count=1,
        at=AT,
    )
    text = read(letter.pdf, tmp_path)
    assert "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ" in text
    assert "Người đề nghị dừng: Trần Văn Lực. Bước đã tới: thẩm định." in text
    assert "Hồ sơ không có khoản thu." in text


@pytest.mark.parametrize(("kind", "title"), [("phi", "BIÊN LAI THU PHÍ"), ("le_phi", "BIÊN LAI THU LỆ PHÍ")])
def test_a_receipt_says_the_sum_in_figures_and_words(tmp_path: Path, kind: str, title: str) -> None:
    said = Takings(
        fees=[FeeLine("Bản sao trích lục", 2, 16000)],
        method="bank",
        paid_on=date(2026, 11, 25),
        bank_ref="FT26329001",
        cashier="Đinh Thị Ngọc Ánh",
        kind=kind,
    )
    text = read(letters.receipt(OFFICE, SUBJECT, said, number="0000001/2026", at=AT).pdf, tmp_path)
    assert title in text
    for words in (
        "Số: 0000001/2026",
        "Tổng cộng 16.000 đ",
        "Bằng chữ: Mười sáu nghìn đồng",
        "Hình thức nộp: Chuyển khoản",
        "Ngày nộp: 25/11/2026",
        "Số tham chiếu: FT26329001",
        "Người nộp: Trần Văn Lực",
    ):
        assert words in text, words


def test_a_plain_result_is_the_peoples_committees_own(tmp_path: Path) -> None:
    letter = letters.plain_result(
        OFFICE,
        SUBJECT,
        title="Giấy xác nhận tình trạng hôn nhân",
        paragraphs=["Chưa đăng ký kết hôn với ai.", "Có giá trị 6 tháng."],
        signer_title="Chủ tịch",
        number="",
        at=AT,
    )
    text = read(letter.pdf, tmp_path)
    assert text.index("ỦY BAN NHÂN DÂN") < text.index("XÃ MỘC GIANG")
    assert "TRUNG TÂM PHỤC VỤ" not in text
    assert "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN" in text
    assert "Chưa đăng ký kết hôn với ai. Có giá trị 6 tháng." in text


def test_a_long_list_of_papers_runs_on_to_the_next_page(tmp_path: Path) -> None:
    many = replace(SAID, papers=[PaperLine(f"Giấy tờ thứ {n} " + "rất dài " * 12, 1, "Tệp") for n in range(40)])
    letter = letters.form_01(OFFICE, SUBJECT, many, count=1, at=AT)
    assert pages(letter.pdf) > 1
    assert "Giấy tờ thứ 39" in read(letter.pdf, tmp_path)


def test_every_paper_is_archival() -> None:
    assert b"pdfaid:part" in letters.form_01(OFFICE, SUBJECT, SAID, count=1, at=AT).pdf


def test_a_name_in_a_script_the_typeface_lacks_fails_no_paper(tmp_path: Path) -> None:
    elsewhere = replace(SUBJECT, owner="Lò Văn Pản ꪀꪱꪉ 汉字 😀 \u0530", submitter="")
    letter = letters.form_01(OFFICE, elsewhere, SAID, count=1, at=AT)
    assert "Lò Văn Pản" in read(letter.pdf, tmp_path)


@pytest.mark.parametrize("char", ["\u0530", "\ufffd", "\u00ad", "\t", "\u0300", "\U0001f600", "\ue000"])
def test_no_character_can_keep_a_paper_from_being_set(char: str) -> None:
    odd = replace(SUBJECT, owner=f"A{char}B{char}{char}")
    assert letters.form_03(OFFICE, odd, reason=f"{char} x {char}", signer=char, count=1, at=AT).pdf
