"""What is served compressed is compressed once, also by the processes that come later."""

from __future__ import annotations

from pathlib import Path

import brotli
import pytest

from app.catalogue import packing


@pytest.fixture(autouse=True)
def new_process() -> None:
    """A process that has packed nothing yet."""
    packing.pack.cache_clear()


def never(*_args: object, **_kwargs: object) -> bytes:
    raise AssertionError("compressed again")


def test_what_one_process_compressed_another_takes_from_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = packing.pack("a", b"ho so " * 100, tmp_path)
    packing.pack.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(brotli, "compress", never)
        assert packing.pack("a", b"ho so " * 100, tmp_path) == first
    assert brotli.decompress(first.brotli) == b"ho so " * 100


@pytest.mark.parametrize("spoiled", [b"", b"no brotli", brotli.compress(b"something else")])
def test_a_spoiled_file_is_not_believed(tmp_path: Path, spoiled: bytes) -> None:
    packing.pack("a", b"giay to", tmp_path)
    [kept] = tmp_path.iterdir()
    kept.write_bytes(spoiled)
    packing.pack.cache_clear()
    assert brotli.decompress(packing.pack("a", b"giay to", tmp_path).brotli) == b"giay to"
    assert brotli.decompress(kept.read_bytes()) == b"giay to"


def test_without_a_place_to_keep_it_it_is_served_all_the_same(tmp_path: Path) -> None:
    in_the_way = tmp_path / "a-file"
    in_the_way.write_bytes(b"")
    assert brotli.decompress(packing.pack("a", b"giay to", in_the_way / "packed").brotli) == b"giay to"


def test_the_oldest_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "KEPT", 2)
    for number in range(4):
        packing.pack(str(number), str(number).encode(), tmp_path)
    assert len(list(tmp_path.iterdir())) == 2
