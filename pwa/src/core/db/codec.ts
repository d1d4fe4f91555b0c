/* What stands between a record and the disk: bytes in, bytes out. Each row names the codec that wrote it. */

/** Where a row stands. What was sealed for one place opens in no other. */
export interface Place {
  readonly store: string
  readonly id: string
}

export interface Codec {
  /** Written into each row it sealed; a row without one is plain, as releases before the sealed store wrote them. */
  readonly number?: number
  seal(plain: ArrayBuffer, place: Place): Promise<ArrayBuffer>
  open(sealed: ArrayBuffer, place: Place): Promise<ArrayBuffer>
}

/** The codec of this moment; rejects with StoreError("locked") while its key is not at hand. */
export type CodecSource = () => Promise<Codec>

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
