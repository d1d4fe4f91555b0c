"""Sentences for what can go wrong with digests."""

from app.core.error_texts import add

add(
    {
        "digest_none": (
            "Ngày này chưa hết hoặc chưa có gì được niêm phong. Hãy chọn ngày khác.",
            "This day is not over, or nothing was sealed by then. Choose another.",
        ),
    }
)
