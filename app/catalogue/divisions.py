"""Provinces and communes as code lists: the 2025 reform, its dated changes since, and the older tree behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from vietnam_provinces import Province, VietNamDivisionType, Ward, __data_version__, __version__

from app.catalogue.format import UnitChange
from app.core.text import nfc, sort_key

SOURCE = f"vietnam-provinces {__version__}"
OLD_SOURCE = "vietnamadminunits 1.0.4 (MIT)"
KINDS = {
    VietNamDivisionType.TINH: "tinh",
    VietNamDivisionType.THANH_PHO_TRUNG_UONG: "thanh_pho",
    VietNamDivisionType.XA: "xa",
    VietNamDivisionType.PHUONG: "phuong",
    VietNamDivisionType.DAC_KHU: "dac_khu",
}
_CITY, _PROVINCE, _WARD, _COMMUNE = "Thành phố ", "Tỉnh ", "Phường ", "Xã "


@dataclass(frozen=True)
class OldUnits:
    """One district as it was until 30 June 2025: its communes, each with the communes it lies in now."""

    province: str
    district: str
    communes: tuple[tuple[str, tuple[str, ...]], ...]


def read_old_units(text: str) -> list[OldUnits]:
    """The older tree of catalogue/lists/old_units.tsv; raises ValueError naming the line."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#") or not line.strip():
            continue
        parts = line.split("\t")
        pairs = [pair.split("=") for pair in parts[-1].split(";")]
        if len(parts) != 3 or any(len(pair) != 2 for pair in pairs):
            raise ValueError(f"line {number}: expected province, district, commune=code[,code];…")
        communes = tuple((name, tuple(codes.split(","))) for name, codes in pairs)
        found.append(OldUnits(parts[0], parts[1], communes))
    return found


def provinces(changes: Iterable[UnitChange]) -> dict[str, Any]:
    """The list `provinces`: 34 items."""
    cities = {code for change in changes for code in change.provinces_to_city}
    items: list[dict[str, Any]] = []
    for province in Province.iter_all():
        code = f"{province.code.value:02d}"
        kind = "thanh_pho" if code in cities else KINDS[province.division_type]
        short = nfc(province.name).removeprefix(_CITY)
        name = (_CITY if kind == "thanh_pho" else _PROVINCE) + short
        items.append({"value": code, "label": {"vi": name}, "kind": kind})
    items.sort(key=lambda item: sort_key(item["label"]["vi"].split(" ", 1)[1]))
    return _list("provinces", items, changes)


def communes(changes: Iterable[UnitChange]) -> dict[str, Any]:
    """The list `communes`: 3,321 items, each with its province."""
    changes = list(changes)
    wards = {code for change in changes for code in change.communes_to_ward}
    ward_names = {(change.province, name) for change in changes for name in change.names_to_ward}
    items: list[dict[str, Any]] = []
    for commune in Ward.iter_all():
        code, parent = f"{commune.code.value:05d}", f"{commune.province_code.value:02d}"
        name, kind = nfc(commune.name), KINDS[commune.division_type]
        if kind == "xa" and (code in wards or (parent, name.removeprefix(_COMMUNE)) in ward_names):
            name, kind = _WARD + name.removeprefix(_COMMUNE), "phuong"
        items.append({"value": code, "label": {"vi": name}, "parent": parent, "kind": kind})
    items.sort(key=lambda item: (item["parent"], sort_key(item["label"]["vi"].split(" ", 1)[1])))
    return _list("communes", items, changes)


def old_communes(old: Iterable[OldUnits]) -> dict[str, Any]:
    """The list `old_communes`: for each commune of today what it was made of, in words; apart, since few need it."""
    origins = _origins(old)
    items = [{"value": code, "label": {"vi": "; ".join(origins[code])}} for code in sorted(origins)]
    return {"name": "old_communes", "source": OLD_SOURCE, "as_of": "2025-07-01", "items": items}


def _origins(old: Iterable[OldUnits]) -> dict[str, list[str]]:
    """New code -> its old communes by district: 'Xã Duy Trinh, Xã Duy Châu (Huyện Duy Xuyên, Quảng Nam)'."""
    found: dict[str, list[str]] = defaultdict(list)
    for district in old:
        mine: dict[str, list[str]] = defaultdict(list)
        for name, codes in district.communes:
            for code in codes:
                mine[code].append(name)
        where = f"{district.district}, {_short(district.province)}"
        for code, names in mine.items():
            inside = ", ".join(name for name in names if name)
            found[code].append(f"{inside} ({where})" if inside else where)
    return found


def _short(province: str) -> str:
    return province.removeprefix(_CITY).removeprefix(_PROVINCE)


def _list(name: str, items: list[dict[str, Any]], changes: Iterable[UnitChange]) -> dict[str, Any]:
    latest = max((change.date for change in changes), default=__data_version__)
    return {"name": name, "source": SOURCE, "as_of": latest, "items": items}
