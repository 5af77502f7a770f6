// MNIST's protocol for strokes: mnist_core/data/drawing/protocol.py in JavaScript.
import { redraw } from "./redraw.js"

/** @import { Stroke } from "./pen.js" */

/**
 * The steps that are followed: the box around the ink, its larger side 20 pixels long, its aspect
 * kept, the centre of mass in the middle, the strongest ink 1.
 * @typedef {Record<"crop" | "size" | "aspect" | "centre" | "ink", boolean>} Steps
 */

const SIDE = 28
const LARGER_SIDE = 20
const CENTRE_OF_MASS = 14

/** @type {Readonly<Steps>} */
export const PROTOCOL = { crop: true, size: true, aspect: true, centre: true, ink: true }

/**
 * What a network reads, prepared from the pen's way.
 * @param {readonly Stroke[]} strokes
 * @param {Readonly<Steps>} steps
 * @param {readonly number[] | null} pad - its width and height, scaled where the crop is left out
 * @returns {Float32Array | null} 28 × 28 values from 0 to 1; null if there is nothing to read
 */
export function prepareStrokes(strokes, steps = PROTOCOL, pad = null) {
  const side = steps.size ? LARGER_SIDE : SIDE
  const drawn = redraw(strokes, side, steps.aspect, steps.crop ? null : pad)
  if (!drawn || !drawn.some((ink) => ink > 0)) return null
  const digit = centred(drawn, side, steps.centre)
  if (!steps.ink) return digit
  const strongest = digit.reduce((most, ink) => Math.max(most, ink))
  return digit.map((ink) => ink / strongest)
}

/**
 * A square put into 28 × 28, as near to the middle as no ink is lost.
 * @param {Float32Array} square
 * @param {number} side
 * @param {boolean} byMass
 */
function centred(square, side, byMass) {
  const [down, right] = [side, 1].map((step) => shift(square, side, step, byMass))
  const digit = new Float32Array(SIDE * SIDE)
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      const ink = square[row * side + column]
      if (ink > 0) digit[(row + down) * SIDE + column + right] = ink
    }
  return digit
}

/**
 * Whole pixels that the ink moves along one axis.
 * @param {Float32Array} square
 * @param {number} side
 * @param {number} step - from one place on the axis to the next
 * @param {boolean} byMass
 */
function shift(square, side, step, byMass) {
  const across = step === 1 ? side : 1
  let mass = 0, moment = 0, first = side, last = 0
  for (let place = 0; place < side; place++) {
    let profile = 0
    for (let other = 0; other < side; other++) profile += square[place * step + other * across]
    mass += profile
    moment += profile * place
    if (profile > 0) {
      first = Math.min(first, place)
      last = place
    }
  }
  const wanted = byMass ? halfToEven(CENTRE_OF_MASS - moment / mass) : (SIDE - side) / 2
  return Math.min(Math.max(wanted, -first), SIDE - 1 - last)
}

/**
 * The nearest whole number, of two the even one, as NumPy rounds.
 * @param {number} value
 */
function halfToEven(value) {
  const low = Math.floor(value), above = value - low
  if (above !== 0.5) return Math.round(value)
  return low % 2 === 0 ? low : low + 1
}
