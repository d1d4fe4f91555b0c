"""Sentences for what can go wrong with groups."""

from app.core.error_texts import add

add(
    {
        "group_not_found": ("Không tìm thấy tổ này.", "No such group."),
        "group_name_taken": ("Nơi này đã có tổ mang tên đó.", "A group of this name is here already."),
        "group_wrong_unit": (
            "Tổ công nghệ số lập ở thôn, tổ dân phố hoặc ở xã.",
            "A group belongs to a village or a commune.",
        ),
        "member_not_found": ("Người này không ở trong tổ.", "This person is not in the group."),
    }
)
