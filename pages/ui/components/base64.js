// Bytes that come from Python as text.

/**
 * The bytes behind a text in base64, in a buffer of their own.
 * @param {string} text
 */
export const decodeBytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
