"""What is said in the waiting room when something cannot be done."""

from __future__ import annotations

from app.core import error_texts

TEXTS: dict[str, tuple[str, str]] = {
    "queue_not_used": (
        "Nơi này chưa phát số. Mời bà con vào thẳng quầy.",
        "No numbers are given here. Please go straight to the counter.",
    ),
    "queue_closed": (
        "Lúc này không phát số. Phát lại từ {opens}.",
        "No numbers are given now. They are again from {opens}.",
    ),
    "queue_no_more_numbers": (
        "Hôm nay đã hết số của loại này. Mời hỏi cán bộ ở quầy.",
        "There are no more numbers of this kind today. Please ask at the counter.",
    ),
    "queue_kind_unknown": (
        "Loại việc này không có ở đây nữa. Tải lại trang rồi chọn lại.",
        "This kind of work is not offered here any more. Load the page again and choose.",
    ),
    "queue_point_unknown": (
        "Quầy này không còn trong danh sách. Chọn lại quầy đang ngồi.",
        "This counter is not on the list any more. Choose where you sit.",
    ),
    "queue_ticket_not_found": (
        "Không có số này. Quét lại mã trên phiếu, hoặc lấy số mới.",
        "There is no such number. Scan the code on the slip again, or take a new number.",
    ),
    "queue_not_yours": (
        "Việc này đã do người khác làm. Tải lại để xem.",
        "Somebody else has done this. Load again to see.",
    ),
    "queue_settle_first": (
        "Số {number} vừa gọi chưa biết người đã đến hay vắng. Bấm Đã đến hoặc Vắng mặt, rồi gọi tiếp.",
        "It is not said whether {number} came. Press Here or Absent first, then call on.",
    ),
    "queue_moved_on": (
        "Số này vừa đổi trạng thái. Xem lại rồi làm tiếp.",
        "This number has just moved on. Look again.",
    ),
    "queue_day_over": (
        "Số này của ngày khác, không gọi được nữa. Phát số mới.",
        "This number is of another day and cannot be called. Give a new one.",
    ),
    "queue_not_booked": (
        "Việc này không cần hẹn giờ. Cứ đến lấy số.",
        "No appointments are made for this. Come and take a number.",
    ),
    "queue_slot_full": (
        "Khung giờ này vừa đủ người. Chọn khung giờ khác.",
        "This half hour has just been filled. Choose another.",
    ),
    "queue_slot_gone": (
        "Khung giờ này không nhận hẹn. Chọn khung giờ khác.",
        "No appointments are made for this half hour. Choose another.",
    ),
    "queue_booked_already": (
        "Máy hoặc số điện thoại này đang có một lịch hẹn chưa đến. Dời hoặc huỷ lịch đó trước.",
        "This phone already has an appointment to come. Move it or cancel it first.",
    ),
    "queue_booking_not_found": (
        "Không thấy lịch hẹn của mã này ở đây. Xem lại mã và nơi hẹn.",
        "There is no appointment with this code here. Check the code and the place.",
    ),
    "queue_booking_over": (
        "Lịch hẹn này đã xong hoặc đã huỷ. Đặt lịch mới.",
        "This appointment is over or was cancelled. Make a new one.",
    ),
    "queue_booking_other_day": (
        "Lịch hẹn này vào lúc {day}. Hôm nay mời lấy số thường.",
        "This appointment is for {day}. Today please take an ordinary number.",
    ),
    "queue_bad_phone": (
        "Số điện thoại chưa đúng. Sửa lại, hoặc bỏ trống.",
        "The phone number is not right. Mend it or leave it empty.",
    ),
    "queue_not_paired": (
        "Máy này chưa được gắn với phòng chờ nên không lấy số được. Mời lấy số ở máy tại cửa, hoặc hỏi cán bộ ở quầy.",
        "This device is not paired with the waiting room. Take a number at the door, or ask at the counter.",
    ),
    "queue_pair_code_wrong": (
        "Không có mã này ở đây. Xem lại từng chữ và số, hoặc nhờ quản trị viên tạo mã mới ở mục Phòng chờ.",
        "There is no such code here. Check each letter and digit, or have the administrator make a new one.",
    ),
    "queue_pair_code_over": (
        "Mã này đã hết hạn. Nhờ quản trị viên tạo mã mới ở mục Phòng chờ, rồi nhập lại.",
        "This code is over. Have the administrator make a new one under Waiting room, then enter that.",
    ),
    "queue_pair_code_used": (
        "Mã này đã gắn một máy khác; mỗi mã chỉ dùng một lần. Nhờ quản trị viên tạo mã mới cho máy này.",
        "This code has paired another device; each works once. Have the administrator make a new one for this device.",
    ),
    "queue_tablet_paired": (
        "Máy này đã gắn rồi. Muốn gắn lại thì gỡ máy trong danh sách, rồi gắn như máy mới.",
        "This device is paired already. To pair it again unpair it in the list, then pair it anew.",
    ),
    "queue_tablet_not_found": (
        "Máy này không còn trong danh sách. Tải lại để xem.",
        "This device is not on the list any more. Load again to see.",
    ),
    "queue_twice": (
        "Có hai mục trùng tên, trùng khoá hoặc trùng chữ đầu số. Đổi một mục.",
        "Two have the same name, key or letter. Change one.",
    ),
    "queue_none": (
        "Cần ít nhất một loại việc và một quầy.",
        "At least one kind of work and one counter are needed.",
    ),
    "queue_kind_unserved": (
        "Có loại việc không quầy nào nhận. Cho một quầy nhận loại đó.",
        "There is a kind of work that no counter serves. Let one serve it.",
    ),
    "queue_in_the_past": (
        "Ngày áp dụng phải từ hôm nay.",
        "It can hold from today on, not before.",
    ),
}

error_texts.add(TEXTS)
