"""What is said where a file or a page cannot be taken, or a paper not used again."""

from __future__ import annotations

from app.core import error_texts

TEXTS: dict[str, tuple[str, str]] = {
    "file_kind": (
        "{name}: loại tệp này không tách trang được. Dùng PDF, TIFF, JPEG, PNG, WebP hoặc HEIC.",
        "{name}: this type of file cannot be taken apart. Use PDF, TIFF, JPEG, PNG, WebP or HEIC.",
    ),
    "file_broken": (
        "{name}: tệp bị hỏng, không đọc được. Quét lại giấy này.",
        "{name}: the file is damaged and cannot be read. Scan the paper again.",
    ),
    "file_encrypted": (
        "{name}: tệp PDF có mật khẩu. Lưu lại bản không đặt mật khẩu, hoặc quét lại giấy này.",
        "{name}: the PDF has a password. Save it without one, or scan the paper again.",
    ),
    "file_too_many_pages": (
        "{name}: quá {most} trang. Tách thành nhiều tệp ở máy quét rồi thả lại.",
        "{name}: more than {most} pages. Scan it as several files and drop them again.",
    ),
    "file_too_heavy": (
        "{name}: ảnh quá lớn để mở. Quét lại ở 300 dpi hoặc thấp hơn.",
        "{name}: too large to open. Scan it again at 300 dpi or less.",
    ),
    "file_empty": ("{name}: tệp không có trang nào.", "{name}: the file has no page."),
    "file_malware": (
        "{name}: tệp mang dấu hiệu của mã độc nên không được giữ. Quét lại giấy này.",
        "{name}: the file carries the mark of malicious software and is not kept. Scan the paper again.",
    ),
    "file_taken": (
        "Mã tệp này đã dùng cho một tệp khác. Thả lại tệp.",
        "This file id already stands for another file. Drop the file again.",
    ),
    "page_not_found": (
        "Trang này không còn ở máy chủ. Thả lại tệp của nó.",
        "This page is not on the server any more. Drop its file again.",
    ),
    "cut_too_small": (
        "Phần cắt quá nhỏ. Kéo khung rộng hơn.",
        "What is left is too small. Make the frame larger.",
    ),
    "pages_too_many": (
        "Hồ sơ có quá {most} trang. Bỏ bớt trang trắng hoặc trang trùng.",
        "The dossier would have more than {most} pages. Remove blank or double ones.",
    ),
    "brought_by_needed": (
        "Ghi tên người mang giấy tờ tới: giấy này trả lời mục xã đã yêu cầu.",
        "Say who brought the papers: they answer what the office asked for.",
    ),
    "reuse_gone": (
        "Giấy này không dùng lại được nữa: đã hết thời hạn, hoặc không còn đối chiếu. Quét bản mới.",
        "This paper cannot be used again: its time is over, or it counts as compared no longer. Scan a new one.",
    ),
    "reuse_other_person": (
        "Giấy dùng lại thuộc người khác với chủ hồ sơ này. Bỏ giấy đó ra rồi mời người dân xem lại.",
        "A reused paper is another person's than this dossier's. Take it out and ask the resident to look again.",
    ),
}

error_texts.add(TEXTS)
