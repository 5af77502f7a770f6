// What comes from Python as bytes: the weights of a network, and the pixels of a digit.
import { decodeBytes } from "../base64.js"

/** @import { Network } from "./forward.js" */

/**
 * The arrays of a network: length of the header (uint32), the header as JSON, float32 values.
 * @param {Uint8Array} bytes - see `pack` in mnist_core/web/payload.py
 * @returns {{ token: string, arrays: Record<string, Float32Array> }}
 */
export function unpack(bytes) {
  const copy = bytes.slice().buffer // aligned, whatever message it came in
  const length = new DataView(copy).getUint32(0, true)
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(copy, 4, length)))
  /** @type {Record<string, Float32Array>} */
  const arrays = {}
  for (const [name, start, size] of header.arrays)
    arrays[name] = new Float32Array(copy, header.start + 4 * start, size)
  return { token: header.token, arrays }
}

/**
 * The values of an image sent as base64, row by row.
 * @param {string} text
 * @param {string} type - "uint8" or "float32"
 */
export function decodePixels(text, type) {
  const bytes = decodeBytes(text)
  return Float64Array.from(type === "uint8" ? bytes : new Float32Array(bytes.buffer))
}

/**
 * A whole network, ready to read digits.
 * @param {Uint8Array} bytes - see `pack_network` in mnist_core/web/packed_network.py
 * @returns {Promise<Network>}
 */
export async function unpackNetwork(bytes) {
  const stream = new Blob([bytes.slice()]).stream().pipeThrough(new DecompressionStream("deflate"))
  const message = await new Response(stream).arrayBuffer()
  const length = new DataView(message).getUint32(0, true)
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(message, 4, length)))
  const planes = new Uint8Array(message, 4 + length), count = planes.length / 4
  const joined = new Uint8Array(planes.length)
  for (let place = 0; place < planes.length; place++)
    joined[4 * (place % count) + Math.floor(place / count)] = planes[place]
  /** @type {Record<string, Float32Array>} */
  const arrays = {}
  for (const [name, start, size] of header.arrays)
    arrays[name] = new Float32Array(joined.buffer, 4 * start, size)
  return { ...header, arrays }
}
