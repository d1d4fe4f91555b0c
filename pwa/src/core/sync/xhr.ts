/* Sends bytes and tells how far they are, which `fetch` cannot. Pages have it, service workers do not. */
import type { Sending } from "./world.ts"

/** Promises the answer as `fetch` with `redirect: "manual"` would give it; fails where the line does. */
export function sendByXhr(url: string, { method, headers, bytes, signal, gone, heard }: Sending): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, url)
    request.responseType = "arraybuffer"
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    const failed = (): void => reject(new TypeError("network"))
    request.upload.addEventListener("progress", (event) => gone(event.loaded))
    request.addEventListener("progress", heard)
    request.addEventListener("load", () => resolve(responseOf(request, url)))
    for (const end of ["error", "abort", "timeout"]) request.addEventListener(end, failed)
    signal.addEventListener("abort", () => request.abort(), { once: true })
    // an ArrayBuffer, never a Blob: Safari has sent empty bodies for those
    request.send(bytes)
  })
}

function responseOf(request: XMLHttpRequest, url: string): Response {
  // a portal led us elsewhere, and the browser followed
  if (new URL(request.responseURL).href !== new URL(url, location.href).href) return new Response(null, { status: 302 })
  const headers = new Headers()
  for (const line of request.getAllResponseHeaders().split("\r\n")) {
    const [name = "", ...value] = line.split(": ")
    if (name !== "") headers.append(name, value.join(": "))
  }
  const bare = request.status === 204 || request.status === 304
  return new Response(bare ? null : (request.response as ArrayBuffer), { status: request.status, headers })
}
