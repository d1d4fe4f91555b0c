"""Why money was not booked, in both languages."""

from app.core import error_texts

error_texts.add(
    {
        "payment_differs": (
            "Số tham chiếu này đã ghi với số tiền khác ({amount} đ). Kiểm tra lại sao kê.",
            "This reference is already booked with another sum ({amount} VND). Check the statement.",
        ),
        "payment_not_loose": (
            "Khoản tiền này đã được ghi cho một hồ sơ.",
            "This money already settles a charge.",
        ),
        "payment_given_back": (
            "Khoản tiền này đã trả lại cho người nộp, không ghi cho hồ sơ được nữa.",
            "This money went back to who paid it and can settle nothing any more.",
        ),
        "charge_not_open": (
            "Khoản phải nộp này không còn chờ tiền.",
            "That charge does not wait for money.",
        ),
        "cash_not_owed": (
            "Số tiền nhiều hơn số còn phải thu, hoặc khoản này đã thu đủ.",
            "The sum is more than is owed, or the charge is settled already.",
        ),
        "refund_too_much": (
            "Chỉ còn {rest} đ của khoản này có thể trả lại.",
            "Only {rest} VND of this payment can still be given back.",
        ),
        "refund_differs": (
            "Chứng từ {proof} đã ghi cho một lần trả lại khác ({amount} đ). Kiểm tra lại số chứng từ.",
            "Voucher {proof} already stands for another refund ({amount} VND). Check its number.",
        ),
        "unit_without_account": (
            "Đơn vị chưa khai báo tài khoản ngân hàng.",
            "The unit has no bank account on record.",
        ),
    }
)
