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
        "unit_bad_hours": (
            "Giờ làm việc chưa đúng. Giờ mở phải trước giờ đóng, buổi sau bắt đầu khi buổi trước đã hết.",
            "These hours make no sense. Opening comes before closing, and the next span begins when one has ended.",
        ),
        "unit_bad_succession": (
            "Không ghi được việc sáp nhập này: kiểm tra hai đơn vị và ngày.",
            "This succession cannot be recorded: check both units and the day.",
        ),
        "unit_parent_gone": (
            "Đơn vị cấp trên chưa có hoặc không còn vào ngày này. Chọn ngày khác.",
            "The unit above does not exist on that day. Choose another day.",
        ),
        "unit_not_in_force": (
            "Đơn vị này chưa có hoặc không còn vào ngày đã chọn. Chọn ngày khác.",
            "This unit does not exist on the day you chose. Choose another day.",
        ),
        "unit_nothing_changes": (
            "Không có gì thay đổi. Sửa ít nhất một mục.",
            "Nothing would change. Change something first.",
        ),
        "unit_nobody_carries_on": (
            "Sau các thay đổi này sẽ không còn đơn vị nào tiếp quản. Kiểm tra lại ngày và đơn vị nhận.",
            "Nobody would carry on after these changes. Check the day and the unit that takes over.",
        ),
    }
)
