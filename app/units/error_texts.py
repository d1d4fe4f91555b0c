"""Sentences for what can go wrong with units."""

from app.core.error_texts import add

add(
    {
        "unit_not_found": ("Không tìm thấy đơn vị này.", "No such unit."),
        "unit_wrong_parent": (
            "Đơn vị này phải nằm dưới một đơn vị khác loại.",
            "A unit of this kind must stand under another kind.",
        ),
        "unit_bad_slug": (
            "Tên trên đường dẫn chỉ gồm chữ thường không dấu, số và dấu gạch nối.",
            "The address name takes small letters, digits and hyphens only, and must not be a page of the app.",
        ),
        "unit_slug_taken": (
            "Tên trên đường dẫn này đã có đơn vị dùng.",
            "Another unit has, or once had, this address name.",
        ),
        "unit_bad_bank": (
            "Tài khoản nhận tiền cần mã ngân hàng sáu số và số tài khoản.",
            "The account needs the bank's six-digit BIN and the account number.",
        ),
        "unit_bad_succession": (
            "Không ghi được việc sáp nhập này: kiểm tra hai đơn vị và ngày.",
            "This succession cannot be recorded: check both units and the day.",
        ),
    }
)
