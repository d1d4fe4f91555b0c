"""Why a move cannot be made, in both languages."""

from app.core import error_texts

error_texts.add(
    {
        "move_not_from_here": (
            "Hồ sơ không còn ở bước này. Tải lại để xem bước hiện tại.",
            "The dossier is no longer at this step. Reload to see where it stands.",
        ),
        "move_not_yours": (
            "Bước này không thuộc việc của bạn với hồ sơ này.",
            "This step is not yours to make on this dossier.",
        ),
        "form_not_valid": ("Tờ khai còn mục chưa đúng.", "The form still has fields that are not right."),
        "notice_not_shown": (
            "Người nộp chưa được xem thông báo về dữ liệu cá nhân.",
            "The privacy notice was not shown.",
        ),
        "parties_missing": ("Chưa có tên chủ hồ sơ.", "The owner of the dossier is not named."),
        "files_missing": (
            "Còn {count} ảnh giấy tờ chưa về tới máy chủ.",
            "{count} photos of papers have not reached the server.",
        ),
        "files_refused": (
            "Có tệp giấy tờ không mở được. Hãy yêu cầu người nộp gửi lại.",
            "A file cannot be opened. Ask for it again.",
        ),
        "originals_not_seen": (
            "Còn giấy tờ chưa đối chiếu bản chính hoặc chưa ghi lý do không đối chiếu.",
            "Some originals are neither compared nor waived with a reason.",
        ),
        "originals_still_owed": (
            "Còn bản chính phải đối chiếu trước khi trả kết quả.",
            "Originals must be compared before the result is handed over.",
        ),
        "supplement_open": (
            "Đang chờ người nộp bổ sung giấy tờ.",
            "A supplement is still awaited.",
        ),
        "supplement_waits": (
            "Yêu cầu bổ sung lần nữa đang chờ lãnh đạo đồng ý.",
            "A further request waits for the approver.",
        ),
        "supplement_not_yours": (
            "Chỉ người đã yêu cầu hoặc lãnh đạo mới rút được yêu cầu này.",
            "Only whoever asked, or an approver, can take this request back.",
        ),
        "move_not_now": (
            "Lúc này không làm được bước này với hồ sơ. Tải lại để xem hồ sơ đang ở đâu.",
            "This cannot be done with the dossier as it stands. Reload to see where it is.",
        ),
        "items_needed": ("Chọn ít nhất một mục cần bổ sung.", "Choose at least one thing that is missing."),
        "respond_by_needed": ("Chọn ngày cần bổ sung xong.", "Choose until when it is needed."),
        "due_passed": (
            "Đã quá hạn trả, không hẹn lại được nữa. Giải quyết ngay và xin lỗi.",
            "The due moment has passed: it cannot be extended any more. Settle it now, and apologise.",
        ),
        "due_on_needed": ("Chọn ngày trả mới.", "Choose the new due day."),
        "due_on_too_early": (
            "Ngày trả mới phải sau hạn cũ.",
            "The new day must be after the present one.",
        ),
        "charge_open": ("Khoản phải nộp chưa được thu đủ.", "A charge is not settled yet."),
        "result_missing": ("Chưa có dự thảo kết quả.", "There is no draft result yet."),
        "appraiser_does_not_approve": (
            "Người thẩm định không phê duyệt chính hồ sơ đó.",
            "Who appraised a dossier does not approve it.",
        ),
        "approver_does_not_sign": (
            "Người phê duyệt không đóng dấu phát hành chính hồ sơ đó.",
            "Who approved a dossier does not sign it.",
        ),
        "opinion_awaited": (
            "Còn chờ ý kiến của đơn vị khác. Hỏi ý kiến, hoặc đợi trả lời hay hết hạn trả lời.",
            "Another office's opinion is awaited. Ask for it, or wait for the answer or the end of its time.",
        ),
        "reason_needed": ("Cần ghi lý do.", "A reason is needed."),
        "unit_needed": ("Cần chọn đơn vị có thẩm quyền.", "Choose the competent unit."),
        "opinion_needed": ("Cần ghi ý kiến thẩm định.", "The appraiser's opinion is needed."),
        "outcome_needed": ("Cần chọn kết quả: đồng ý hoặc không đồng ý.", "Choose the outcome: granted or rejected."),
        "stale_version": (
            "Trong lúc bạn xem, {who} đã làm việc với hồ sơ này. Tải lại để thấy bản mới; điều bạn gõ vẫn còn.",
            "{who} worked on this dossier while you were looking. Reload to see it; what you typed is kept.",
        ),
        "dossier_closed": ("Hồ sơ đã kết thúc.", "The dossier is closed."),
        "paper_unknown": ("Thủ tục không có giấy tờ này.", "The procedure has no such paper."),
        "no_draft_now": (
            "Ở bước này không nộp dự thảo kết quả.",
            "No draft result is brought at this step.",
        ),
        "result_empty": (
            "Cần chọn tệp PDF, hoặc ghi tên và nội dung kết quả.",
            "Choose a PDF file, or write a title and a body.",
        ),
        "unit_not_competent": (
            "Đơn vị được chọn không tiếp nhận thủ tục này.",
            "The chosen unit does not receive this procedure.",
        ),
        "unit_without_identifier": (
            "Đơn vị chưa có mã định danh điện tử nên chưa cấp được số hồ sơ. Hãy báo quản trị.",
            "The unit has no electronic identifier, so no official number can be given. Tell the administrator.",
        ),
        "relaxation_ends_first": (
            "Ngày hết hiệu lực phải sau ngày có hiệu lực.",
            "The decision must end after it begins.",
        ),
        "relaxation_decided_late": (
            "Ngày ký quyết định không được sau hôm nay và không được sau ngày có hiệu lực.",
            "The decision must be signed by today, and not after it begins to hold.",
        ),
        "relaxation": ("Không tìm thấy quyết định này.", "There is no such decision."),
        "reception_rule_ends_first": (
            "Ngày cuối phải từ ngày bắt đầu trở đi.",
            "The last day must not lie before the first.",
        ),
        "reception_rule_in_the_past": (
            "Ngày bắt đầu phải từ hôm nay trở đi.",
            "The rule must begin today or later.",
        ),
        "reception_rule_not_found": ("Không có quy tắc này ở đơn vị của bạn.", "Your unit has no such rule."),
        "receiver_needed": ("Cần ghi tên người nhận kết quả.", "Name the person who takes the result."),
    }
)
