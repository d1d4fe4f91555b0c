"""Sentences of the error codes of dossiers, sending and following."""

from __future__ import annotations

from app.core import error_texts

TEXTS: dict[str, tuple[str, str]] = {
    "dossier": ("Không tìm thấy hồ sơ này.", "There is no such dossier here."),
    "not_voidable": (
        "Chỉ hủy được các mẫu 01 đến 05, và chỉ làm lại được mẫu 01 khi hồ sơ đang giải quyết.",
        "This paper cannot be voided here. Forms 01 to 05 can; only a form 01 is made again, while the dossier runs.",
    ),
    "void_already": ("Giấy này đã hủy rồi.", "This paper is void already."),
    "items_wrong": (
        "Có mục trong yêu cầu bổ sung chưa đúng. Xem chỗ được đánh dấu.",
        "Something in the request is not right. See what is marked.",
    ),
    "item_unknown": (
        "Hồ sơ này không có mục đó.",
        "This dossier has no such answer or paper.",
    ),
    "respond_by_wrong": (
        "Chọn một ngày từ hôm nay đến {max} ngày nữa.",
        "Choose a day from today to {max} days from now.",
    ),
    "supplement_closed": (
        "Nơi giải quyết không còn chờ phần bổ sung này. Điều bạn đã làm vẫn được giữ.",
        "The office does not wait for this any more. What you did is kept.",
    ),
    "supplement_answered": (
        "Phần bổ sung đã được gửi từ một máy khác. Điều bạn làm ở đây vẫn được giữ.",
        "Another phone has sent what was asked for. What you did here is kept.",
    ),
    "supplement_refused": (
        "Phần bổ sung còn mục chưa làm, hoặc có mục không được hỏi.",
        "Something that was asked for is missing, or something was not asked for.",
    ),
    "not_asked_for": ("Mục này không có trong yêu cầu bổ sung.", "This was not asked for."),
    "merge_itself": ("Đây là cùng một hồ sơ.", "This is the same dossier."),
    "merge_other_unit": (
        "Hai hồ sơ ở hai đơn vị. Chuyển về một nơi rồi hãy gộp.",
        "The two are at different offices. Forward one first, then merge them.",
    ),
    "merge_other_procedure": (
        "Hai hồ sơ thuộc hai thủ tục khác nhau nên không gộp được.",
        "The two are for different procedures and cannot be merged.",
    ),
    "merge_both_paid": (
        "Cả hai hồ sơ đều đã nộp tiền. Hoàn tiền một hồ sơ trước, hoặc rút một hồ sơ theo lời bà con.",
        "Both have been paid. Give the money of one back first, or withdraw one at the resident's word.",
    ),
    "merge_too_late": (
        "Cả hai hồ sơ đã trình duyệt, nên không gộp được nữa. Trả một hồ sơ về thẩm định rồi hãy gộp.",
        "Both have gone to approval and cannot be merged any more. Send one back to the appraiser first.",
    ),
    "merge_paid_later_due": (
        "Hồ sơ đã nộp tiền có hạn trả muộn hơn hồ sơ kia, gộp thì bà con phải chờ lâu hơn. Hoàn tiền trước rồi gộp.",
        "The one that was paid is due later; merged, the resident would wait longer. Give the money back first.",
    ),
    "no_helper": (
        "Không có ai đang giúp hồ sơ này.",
        "Nobody is helping with this dossier.",
    ),
    "not_a_helper": (
        "Người này không giúp bà con ở đơn vị này.",
        "This person does not help people at this office.",
    ),
    "op_reused": (
        "Mã thao tác này đã dùng cho một nội dung khác. Ứng dụng sẽ gửi lại bằng mã mới.",
        "This operation id already stands for other content. The app sends it again under a new one.",
    ),
    "dossier_exists": (
        "Hồ sơ này đã được gửi từ một máy khác rồi. Khác tờ khai ở đây thì mở lại gửi riêng; giống thì bỏ phần này.",
        "Another phone sent this already. If the answers here differ, open and send them apart; if not, give this up.",
    ),
    "form_unknown": (
        "Máy chủ chưa có mẫu tờ khai này. Bản khai của bạn vẫn còn; ứng dụng sẽ thử lại.",
        "The server does not have this form yet. Your answers are kept; the app tries again.",
    ),
    "procedure_unknown": (
        "Máy chủ chưa có thủ tục này. Bản khai của bạn vẫn còn; ứng dụng sẽ thử lại.",
        "The server does not have this procedure yet. Your answers are kept; the app tries again.",
    ),
    "form_of_other_procedure": (
        "Tờ khai này không thuộc thủ tục đã chọn.",
        "This form does not belong to the chosen procedure.",
    ),
    "procedure_closed": (
        "Thủ tục này vừa thôi tiếp nhận. Tờ khai của bạn đã tới nơi; cán bộ đang xem và sẽ trả lời.",
        "This procedure is no longer taken. What you sent has arrived; an officer looks at it and answers.",
    ),
    "unit_merged": (
        "Nơi nộp đã nhập vào {heir}. Tờ khai của bạn đã chuyển tới đó; cán bộ đang xem.",
        "That office became part of {heir}. What you sent was passed on; an officer there looks at it.",
    ),
    "unit_ended": (
        "Nơi nộp không còn nữa. Tờ khai của bạn đã tới nơi; cán bộ đang xem và sẽ trả lời.",
        "That office no longer exists. What you sent has arrived; an officer looks at it and answers.",
    ),
    "out_of_scope": (
        "Hồ sơ này đã chuyển cho người khác. Việc bạn làm được giữ lại; cán bộ đang xem.",
        "This dossier was handed to somebody else. What you did is kept; an officer looks at it.",
    ),
    "role_over": (
        "Vai trò giúp việc của bạn ở xã này đã hết. Việc đã làm được giữ lại; cán bộ đang xem.",
        "Your time as a helper here has ended. What you did is kept; an officer looks at it.",
    ),
    "author_closed": (
        "Tài khoản của người làm việc này đã đóng. Việc làm trước đó được giữ lại cho cán bộ xem.",
        "The account of whoever made this was closed. What was made before is kept for an officer.",
    ),
    "device_lost": (
        "Máy làm việc này đã bị báo mất. Việc trên máy được giữ lại cho cán bộ xem.",
        "The phone this was made on was reported lost. What it held is kept for an officer.",
    ),
    "authorship_old": (
        "Việc này làm đã quá lâu mới tới nơi. Nội dung được giữ lại; cán bộ đang xem.",
        "This arrived too long after it was made. It is kept; an officer looks at it.",
    ),
    "device_unknown": (
        "Máy chủ chưa nhận ra máy này. Máy sẽ tự giới thiệu lại rồi gửi tiếp.",
        "The server does not know this phone yet. It introduces itself again and goes on.",
    ),
    "refused_by_officer": (
        "Cán bộ đã xem và không nhận, vì: “{reason}”.",
        "An officer looked at it and did not take it, because: “{reason}”.",
    ),
    "unit_unknown": ("Không có nơi tiếp nhận này.", "There is no such office."),
    "unit_does_not_receive": (
        "Nơi này không tiếp nhận thủ tục đã chọn. Hãy chọn nơi tiếp nhận khác.",
        "This office does not take the chosen procedure. Choose another.",
    ),
    "answers_refused": (
        "Có câu trả lời chưa đúng. Xem từng mục được nêu, sửa rồi gửi lại.",
        "Some answers are not right. See each one named, correct it and send again.",
    ),
    "owner_missing": (
        "Chưa rõ ai là chủ hồ sơ: cần họ tên, và số định danh hoặc ngày sinh cùng địa chỉ.",
        "It is not clear whose dossier this is: a name, and an identity number or a birth date with an address.",
    ),
    "bad_local_code": (
        "Mã trên phiếu không khớp với hồ sơ.",
        "The code on the slip does not belong to this dossier.",
    ),
    "bad_factor": (
        "Bốn ký tự để tra cứu không khớp với người đứng tên.",
        "The four characters for following do not belong to the people named.",
    ),
    "notice_unknown": (
        "Máy chủ chưa có bản thông báo về dữ liệu cá nhân này. Ứng dụng sẽ thử lại.",
        "The server does not have this privacy notice yet. The app tries again.",
    ),
    "mandate_unknown": (
        "Giấy đồng ý nhờ giúp chưa đến máy chủ. Ứng dụng sẽ gửi giấy đó trước.",
        "The consent to be helped has not arrived yet. The app sends it first.",
    ),
    "mandate_not_valid": (
        "Giấy đồng ý nhờ giúp không còn hiệu lực hoặc không dành cho việc này.",
        "The consent to be helped has ended or is not for this.",
    ),
    "dossier_unknown": (
        "Hồ sơ này chưa đến máy chủ. Ứng dụng sẽ gửi hồ sơ trước.",
        "The dossier has not arrived yet. The app sends it first.",
    ),
    "manifest_refused": (
        "Danh sách giấy tờ đính kèm chưa đúng.",
        "The list of attached papers is not right.",
    ),
    "not_your_operation": (
        "Thao tác này thuộc về người khác trên máy. Người đó cần đăng nhập để gửi.",
        "This belongs to another person on the phone. That person must sign in to send it.",
    ),
    "draft_changed": (
        "Bản nháp đã được sửa sau khi bạn xem. Mở hồ sơ, xem bản mới rồi trả lời.",
        "The draft was changed after you looked at it. Open the dossier, look at the new one, then answer.",
    ),
    "form_superseded": (
        "Quy định đã thay đổi sau khi bạn khai. Mở lại hồ sơ và trả lời thêm câu mới; phần đã khai giữ nguyên.",
        "The rules changed after you filled this in. Open it again and answer what is new; everything else stays.",
    ),
    "unreadable_operation": (
        "Máy chủ không đọc được thao tác này.",
        "The server could not read this operation.",
    ),
    "hash_differs": (
        "Dữ liệu bị đổi trên đường truyền. Ứng dụng sẽ gửi lại.",
        "The data changed on its way. The app sends it again.",
    ),
    "envelope_unknown": (
        "Ứng dụng trên máy khác phiên bản với máy chủ. Hãy cập nhật; dữ liệu của bạn vẫn còn.",
        "The app and the server are of different versions. Update; nothing of yours is lost.",
    ),
    "kind_unknown": (
        "Máy chủ chưa biết loại thao tác này. Ứng dụng sẽ thử lại.",
        "The server does not know this kind of operation yet. The app tries again.",
    ),
    "failed_here": (
        "Máy chủ gặp trục trặc với thao tác này. Dữ liệu vẫn còn trên máy; ứng dụng sẽ thử lại.",
        "Something failed here with this operation. It is kept on the phone; the app tries again.",
    ),
    "no_longer_open": (
        "Hồ sơ đã chuyển sang bước khác nên không làm được việc này.",
        "The dossier has moved on, so this cannot be done.",
    ),
    "not_found_or_wrong": (
        "Mã hoặc bốn ký tự chưa đúng, hoặc không có hồ sơ này.",
        "The code or the four characters are wrong, or there is no such dossier.",
    ),
    "cursor_gone": (
        "Danh sách trên máy cần tải lại từ đầu. Bản nháp và hồ sơ chờ gửi không bị ảnh hưởng.",
        "The list on the phone is loaded again from the start. Drafts and unsent dossiers are untouched.",
    ),
    "look_reason_needed": (
        "Hồ sơ này lúc này không thuộc phần việc của bạn. Hãy ghi lý do xem rồi mở lại; người dân đọc được lý do đó.",
        "This dossier is not part of your work now. Say why you look, then open it again; its owner can read why.",
    ),
    "message": ("Không tìm thấy thông báo này.", "There is no such message here."),
    "document": ("Không tìm thấy giấy tờ này.", "There is no such document here."),
}

error_texts.add(TEXTS)
