/* Text made small, where the browser can; one byte before it says how (app/counter/opening.py opens it). */

const PLAIN = 0
const DEFLATED = 1

async function deflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Response(bytes).body
  if (whole === null) return bytes
  return new Uint8Array(await new Response(whole.pipeThrough(new CompressionStream("deflate"))).arrayBuffer())
}

/** Promises the bytes of a text, as small as this browser makes them. */
export async function packed(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const plain = new TextEncoder().encode(text)
  const small = await deflated(plain).catch(() => undefined)
  const [how, body] = small !== undefined && small.length < plain.length ? ([DEFLATED, small] as const) : ([PLAIN, plain] as const)
  const all = new Uint8Array(body.length + 1)
  all[0] = how
  all.set(body, 1)
  return all
}
