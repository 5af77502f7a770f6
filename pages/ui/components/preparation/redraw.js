// Strokes drawn again with a pen that fits the digit: mnist_core/data/drawing/strokes.py in
// JavaScript, operation by operation, so that both come to the same values.

/** @import { Stroke } from "./pen.js" */

const PEN = 2 // pixels, in the box of 20
const NEAREST = 1e-9 // what is closer together is one place

/**
 * Strokes drawn so that the larger side of their ink fills a square.
 * @param {readonly Stroke[]} strokes
 * @param {number} side - pixels of the square
 * @param {boolean} keepAspect - false stretches the smaller side as well
 * @param {readonly number[] | null} frame - width and height of the pad, which is drawn whole
 * @returns {Float32Array | null} side × side values from 0 to 1; null if there are no points
 */
export function redraw(strokes, side, keepAspect, frame) {
  const inked = strokes.filter((stroke) => stroke.length > 0)
  if (!inked.length) return null
  const spans = [0, 1].map((axis) => span(inked, axis, frame))
  const lengths = spans.map(([low, high]) => high - low), largest = Math.max(...lengths)
  const squares = new Float64Array(side * side).fill(Infinity) // to the nearest stroke
  const places = spans.map(([low, high], axis) => {
    const length = keepAspect ? largest : lengths[axis]
    const scale = length > NEAREST ? (side - PEN) / length : 0
    return (/** @type {number} */ at) => (at - (low + high) / 2) * scale + side / 2
  })
  for (const stroke of inked) follow(squares, side, stroke, places)
  return Float32Array.from(squares, (it) => Math.min(Math.max(PEN / 2 + 0.5 - Math.sqrt(it), 0), 1))
}

/**
 * The smallest and the largest coordinate.
 * @param {readonly Stroke[]} strokes
 * @param {number} axis
 * @param {readonly number[] | null} frame
 */
function span(strokes, axis, frame) {
  let low = frame ? 0 : Infinity, high = frame ? frame[axis] : -Infinity
  for (const stroke of strokes)
    for (let place = axis; place < stroke.length; place += 2) {
      low = Math.min(low, stroke[place])
      high = Math.max(high, stroke[place])
    }
  return [low, high]
}

/**
 * Go along a stroke; a single point is a segment of length 0.
 * @param {Float64Array} squares
 * @param {number} side
 * @param {Stroke} stroke
 * @param {((at: number) => number)[]} places
 */
function follow(squares, side, stroke, [across, down]) {
  let x = across(stroke[0]), y = down(stroke[1])
  for (let place = Math.min(2, stroke.length - 2); place < stroke.length; place += 2) {
    const nextX = across(stroke[place]), nextY = down(stroke[place + 1])
    nearTo(squares, side, x, y, nextX - x, nextY - y)
    x = nextX
    y = nextY
  }
}

/**
 * Bring every pixel as near as a segment comes to its middle, as the square of the distance.
 * @param {Float64Array} squares
 * @param {number} side
 * @param {number} x
 * @param {number} y
 * @param {number} right
 * @param {number} down
 */
function nearTo(squares, side, x, y, right, down) {
  const square = right * right + down * down, length = square > NEAREST ** 2 ? square : 1
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      const fromX = column + 0.5 - x, fromY = row + 0.5 - y
      const share = Math.min(Math.max((fromX * right + fromY * down) / length, 0), 1)
      const gapX = fromX - share * right, gapY = fromY - share * down
      const distance = gapX * gapX + gapY * gapY
      if (distance < squares[row * side + column]) squares[row * side + column] = distance
    }
}
