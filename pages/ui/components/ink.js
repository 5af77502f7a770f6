// Ink on paper as a canvas keeps colours.
import { colourScale } from "./explorer/colours.js"

/** @import { Palette } from "./explorer/colours.js" */

export const FULL = 255 // ink as the server sends it

/**
 * The colour of every shade of ink, from paper to full ink.
 * @param {Palette} palette
 */
export function shades(palette) {
  const scale = colourScale(FULL, false, palette)
  return packed((ink) => scale(ink))
}

/** The colours of brightness as the eye sees it: from black to white. */
export const greys = () => packed((bright) => [bright, bright, bright])

/** @param {(level: number) => number[]} colour */
function packed(colour) {
  const bytes = Array.from({ length: FULL + 1 }, (_, level) => [...colour(level), 255])
  return new Uint32Array(Uint8Array.from(bytes.flat()).buffer)
}
