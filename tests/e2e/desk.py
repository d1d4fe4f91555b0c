"""An official at the office's computer: what she picks, presses and reads, by the words on the screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from playwright.sync_api import BrowserContext, FilePayload, Page, Response, expect

from tests.e2e import people
from tests.e2e.axe import assert_accessible
from tests.e2e.people import PASSWORD, Worker

SitDown = Callable[[Worker], "Desk"]
SON = "Quàng Văn Chiến"
"""Who fetches results for others."""
COLLEAGUE = "Đồng nghiệp đang xử lý nhờ xem giúp"
OPINION = "Giấy tờ đầy đủ, khớp với dữ liệu dân cư."


class Desk:
    """One official, signed in at a computer of her own."""

    def __init__(self, context: BrowserContext, url: str, worker: Worker, *, look: bool = False) -> None:
        self.context = context
        self.url = url
        self.worker = worker
        self.look = look
        self.page: Page = context.new_page()
        self._fetched: list[str] = []
        self.page.on("response", self._note)
        # whoever opens what is not her own work is asked why; journeys that are about something else say so and go on
        self.why = self.page.get_by_role("dialog", name="Vì sao bạn xem hồ sơ này?")
        self.page.add_locator_handler(self.why, lambda asked: asked.get_by_role("button", name=COLLEAGUE).click())

    def _note(self, answer: Response) -> None:
        if "/documents/" in answer.url:
            self._fetched.append(answer.url)

    def seen(self) -> None:
        """A screen has come whole: axe finds nothing."""
        expect(self.page.locator("main.room > [aria-busy=true]")).to_have_count(0)
        if self.look:
            assert_accessible(self.page)

    def sign_in(self) -> None:
        """Through the office's door."""
        self.page.goto(f"{self.url}/ban")
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Đăng nhập cho cán bộ")
        self.seen()
        self.page.get_by_label("Tên đăng nhập").fill(self.worker.username)
        self.page.get_by_label("Mật khẩu").fill(PASSWORD)
        self.page.get_by_role("button", name="Đăng nhập", exact=True).click()
        expect(self.page.locator(".office__me")).to_contain_text(self.worker.name)

    def find(self, code: str) -> None:
        """Open a dossier by the code on its slip, found from the search."""
        with self.page.expect_response(re.compile(f"/api/desk/inbox.*{re.escape(code)}")) as answer:
            self.page.get_by_role("searchbox").fill(code)
        [found] = answer.value.json()["rows"]
        rows = self.page.locator("tr[data-dossier]")
        expect(rows).to_have_count(1)
        expect(rows).to_have_attribute("data-dossier", found["dossier_id"])
        rows.click()
        self.opened(code)

    def opened(self, code: str) -> None:
        """The dossier beside the list is this one, whole."""
        expect(self.page.locator(".work__head")).to_contain_text(code)
        self.seen()

    def move(self, name: str, **given: str) -> None:
        """Make a move; what its question asks for comes by its label."""
        self.press(name)
        if given:
            question = self.page.get_by_role("dialog")
            self.seen()
            for label, value in given.items():
                box = question.get_by_label(label.replace("_", " "))
                if box.evaluate("box => box.tagName") == "SELECT":
                    box.select_option(label=value)
                else:
                    box.fill(value)
            question.get_by_role("button", name="Xong, thực hiện").click()

    def press(self, name: str) -> None:
        """Press a move at the foot of the dossier."""
        self.page.locator(".acts").get_by_role("button", name=re.compile(f"^{re.escape(name)}( .)?$")).click()

    def state(self, words: str) -> None:
        """The dossier stands there now."""
        expect(self.page.locator(".work__head .chip").first).to_have_text(words)
        self.seen()

    def bring_result(self, pdf: bytes, name: str = "ket-qua.pdf") -> None:
        """Upload a PDF as the draft of the result."""
        with self.page.expect_file_chooser() as chooser:
            self.page.locator("button", has_text="Tải tệp PDF").click()
        chooser.value.set_files(FilePayload(name=name, mimeType="application/pdf", buffer=pdf))
        expect(self.page.get_by_text("Đã có dự thảo kết quả")).to_be_attached()

    def document(self, name: str) -> bytes:
        """Open a paper of the dossier beside the answers; returns the bytes that are shown."""
        self.page.locator(".ask .ask__show").filter(has_text=name).first.click()
        expect(self.page.locator(".view__bar")).to_contain_text(name)
        expect(self.page.locator("iframe.view__pdf")).to_be_visible()
        # devtools keep no bytes of a PDF, so they are fetched once more from where they were shown from
        return self.context.request.get(self._fetched[-1]).body()

    def see_original(self, paper: str) -> None:
        """Mark that the original of a paper was compared."""
        box = self.page.get_by_role("checkbox", name=re.compile(f"^{re.escape(paper)}: Đánh dấu"))
        # it shows what the server holds, so it changes when the server has answered
        box.click()
        undo = self.page.get_by_role("checkbox", name=re.compile(f"^{re.escape(paper)}: Bỏ dấu"))
        expect(undo).to_be_checked()


def receive(sit_down: SitDown, code: str) -> None:
    """The clerk's step."""
    clerk = sit_down(people.CLERK)
    clerk.find(code)
    clerk.move("Tiếp nhận")
    clerk.state("Đã tiếp nhận")


def carry_to_seal(sit_down: SitDown, code: str, result: bytes) -> None:
    """The steps of the appraiser and the approver, until only the seal is missing."""
    appraiser = sit_down(people.APPRAISER)
    appraiser.find(code)
    appraiser.move("Nhận thẩm định")
    appraiser.state("Đang thẩm định")
    appraiser.bring_result(result)
    appraiser.move("Trình duyệt", Kết_quả="Giải quyết", Ý_kiến_thẩm_định=OPINION)
    appraiser.state("Chờ phê duyệt")
    approver = sit_down(people.APPROVER)
    approver.find(code)
    approver.move("Phê duyệt")
    approver.state("Chờ ký, đóng dấu")


def seal(sit_down: SitDown, code: str) -> None:
    """The seal clerk's step: the result is ready."""
    clerk = sit_down(people.SEAL_CLERK)
    clerk.find(code)
    clerk.move("Ký số, đóng dấu, phát hành")
    clerk.state("Chờ trả kết quả")


def hand_over(sit_down: SitDown, code: str, originals: Sequence[str]) -> None:
    """The clerk again: compares the originals that are still owed and gives the result to somebody of the family."""
    clerk = sit_down(people.CLERK)
    clerk.find(code)
    for paper in originals:
        clerk.see_original(paper)
    clerk.press("Trả kết quả")
    page = clerk.page
    page.get_by_role("radio", name="Người thân nhận thay").check()
    page.get_by_label("Họ tên người nhận").fill(SON)
    page.get_by_label("Là gì của chủ hồ sơ").fill("con ruột")
    page.get_by_label("Số căn cước hoặc giấy tờ người nhận đang cầm").fill("014099008765")
    page.get_by_role("checkbox", name="Tôi đã xem giấy tờ").check()
    page.get_by_role("radio", name="Đã ký trên phiếu giấy").check()
    page.get_by_role("button", name="Trao 1 kết quả").click()
    expect(page.get_by_role("heading", name="Đã trao 1 kết quả")).to_be_visible()
    page.locator(".handover__done").get_by_role("link").click()
    clerk.opened(code)
    clerk.state("Đã trả")
