import { render } from "preact"
// the order of these is the order of the cascade: what is common first, features after
import "./ui/tokens.css"
import "./ui/base.css"
import "./ui/shell.css"
import "./ui/parts.css"
import "./ui/print.css"
import "./ui/choices.css"
import "./ui/sheets.css"
import { provideClient } from "./app/client.ts"
import { Guarded } from "./app/Guarded.tsx"
import { endHelpWithWhoHelped } from "./app/helping.ts"
import { startInstall } from "./app/install.ts"
import { NoStorage } from "./app/NoStorage.tsx"
import { startPrinting } from "./app/printing.ts"
import { startRouter } from "./app/router.ts"
import { startSettings } from "./app/settings.ts"
import { connect } from "./offline/bridge.ts"

const root = document.getElementById("app")

async function start(into: HTMLElement): Promise<void> {
  startSettings()
  startRouter()
  startPrinting()
  startInstall()
  const opened = await connect().catch(() => undefined)
  if (opened) {
    provideClient(opened)
    endHelpWithWhoHelped(opened.session)
  }
  into.replaceChildren()
  render(opened ? <Guarded /> : <NoStorage />, into)
}

if (root) void start(root)
