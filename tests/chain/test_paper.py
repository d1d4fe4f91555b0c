"""The digest of a day as a page: what is read from it, by people and by a camera, is the line the verifier takes."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pypdfium2
from flask import Flask

from app.chain import operations, paper
from app.chain.rules import Digest, read_digest
from app.core.access import Role
from app.db import db
from tests.conftest import HeldClock
from tests.dossiers.office import make_dossier, make_office, sit_down


def text_of(pdf: bytes, folder: Path) -> str:
    path = folder / "page.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


def scanned(pdf: bytes, folder: Path) -> str:
    picture = folder / "page.png"
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    document[0].render(scale=3).to_pil().save(picture)
    document.close()
    done = subprocess.run(["zbarimg", "--quiet", "--raw", str(picture)], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_leader_prints_yesterdays_digest_and_the_verifier_takes_what_the_camera_reads(
    app: Flask, clock: HeldClock, tmp_path: Path
) -> None:
    clock.at(2026, 11, 25, 9, 0)
    office = make_office()
    office.hire("leader", "Lường Xuân Trường", Role.LEADER)
    sent = make_dossier(office)
    assert sit_down(app.test_client(), "clerk").move(sent.id, "receive").status_code == 200
    operations.seal(everything=True)
    db.session.commit()
    leader = sit_down(app.test_client(), "leader")
    assert leader.read("/digests").get_json()["digests"] == []
    today = leader.read("/digests/page", day="2026-11-25")
    assert (today.status_code, today.get_json()["code"]) == (404, "digest_none")
    clock.forward(days=1)
    leader = sit_down(app.test_client(), "leader")
    [told] = leader.read("/digests").get_json()["digests"]
    page = leader.read("/digests/page", day=told["day"])
    assert page.mimetype == "application/pdf"
    assert page.data == leader.read("/digests/page", day=told["day"]).data
    line = scanned(page.data, tmp_path)
    assert read_digest(line) == Digest(read_digest(line).day, told["n"], told["sha256"])
    outside = tmp_path / "digests.txt"
    outside.write_text(line + "\n")
    done = app.test_cli_runner().invoke(args=["audit", "verify", "--digests", str(outside)])
    assert done.exit_code == 0, done.output
    said = text_of(page.data, tmp_path)
    assert "NIÊM PHONG NHẬT KÝ TRONG NGÀY" in said
    assert f"Hết ngày 25/11/2026, các nhật ký có {told['n']} mục được niêm phong: 2 bước xử lý" in said
    assert "Xã Mộc Giang" in said
    assert told["sha256"] in said.replace(" ", "")


def test_the_same_digest_is_the_same_page_and_another_is_not() -> None:
    one = read_digest(f"2026-11-25 7 {'a' * 64}")
    other, counts = read_digest(f"2026-11-25 7 {'b' * 64}"), {"event": 5, "look": 2}
    assert paper.page(one, counts, place="Xã A") == paper.page(one, counts, place="Xã A")
    assert paper.page(one, counts, place="Xã A") != paper.page(other, counts, place="Xã A")
