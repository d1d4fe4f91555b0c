"""Shapes of uploads (tus words, our own small protocol: design/sync.md, section 8)."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from app.core.shapes import Given, Sha256Hex, Shape

MOST_BYTES = 2**40


class UploadPath(Given):
    attachment_id: UUID


class UploadHeaders(Given):
    """Where these bytes begin, and what the whole is."""

    model_config = ConfigDict(extra="ignore")

    upload_offset: int = Field(alias="Upload-Offset", ge=0, le=MOST_BYTES)
    upload_length: int = Field(alias="Upload-Length", ge=1, le=MOST_BYTES)
    upload_sha256: Sha256Hex = Field(alias="Upload-Sha256")
    upload_type: str = Field(alias="Upload-Type", min_length=1, max_length=80)


class UploadOut(Shape):
    """`offset == size` is not `stored`: only `stored` means that the hash was verified."""

    attachment_id: UUID
    offset: int
    size: int
    sha256: Sha256Hex
    state: Literal["partial", "stored", "refused"]
    code: str | None = None


class ThumbQuery(Given):
    size: Literal["full", "thumb"] = "full"
