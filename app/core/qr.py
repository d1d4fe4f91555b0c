"""Draws a QR code as SVG for printed papers: plain squares, dark on light, with the quiet zone."""

from __future__ import annotations

import qrcode
from qrcode.constants import ERROR_CORRECT_M


def svg(text: str) -> str:
    """The picture of a text; the same text gives the same picture."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    side = len(rows)
    runs = "".join(_runs(row, y) for y, row in enumerate(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<rect width="{side}" height="{side}" fill="#fff"/><path d="{runs}" fill="#000"/></svg>'
    )


def _runs(row: list[bool], y: int) -> str:
    """One rectangle for each run of dark modules of a row."""
    out, x = [], 0
    while x < len(row):
        if not row[x]:
            x += 1
            continue
        start = x
        while x < len(row) and row[x]:
            x += 1
        out.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
    return "".join(out)
