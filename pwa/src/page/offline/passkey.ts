/* The phone's own authenticator (finger, face, the phone's code) in place of the PIN, where it has a secret for us: the PRF
   extension of WebAuthn. No server is asked; the credential proves nothing to anybody, it only gives the same secret again. */
import type { Passkey } from "../../core/db/vault-rows.ts"

const random = (count: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(count))

/** Whether it is worth offering: an authenticator of the phone itself that knows who holds it. */
export async function passkeyPossible(): Promise<boolean> {
  const { PublicKeyCredential: known } = globalThis as { PublicKeyCredential?: typeof PublicKeyCredential }
  if (known === undefined || !("credentials" in navigator)) return false
  return known.isUserVerifyingPlatformAuthenticatorAvailable().catch(() => false)
}

interface Signals {
  signalUnknownCredential?(told: { rpId: string; credentialId: string }): Promise<void>
}

/** Tells the phone that a credential is of no use any more, so that its list of passkeys does not keep it; where it can be told. */
export async function forgetPasskey(credential: ArrayBuffer): Promise<void> {
  const { PublicKeyCredential: known } = globalThis as { PublicKeyCredential?: Signals }
  const credentialId = btoa(String.fromCharCode(...new Uint8Array(credential)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "")
  await known?.signalUnknownCredential?.({ rpId: location.hostname, credentialId }).catch(() => undefined)
}

const bufferOf = (source: BufferSource | undefined): ArrayBuffer | undefined => {
  if (source === undefined) return undefined
  return source instanceof ArrayBuffer
    ? source.slice(0)
    : new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice().buffer
}

const secretOf = (credential: Credential | null): ArrayBuffer | undefined =>
  credential instanceof PublicKeyCredential ? bufferOf(credential.getClientExtensionResults().prf?.results?.first) : undefined

/** Makes a credential and promises it with its secret; undefined where the person said no or the phone has no such secret. */
export async function makePasskey(label: string): Promise<{ passkey: Passkey; secret: ArrayBuffer } | undefined> {
  const salt = random(32)
  const made = await navigator.credentials
    .create({
      publicKey: {
        challenge: random(32),
        rp: { name: "Cửa Làng" },
        user: { id: random(16), name: label, displayName: label },
        pubKeyCredParams: [
          { type: "public-key", alg: -7 },
          { type: "public-key", alg: -257 },
        ],
        // the kind of credential that phones list among their passkeys is the kind that has a secret for us
        authenticatorSelection: { authenticatorAttachment: "platform", residentKey: "preferred", userVerification: "required" },
        extensions: { prf: { eval: { first: salt } } },
      },
    })
    .catch(() => null)
  if (!(made instanceof PublicKeyCredential)) return undefined
  const passkey = { credential: made.rawId, salt: salt.buffer }
  const able = made.getClientExtensionResults().prf?.enabled === true
  // some authenticators tell the secret only when they are asked again
  const secret = able ? (secretOf(made) ?? (await askPasskey(passkey))) : undefined
  if (secret === undefined) await forgetPasskey(passkey.credential)
  return secret && { passkey, secret }
}

/** The secret, after the phone has made sure who holds it; undefined where it has not. */
export async function askPasskey({ credential, salt }: Passkey): Promise<ArrayBuffer | undefined> {
  const given = await navigator.credentials
    .get({
      publicKey: {
        challenge: random(32),
        // of this phone alone: where it is gone from here, nobody is asked to fetch another phone or a key to plug in
        allowCredentials: [{ type: "public-key", id: credential, transports: ["internal"] }],
        userVerification: "required",
        extensions: { prf: { eval: { first: salt } } },
      },
    })
    .catch(() => null)
  return secretOf(given)
}
