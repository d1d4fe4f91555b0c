"""Sentences of the error codes of uploads."""

from __future__ import annotations

from app.core import error_texts

TEXTS: dict[str, tuple[str, str]] = {
    "attachment": ("Không tìm thấy giấy tờ này.", "There is no such attachment here."),
    "offset_differs": (
        "Máy chủ đã có {offset} byte của tệp này. Ứng dụng sẽ gửi tiếp từ đó.",
        "The server holds {offset} bytes of this file. The app goes on from there.",
    ),
    "upload_busy": (
        "Tệp này đang được gửi từ nơi khác. Ứng dụng sẽ thử lại.",
        "This file is being sent from elsewhere. The app tries again.",
    ),
    "upload_differs": (
        "Mã tệp này đã dùng cho một tệp khác.",
        "This file id already stands for another file.",
    ),
    "empty_body": (
        "Không có byte nào đến nơi. Ứng dụng sẽ gửi lại.",
        "No bytes arrived. The app sends them again.",
    ),
    "short_body": (
        "Mới đến được một phần. Phần đã đến được giữ lại; ứng dụng sẽ gửi tiếp.",
        "Only a part arrived. It is kept; the app goes on from there.",
    ),
    "body_too_long": (
        "Số byte gửi lên nhiều hơn độ dài đã báo.",
        "More bytes were sent than announced.",
    ),
    "length_needed": (
        "Yêu cầu không nói rõ độ dài.",
        "The request does not say how long it is.",
    ),
    "file_too_large": (
        "Tệp lớn hơn {limit} MB. Hãy chụp lại với độ phân giải thấp hơn.",
        "The file is larger than {limit} MB. Take the photo again at a lower resolution.",
    ),
    "hash_mismatch": (
        "Tệp bị hỏng trên đường truyền. Ứng dụng sẽ gửi lại từ đầu.",
        "The file was damaged on its way. The app sends it again from the start.",
    ),
    "too_many_uploads": (
        "Máy này có quá nhiều tệp chưa thuộc hồ sơ nào. Hãy gửi hồ sơ hoặc xóa bớt ảnh.",
        "Too many files from here belong to no dossier. Send the dossier or remove some photos.",
    ),
    "type_refused": (
        "Loại tệp này không nhận. Hãy dùng ảnh chụp (JPEG, PNG, WebP, HEIC) hoặc tệp PDF.",
        "This type of file is not taken. Use a photo (JPEG, PNG, WebP, HEIC) or a PDF.",
    ),
    "picture_unreadable": (
        "Không mở được ảnh này. Hãy chụp lại.",
        "This picture cannot be opened. Take it again.",
    ),
    "picture_too_large": (
        "Ảnh có quá nhiều điểm ảnh. Hãy chụp lại với độ phân giải thấp hơn.",
        "The picture has too many pixels. Take it again at a lower resolution.",
    ),
    "malware": (
        "Tệp này mang dấu hiệu của mã độc nên không được giữ. Hãy chụp lại giấy tờ.",
        "The file carries the mark of malicious software and is not kept. Photograph the paper again.",
    ),
    "no_thumbnail": ("Tệp này không có ảnh thu nhỏ.", "There is no small picture of this file."),
    "in_a_dossier": (
        "Tệp này đã thuộc một hồ sơ đã gửi nên không xóa được.",
        "This file belongs to a dossier that was sent, so it cannot be removed.",
    ),
}

error_texts.add(TEXTS)
