/* On paper nothing can be unfolded: what is folded on the screen is printed open, and folded again afterwards. */
export function startPrinting(): void {
  let opened: HTMLDetailsElement[] = []
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>("main details:not([open])")]
    for (const each of opened) each.open = true
  })
  addEventListener("afterprint", () => {
    for (const each of opened) each.open = false
    opened = []
  })
}
