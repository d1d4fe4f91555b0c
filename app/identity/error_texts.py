"""Sentences for what can go wrong with sign-in, sessions and people."""

from app.core.error_texts import add

add(
    {
        "person_not_found": ("Không tìm thấy người này.", "No such person."),
        "session_not_found": ("Không tìm thấy phiên đăng nhập này.", "No such session."),
        "bad_signature": (
            "Máy này chưa chứng minh được khóa của mình. Mở lại rồi gửi lần nữa.",
            "This phone's key did not prove itself. Open it again and send it once more.",
        ),
        "device_not_found": ("Không tìm thấy máy này.", "There is no such phone here."),
        "device_not_blocked": (
            "Máy này không bị khóa.",
            "This phone is not blocked.",
        ),
        "device_taken": (
            "Mã máy này đã gắn với một khóa khác.",
            "This device id belongs to another key.",
        ),
        "not_the_device": (
            "Chỉ máy chưa ai đăng nhập mới lấy lại được phần này. Hãy đăng xuất trước.",
            "Only a phone with nobody signed in takes this back. Sign out first.",
        ),
        "bad_phone_number": (
            "Số điện thoại chưa đúng. Số di động có 10 chữ số, ví dụ 0912 345 678.",
            "This is not a mobile number of Viet Nam. It has 10 digits, such as 0912 345 678.",
        ),
        "wrong_code": (
            "Mã không đúng hoặc đã hết hạn. Xem lại tin nhắn, hoặc xin mã mới.",
            "The code is wrong or has expired. Look at the message again, or ask for a new one.",
        ),
        "wrong_password": (
            "Tên đăng nhập hoặc mật khẩu không đúng.",
            "The name or the password is wrong.",
        ),
        "password_short": (
            "Mật khẩu cần ít nhất 10 ký tự. Một câu ngắn dễ nhớ là tốt nhất.",
            "A password needs at least 10 characters. A short sentence you remember is best.",
        ),
        "password_easy": (
            "Mật khẩu này dễ đoán quá. Hãy chọn một câu khác.",
            "This password is too easy to guess. Choose another.",
        ),
        "password_same": (
            "Đây vẫn là mật khẩu được cấp. Hãy chọn một mật khẩu khác, chỉ mình bạn biết.",
            "This is still the password you were given. Choose another that only you know.",
        ),
        "password_must_change": (
            "Mật khẩu này do quản trị viên cấp, chỉ dùng một lần. Hãy chọn mật khẩu của riêng bạn rồi làm tiếp.",
            "This password was given by an administrator and is good once. Choose one of your own, then go on.",
        ),
        "password_expired": (
            "Mật khẩu được cấp đã quá hạn dùng lần đầu. Nhờ quản trị viên cấp mật khẩu mới.",
            "The password you were given was not used in time. Ask an administrator for a new one.",
        ),
        "password_not_asked": (
            "Mật khẩu của bạn đã được đổi rồi. Hãy đăng nhập lại bằng mật khẩu mới nhất.",
            "Your password has been changed already. Sign in again with the latest one.",
        ),
        "second_step_first": (
            "Hãy nhập mã xác thực trước, rồi mới chọn mật khẩu mới.",
            "Give the code of your second step first, then choose the new password.",
        ),
        "sms_off": (
            "Nơi này chưa mở đăng nhập bằng tin nhắn. Bạn vẫn làm và gửi hồ sơ được trên máy này.",
            "Sign-in by text message is not open here yet. You can still fill in and send from this phone.",
        ),
        "username_taken": ("Tên đăng nhập này đã có người dùng.", "This sign-in name is taken."),
        "no_password_account": (
            "Người này không đăng nhập bằng mật khẩu.",
            "This person has no password to sign in with.",
        ),
    }
)
