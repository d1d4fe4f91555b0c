"""Sentences of the error codes of duties."""

from __future__ import annotations

from app.core import error_texts

TEXTS: dict[str, tuple[str, str]] = {
    "not_able": (
        "{name} không làm được bước này ở đơn vị. Chọn người khác.",
        "{name} may not make this step here. Choose somebody else.",
    ),
    "is_away": (
        "{name} đang vắng mặt. Chọn người khác, hoặc kết thúc kỳ vắng trước.",
        "{name} is away. Choose somebody else, or end the absence first.",
    ),
    "did_step_before": (
        "{name} đã làm bước trước của hồ sơ này nên không làm bước này. Chọn người khác.",
        "{name} made the step before on this dossier. Choose somebody else.",
    ),
    "yours_already": ("Hồ sơ này đang do bạn phụ trách rồi.", "This dossier is with you already."),
    "theirs_already": ("Hồ sơ này đang do {name} phụ trách rồi.", "This dossier is with {name} already."),
    "not_yours": (
        "Hồ sơ này không do bạn phụ trách nên bạn không trả lại được.",
        "This dossier is not with you, so you cannot give it back.",
    ),
    "no_one_else": (
        "Không còn ai khác làm được bước này hôm nay. Nhờ lãnh đạo giao, hoặc giữ lại hồ sơ.",
        "Nobody else may make this step today. Ask the lead, or keep the dossier.",
    ),
    "dossiers_left": (
        "Còn {count} hồ sơ chưa có người nhận thay. Cấp quyền cho người khác, hoặc nêu tên người nhận, rồi làm lại.",
        "{count} dossiers have nobody to take them over. Give somebody the role, or name who takes them, then again.",
    ),
    "rule_names_nothing": (
        "Nêu ít nhất một điều: thủ tục, thôn hoặc bước.",
        "Name at least one thing: a procedure, a village or a step.",
    ),
    "ends_first": ("Ngày cuối phải sau ngày đầu.", "The last day must come after the first."),
    "not_staff_here": ("Người này không làm ở đơn vị.", "This person does not work here."),
    "no_such_rule": ("Không tìm thấy quy tắc này.", "There is no such rule."),
    "no_such_absence": ("Không tìm thấy kỳ vắng này.", "There is no such absence."),
    "no_such_task": ("Không tìm thấy việc này.", "There is no such task."),
}

error_texts.TABLES.append(TEXTS)
