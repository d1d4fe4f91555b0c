"""What can be wrong with a paper, in both languages."""

from app.core import error_texts

error_texts.add(
    {
        "result_not_pdf": ("Kết quả phải là tệp PDF.", "A result must be a PDF file."),
        "paper_lost": (
            "Máy chủ không mở được tệp của giấy tờ này. Hãy báo quản trị.",
            "The server cannot open this paper's file. Tell the administrator.",
        ),
    }
)
