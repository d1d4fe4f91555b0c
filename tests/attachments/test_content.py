"""What bytes are is told from the bytes alone."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.attachments import content, renditions
from app.attachments.storage import DiskStorage, hash_of
from tests.attachments import pictures


def written(folder: Path, raw: bytes) -> Path:
    path = folder / "file"
    path.write_bytes(raw)
    return path


def kept(storage: DiskStorage, raw: bytes) -> str:
    part = storage.parts / "one"
    part.write_bytes(raw)
    sha256 = hash_of(part)
    storage.put(part, sha256)
    return sha256


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (pictures.jpeg(), content.JPEG),
        (pictures.other("PNG"), content.PNG),
        (pictures.other("WEBP"), content.WEBP),
        (pictures.other("HEIF"), content.HEIC),
        (pictures.pdf(), content.PDF),
    ],
)
def test_photos_and_pdfs_are_taken_for_what_they_are(tmp_path: Path, raw: bytes, kind: str) -> None:
    assert content.examine(written(tmp_path, raw)) == kind


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"MZ\x90\x00 a program", "type_refused"),
        (b"<html><script>alert(1)</script></html>", "type_refused"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "type_refused"),
        (b"", "type_refused"),
        (b"\xff\xd8\xff\xe0 and then nothing of a picture", "picture_unreadable"),
        (b"\x89PNG\r\n\x1a\n and no header", "picture_unreadable"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "picture_unreadable"),
        (b"\x00\x00\x00\x18ftypheic and no more", "picture_unreadable"),
        (pictures.eicar(), "malware"),
        (pictures.jpeg() + pictures.eicar(), "malware"),
        (pictures.pdf() + b" " * (1024 * 1024 - 20) + pictures.eicar(), "malware"),
    ],
)
def test_everything_else_is_refused_with_a_reason(tmp_path: Path, raw: bytes, code: str) -> None:
    with pytest.raises(content.RefusedError) as refused:
        content.examine(written(tmp_path, raw))
    assert refused.value.code == code


def test_a_picture_of_too_many_points_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    with pytest.raises(content.RefusedError) as refused:
        content.examine(written(tmp_path, out.getvalue()))
    assert refused.value.code == "picture_too_large"


@given(st.binary(max_size=200))
def test_no_bytes_make_the_look_fail(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    for head in (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x00\x00\x00\x00WEBP", b"\x00\x00\x00\x18ftypheic"):
        with contextlib.suppress(content.RefusedError):
            content.examine(written(tmp_path_factory.getbasetemp(), head + raw))


def test_f28_nobody_is_shown_where_a_photo_was_taken_and_its_picture_is_untouched(tmp_path: Path) -> None:
    storage = DiskStorage(tmp_path)
    raw = pictures.jpeg(gps=True, orientation=6)
    sha256 = kept(storage, raw)
    renditions.make(storage, sha256, content.JPEG)
    shown = renditions.shown(storage, sha256, content.JPEG, "full")
    assert shown is not None
    with Image.open(shown[0]) as picture, Image.open(io.BytesIO(raw)) as original:
        assert picture.getexif().get(pictures.ORIENTATION) == 6
        assert not picture.getexif().get_ifd(pictures.GPS)
        assert 0x010F not in picture.getexif()
        assert picture.tobytes() == original.tobytes()
    assert storage.path(sha256).read_bytes() == raw


def test_a_photo_that_tells_nothing_is_shown_as_it_is(tmp_path: Path) -> None:
    storage = DiskStorage(tmp_path)
    sha256 = kept(storage, pictures.jpeg())
    renditions.make(storage, sha256, content.JPEG)
    assert renditions.shown(storage, sha256, content.JPEG, "full") == (storage.path(sha256), content.JPEG)


def test_f28_a_small_picture_is_upright(tmp_path: Path) -> None:
    storage = DiskStorage(tmp_path)
    sha256 = kept(storage, pictures.jpeg(size=(1600, 800), orientation=6))
    renditions.make(storage, sha256, content.JPEG)
    shown = renditions.shown(storage, sha256, content.JPEG, "thumb")
    assert shown is not None
    with Image.open(shown[0]) as picture:
        assert picture.size == (160, 320)


@pytest.mark.parametrize("kind", ["HEIF", "PNG", "WEBP"])
def test_every_taken_picture_can_be_shown(tmp_path: Path, kind: str) -> None:
    storage = DiskStorage(tmp_path)
    sha256 = kept(storage, pictures.other(kind))
    media = content.examine(storage.path(sha256))
    renditions.make(storage, sha256, media)
    for size in ("full", "thumb"):
        shown = renditions.shown(storage, sha256, media, size)
        assert shown is not None
        assert shown[1] in {content.JPEG, content.PNG, content.WEBP}


def test_a_picture_with_a_torn_end_is_found_out_when_it_is_decoded(tmp_path: Path) -> None:
    storage = DiskStorage(tmp_path)
    sha256 = kept(storage, pictures.jpeg(size=(400, 400))[:-9000])
    assert content.examine(storage.path(sha256)) == content.JPEG
    with pytest.raises(content.RefusedError):
        renditions.make(storage, sha256, content.JPEG)


def test_the_same_content_has_another_name_in_another_province(tmp_path: Path) -> None:
    here, there = DiskStorage(tmp_path / "a"), DiskStorage(tmp_path / "b")
    assert here.name("ab" * 32) != there.name("ab" * 32)
    assert here.name("ab" * 32) == DiskStorage(tmp_path / "a").name("ab" * 32)
