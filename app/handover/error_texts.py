"""What is said where a result cannot be handed over, and what to do, in both languages."""

from __future__ import annotations

from app.core import error_texts

TEXTS: dict[str, tuple[str, str]] = {
    "handover_incomplete": (
        "Còn chỗ chưa ghi. Xem các ô được đánh dấu rồi trao lại.",
        "Something is not filled in. Look at the marked boxes, then hand over again.",
    ),
    "handover_id_needed": (
        "Ghi số căn cước, hộ chiếu hoặc giấy tờ người nhận đang cầm.",
        "Enter the number of the identity paper the receiver shows.",
    ),
    "handover_id_unchecked": (
        "Xem giấy tờ của người nhận rồi đánh dấu đã kiểm tra.",
        "Look at the receiver's identity paper, then tick that you did.",
    ),
    "handover_relation_needed": (
        "Ghi người nhận là gì của chủ hồ sơ: con, vợ hay anh ruột.",
        "Say what the receiver is to the owner: child, wife or brother.",
    ),
    "handover_paper_needed": (
        "Ghi giấy ủy quyền: số, ngày, nơi chứng thực nếu có.",
        "Name the power of attorney: number, date, who certified it if anybody did.",
    ),
    "handover_unsigned": (
        "Chưa có chữ ký. Mời người nhận ký, hoặc chọn đã ký hay điểm chỉ trên phiếu giấy.",
        "There is no signature yet. Have the receiver sign, or choose that the paper slip was signed.",
    ),
    "handover_carrier_needed": ("Ghi nơi nhận chuyển: bưu điện nào.", "Name the carrier."),
    "handover_tracking_needed": (
        "Ghi số bưu gửi, để người dân tra được.",
        "Enter the tracking number, so that the resident can follow it.",
    ),
    "handover_not_in_dossier": (
        "Số này không phải của người có tên trong hồ sơ. Kiểm tra lại, hoặc chọn người thân, người được ủy quyền.",
        "This number is nobody's in the dossier. Check it, or choose relative or authorised person.",
    ),
    "handover_in_person": (
        "Thủ tục này chỉ trao cho chính người có tên trong hồ sơ. Mời người đó đến ký nhận.",
        "This result is given only to those named in the dossier. Ask them to come and sign.",
    ),
    "handover_not_certified": (
        "Thủ tục này cần giấy ủy quyền đã chứng thực. Có thì đánh dấu đã chứng thực; chưa có thì mời bổ sung.",
        "This one needs a certified power of attorney. Tick that it is, or ask for a certified one.",
    ),
    "handover_two_units": (
        "Hồ sơ này của đơn vị khác. Trao riêng, sau những hồ sơ đang chọn.",
        "This one is another office's. Hand it over apart, after the others.",
    ),
    "handover_not_found": ("Không có lần trao kết quả này.", "There is no such handing over."),
}

error_texts.add(TEXTS)
