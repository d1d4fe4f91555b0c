"""What can be wrong with messages, in both languages."""

from app.core import error_texts

error_texts.add(
    {
        "push_endpoint": (
            "Dịch vụ thông báo của trình duyệt này không nằm trong danh sách được phép.",
            "This browser's push service is not on the list of those allowed.",
        ),
        "push_keys": (
            "Trình duyệt gửi khóa thông báo không đúng. Hãy bật lại thông báo.",
            "The browser sent keys that do not work. Turn messages on again.",
        ),
        "call_done": (
            "Việc gọi này đã có người làm xong.",
            "Somebody has already finished this call.",
        ),
    }
)
