"""What can be wrong with the books, in both languages."""

from app.core import error_texts

error_texts.add(
    {
        "register_period": (
            "Sổ mở theo từng năm. Chọn ngày đầu và ngày cuối trong cùng một năm, ngày đầu không sau ngày cuối.",
            "A register is of one year. Choose the first and last day in the same year, the first not after the last.",
        ),
        "register_too_long": (
            "Khoảng này có {rows} dòng, in được tối đa {max}. Chọn khoảng ngắn hơn, hoặc tải tệp XLSX.",
            "This part has {rows} lines; at most {max} can be printed. Choose a shorter one, or take an XLSX file.",
        ),
        "sheet": ("Không tìm thấy bản in này.", "There is no such printed sheet here."),
        "export_gone": (
            "Tệp này không còn nữa: mỗi tệp chỉ giữ một ngày. Hãy xuất lại.",
            "This file is gone: files are kept for a day. Export it again.",
        ),
        "export_not_ready": (
            "Tệp chưa làm xong. Đợi một lát rồi tải.",
            "The file is not ready yet. Wait a moment.",
        ),
        "export_what": (
            "Chọn một trong hai: sổ theo dõi hoặc danh sách hồ sơ.",
            "Choose one of the two: the register, or a list of dossiers.",
        ),
        "export_too_many": (
            "Bạn đang có {max} tệp chưa làm xong. Đợi hoặc hủy bớt rồi xuất tiếp.",
            "Of yours {max} files are still being made. Wait, or cancel one.",
        ),
        "month_wrong": (
            "Tháng này chưa tới, hoặc ghi sai. Chọn một tháng đã bắt đầu.",
            "This month has not begun, or is not written as one. Choose a month that has.",
        ),
        "style_day_past": (
            "Thay đổi chỉ có hiệu lực từ hôm nay trở đi. Chọn lại ngày.",
            "A change holds from today on at the earliest. Choose another day.",
        ),
        "shape_unknown_hole": (
            "Trong ngoặc nhọn của mẫu số chỉ ghi được: n, n:02, mark, year, yy.",
            "Only n, n:02, mark, year and yy may stand in the shape's braces.",
        ),
        "shape_without_count": (
            "Mẫu số phải có chỗ cho số thứ tự trong năm: chữ n trong ngoặc nhọn.",
            "The shape must have a place for the count of the year: the letter n in braces.",
        ),
    }
)
