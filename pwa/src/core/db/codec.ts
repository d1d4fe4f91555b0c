/* What stands between a record and the disk: bytes in, bytes out. Sealing the store changes this file's object and nothing else. */

export interface Codec {
  seal(plain: ArrayBuffer): Promise<ArrayBuffer>
  open(sealed: ArrayBuffer): Promise<ArrayBuffer>
}

/** Keeps bytes as they are. */
export const plainCodec: Codec = {
  seal: (plain) => Promise.resolve(plain),
  open: (sealed) => Promise.resolve(sealed),
}

const encoder = new TextEncoder()
const decoder = new TextDecoder("utf-8", { fatal: true })

/** UTF-8 bytes in a buffer of exactly their length. */
export function toBytes(text: string): ArrayBuffer {
  const view = encoder.encode(text)
  return view.buffer.byteLength === view.byteLength ? view.buffer : view.slice().buffer
}

export const toText = (bytes: ArrayBuffer): string => decoder.decode(bytes)
