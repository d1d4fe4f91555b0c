/* A file on its way out of the phone. */

export type Carried = "shared" | "saved" | "stopped"

/** Offers the share sheet where the phone has one for files; elsewhere the file goes to the downloads. */
export async function carry(file: { readonly name: string; readonly bytes: ArrayBuffer }): Promise<Carried> {
  const given = new File([file.bytes], file.name, { type: "application/octet-stream" })
  const { canShare, share } = navigator as Partial<Navigator>
  if (canShare?.call(navigator, { files: [given] }) === true && share !== undefined) {
    try {
      await share.call(navigator, { files: [given], title: file.name })
      return "shared"
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return "stopped"
      // the sheet does not take this kind of file after all
    }
  }
  const link = document.createElement("a")
  link.href = URL.createObjectURL(given)
  link.download = file.name
  link.click()
  // the download has its own hold on the bytes by then
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  return "saved"
}
