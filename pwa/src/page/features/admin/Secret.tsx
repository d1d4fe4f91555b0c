import { useState } from "preact/hooks"
import type { SecretOut } from "../../../core/contract/openapi.gen.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { copyIcon } from "../../ui/icons-work.ts"
import { ppl } from "./words-people.ts"

/** A password that is shown this once. */
export function Secret({ secret, onDone }: { secret: SecretOut; onDone: () => void }) {
  const [copied, setCopied] = useState(false)
  const copy = (): void => {
    navigator.clipboard.writeText(secret.password).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  }
  return (
    <Dialog
      title={ppl().secret(secret.account.name)}
      onClose={onDone}
      actions={
        <Button kind="main" onPress={onDone}>
          {ppl().done}
        </Button>
      }
    >
      <dl class="secret">
        <dt>{ppl().username}</dt>
        <dd>{secret.account.username}</dd>
        <dt>{ppl().password}</dt>
        <dd>
          <code class="secret__word">{secret.password}</code>
        </dd>
      </dl>
      <p>{ppl().secretMore}</p>
      <Button icon={copyIcon} onPress={copy}>
        {copied ? ppl().copied : ppl().copy}
      </Button>
    </Dialog>
  )
}
