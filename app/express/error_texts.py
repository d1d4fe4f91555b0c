"""Why a dossier is not settled at once, in both languages."""

from app.core import error_texts

error_texts.add(
    {
        "express_not_today": (
            "Hồ sơ này không giải quyết ngay trong hôm nay được: thủ tục không trả trong ngày, hoặc đã quá giờ nhận.",
            "This one cannot be settled today: the procedure is not a same-day one, or its hour has passed.",
        ),
    }
)
