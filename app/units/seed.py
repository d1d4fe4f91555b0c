"""Provinces and communes of the 2025 reform, from the package `vietnam-provinces`; later changes are data."""

from __future__ import annotations

from sqlalchemy import select
from vietnam_provinces import Province, Ward

from app.db import db
from app.units import operations
from app.units.models import Unit

COMMUNE_KINDS = {"xã": "xa", "phường": "phuong", "đặc khu": "dac_khu"}


def province(code: int) -> tuple[Unit, int]:
    """Add a province and its missing communes; returns it and how many were added. Raises LookupError."""
    known = {int(each.code): each for each in Province.iter_all()}
    if code not in known:
        raise LookupError(f"{code} is not the code of a province of the 2025 reform")
    told = known[code]
    official = f"{code:02d}"
    unit = db.session.scalar(select(Unit).where(Unit.kind == "province", Unit.official_code == official))
    if unit is None:
        unit = operations.add(kind="province", name=told.name, official_code=official)
    communes = [
        (f"{int(ward.code):05d}", ward.name, COMMUNE_KINDS[ward.division_type.value])
        for ward in Ward.iter_by_province(told.code)
    ]
    return unit, operations.add_missing(unit, communes)
