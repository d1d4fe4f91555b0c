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
        "receiver_needed": ("Cần ghi tên người nhận kết quả.", "Name the person who takes the result."),
    }
)
