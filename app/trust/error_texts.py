"""Sentences for what can go wrong with second proofs, policies and identity providers."""

from app.core.error_texts import add

add(
    {
        "proof_needed": (
            "Việc này cần xác nhận lại bằng mã trên điện thoại của bạn.",
            "This needs a new code of the app on your phone.",
        ),
        "factor_wrong": (
            "Mã không đúng. Máy chủ đang là {clock}: nếu máy bạn lệch quá 30 giây, hãy bật giờ tự động, lấy mã mới.",
            "The code is wrong. The server's time is {clock}: if the phone is 30 s off, set it and take a new code.",
        ),
        "factor_slow": (
            "Mã đúng, nhưng máy bạn chậm khoảng {minutes} phút so với máy chủ ({clock}). Bật giờ tự động, lấy mã mới.",
            "The code fits, but your phone is {minutes} min behind the server ({clock}). Set its clock and try again.",
        ),
        "factor_fast": (
            "Mã đúng, nhưng máy bạn nhanh khoảng {minutes} phút so với máy chủ ({clock}). Bật giờ tự động, lấy mã mới.",
            "The code fits, but your phone is {minutes} min ahead of the server ({clock}). Set its clock, try again.",
        ),
        "factor_used": (
            "Mã này đã dùng rồi. Đợi mã tiếp theo, nhiều nhất 30 giây.",
            "This code was used already. Wait for the next one, at most 30 s.",
        ),
        "factor_not_begun": (
            "Tài khoản này chưa cài xác thực hai bước. Hãy cài trước.",
            "No second step is set up for this account. Set it up first.",
        ),
        "factor_none": (
            "Người này chưa cài xác thực hai bước.",
            "This person has no second step set up.",
        ),
        "factor_own_reset": (
            "Bạn không tự đặt lại được cho mình. Nhờ một người quản trị khác.",
            "You cannot reset your own. Ask another administrator.",
        ),
        "vneid_off": (
            "Nơi này chưa mở cách đăng nhập này.",
            "This way to sign in is not open here.",
        ),
        "vneid_silent": (
            "Hệ thống định danh chưa trả lời. Thử lại sau ít phút, hoặc đăng nhập cách khác.",
            "The identity provider does not answer. Try again in a few minutes, or sign in another way.",
        ),
        "vneid_cancelled": (
            "Bạn chưa đồng ý đăng nhập ở bên định danh. Muốn tiếp thì thử lại.",
            "You did not agree to sign in at the identity provider. Try again to go on.",
        ),
        "vneid_not_begun_here": (
            "Lần đăng nhập này không bắt đầu từ máy này, hoặc đã để quá 10 phút. Hãy bấm đăng nhập lại.",
            "This sign-in did not begin on this device, or more than 10 minutes ago. Begin again.",
        ),
        "vneid_used": (
            "Lần đăng nhập này đã dùng rồi. Hãy bấm đăng nhập lại.",
            "This sign-in was used already. Begin again.",
        ),
        "vneid_code_refused": (
            "Hệ thống định danh không nhận lại mã này. Hãy bấm đăng nhập lại.",
            "The identity provider refused the code. Begin again.",
        ),
        "vneid_not_believed": (
            "Câu trả lời của hệ thống định danh không đúng nên không dùng được. Thử lại; vẫn vậy thì báo cho xã.",
            "The identity provider's answer is not right and was not used. Try again, else tell the commune.",
        ),
        "vneid_expired": (
            "Câu trả lời của hệ thống định danh đã hết hạn. Hãy bấm đăng nhập lại.",
            "The identity provider's answer has expired. Begin again.",
        ),
        "vneid_nothing_verified": (
            "Tài khoản định danh này chưa có số điện thoại hay số căn cước đã xác minh. Hãy đăng nhập bằng tin nhắn.",
            "This identity has no verified phone or identity number. Sign in by text message.",
        ),
        "vneid_two_accounts": (
            "Số căn cước và số điện thoại này thuộc hai tài khoản khác nhau ở đây. Hãy nhờ cán bộ một cửa xem giúp.",
            "This identity number and this phone belong to two accounts here. Ask at the counter.",
        ),
        "vneid_no_staff": (
            "Không có cán bộ nào ở đây gắn với danh tính này. Hãy đăng nhập bằng tên và mật khẩu.",
            "Nobody who works here has this identity. Sign in with name and password.",
        ),
        "vneid_staff_off": (
            "Cơ quan chưa cho cán bộ đăng nhập bằng cách này. Hãy dùng tên đăng nhập và mật khẩu.",
            "The office does not let its staff sign in this way. Use name and password.",
        ),
        "policy_empty": (
            "Ghi rõ thay đổi điều gì và vì sao.",
            "Say what changes, and why.",
        ),
        "policy_number": (
            "Số phút nằm ngoài mức cho phép.",
            "This number of minutes is outside what is allowed.",
        ),
        "policy_ends_first": (
            "Ngày hết hiệu lực phải sau ngày bắt đầu.",
            "It must end after it begins.",
        ),
    }
)
