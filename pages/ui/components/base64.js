// Bytes that come from Python as text.

/**
 * The bytes behind a text in base64, in a buffer of their own.
 * @param {string} text
 */
export function decodeBytes(text) {
  const letters = atob(text)
  const bytes = new Uint8Array(letters.length)
  for (let at = 0; at < bytes.length; at++) bytes[at] = letters.charCodeAt(at)
  return bytes // by Uint8Array.from it takes ten times as long
}

/** The single-precision numbers behind a text in base64. @param {string} text */
export const decodeSingles = (text) => new Float32Array(decodeBytes(text).buffer)

/** The double-precision numbers behind a text in base64. @param {string} text */
export const decodeDoubles = (text) => new Float64Array(decodeBytes(text).buffer)
