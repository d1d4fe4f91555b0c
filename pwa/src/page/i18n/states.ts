import { words } from "./words.ts"

/** Where a dossier stands, in the words a resident reads. */
export const states = words(
  {
    draft: "Đang làm dở",
    submitted: "Đã gửi",
    awaiting_files: "Đang gửi",
    received: "Đã tiếp nhận",
    appraising: "Đang thẩm định",
    approving: "Chờ phê duyệt",
    confirming: "Chờ bạn xem bản nháp",
    signing: "Chờ ký, đóng dấu",
    ready: "Có kết quả",
    returned: "Đã trả kết quả",
    refused: "Không được tiếp nhận",
    stopped: "Đã dừng giải quyết",
    withdrawn: "Đã rút",
    merged: "Gộp vào hồ sơ khác",
    awaiting_supplement: "Chờ bạn bổ sung",
    awaiting_payment: "Chờ bạn nộp phí",
    only_here: "Đã lưu trên máy",
  },
  {
    draft: "Not finished",
    submitted: "Sent",
    awaiting_files: "Sending",
    received: "Received",
    appraising: "Being examined",
    approving: "Waiting for approval",
    confirming: "Waiting for you to check the draft",
    signing: "Waiting for signature and seal",
    ready: "Result ready",
    returned: "Result handed over",
    refused: "Not accepted",
    stopped: "Stopped",
    withdrawn: "Withdrawn",
    merged: "Goes on as another",
    awaiting_supplement: "Waiting for you to add something",
    awaiting_payment: "Waiting for your payment",
    only_here: "Saved on this phone",
  },
)

export type StateName = keyof ReturnType<typeof states>

/** The word that matters most to the resident: what waits for her comes before where it stands. */
export function stateName(dossier: { state: string; flags: readonly string[]; awaiting_files?: number }): StateName {
  const open = ["submitted", "received", "appraising", "approving"].includes(dossier.state)
  if (open && dossier.flags.includes("awaiting_supplement")) return "awaiting_supplement"
  if (open && dossier.flags.includes("awaiting_payment")) return "awaiting_payment"
  if (dossier.state === "submitted" && (dossier.awaiting_files ?? 0) > 0) return "awaiting_files"
  if (dossier.state === "withdrawn" && dossier.flags.includes("merged")) return "merged"
  return dossier.state in states() ? (dossier.state as StateName) : "submitted"
}
