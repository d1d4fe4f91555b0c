"""Why an opinion is not asked, given or taken back, in both languages."""

from app.core import error_texts

error_texts.add(
    {
        "opinion_not_now": (
            "Chỉ hỏi ý kiến khi hồ sơ đang thẩm định hoặc chờ phê duyệt.",
            "Another office is asked while the dossier is appraised or waits for a decision.",
        ),
        "opinion_not_yours": (
            "Chỉ người đang giữ bước này mới hỏi hoặc rút câu hỏi.",
            "Only whoever holds this step asks, or takes the question back.",
        ),
        "opinion_own_unit": (
            "Hãy chọn một đơn vị khác.",
            "Choose another office.",
        ),
        "opinion_unit_cannot": (
            "Đơn vị này chưa có ai trả lời được. Hãy chọn đơn vị khác.",
            "Nobody at that office can answer. Choose another one.",
        ),
        "opinion_asked_already": (
            "Đơn vị này đang được hỏi về hồ sơ này. Chờ trả lời, hoặc rút câu hỏi cũ rồi hỏi lại.",
            "That office is being asked about this dossier. Wait for its answer, or take the question back first.",
        ),
        "opinion_wrong": (
            "Câu hỏi còn chỗ chưa đúng. Xem các mục được đánh dấu.",
            "Something of the question is not right. See what is marked.",
        ),
        "opinion_closed": (
            "Câu hỏi này không còn chờ trả lời. Tải lại để xem.",
            "This question no longer waits for an answer. Reload to see it.",
        ),
        "opinion": ("Không tìm thấy câu hỏi này.", "There is no such question."),
    }
)
