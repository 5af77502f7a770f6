// Moving, turning, scaling and thickening a digit: mnist_core/data/geometry.py in JavaScript, in
// doubles where that has singles. A digit is 28 × 28 values from 0 (paper) to 1 (ink), row by row;
// beyond the frame there is paper. Knows nothing of pages.

const SIDE = 28
const MIDDLE = (SIDE - 1) / 2
const DIRECTIONS = 16 // in which a stroke's edge is moved

/**
 * Move a digit by so many pixels, fractions interpolated bilinearly.
 * @param {Float32Array} digit
 * @param {number} right
 * @param {number} down
 */
export function shift(digit, right, down) {
  if (right === 0 && down === 0) return digit
  return sampled(digit, (row, column) => [row - down, column - right])
}

/**
 * Turn a digit about the middle of the frame, anticlockwise as seen.
 * @param {Float32Array} digit
 * @param {number} degrees
 */
export function turn(digit, degrees) {
  if (degrees === 0) return digit
  const angle = (degrees * Math.PI) / 180, cosine = Math.cos(angle), sine = Math.sin(angle)
  return sampled(digit, (row, column) => {
    const y = row - MIDDLE, x = column - MIDDLE
    return [MIDDLE + sine * x + cosine * y, MIDDLE + cosine * x - sine * y]
  })
}

/**
 * Enlarge a digit (factor above 1) or shrink it, about the middle of the frame.
 * @param {Float32Array} digit
 * @param {number} factor
 */
export function scaled(digit, factor) {
  if (factor === 1) return digit
  const from = (/** @type {number} */ place) => MIDDLE + (place - MIDDLE) / factor
  return sampled(digit, (row, column) => [from(row), from(column)])
}

/**
 * Make every stroke so many pixels wider; a negative number makes it thinner.
 * @param {Float32Array} digit
 * @param {number} pixels
 */
export function thickened(digit, pixels) {
  const radius = Math.abs(pixels) / 2, steps = Math.ceil(radius)
  const extreme = pixels > 0 ? Math.max : Math.min
  let result = digit
  for (let step = 0; step < steps; step++) {
    const reach = radius - (step * radius) / steps
    for (let direction = 0; direction < DIRECTIONS; direction++) {
      const angle = (direction * 2 * Math.PI) / DIRECTIONS
      const moved = shift(digit, reach * Math.cos(angle), reach * Math.sin(angle))
      result = result.map((ink, index) => extreme(ink, moved[index]))
    }
  }
  return result
}

/**
 * A digit whose every pixel is looked for at another place, and blended from the four around it.
 * @param {Float32Array} digit
 * @param {(row: number, column: number) => [number, number]} from
 */
function sampled(digit, from) {
  const made = new Float32Array(SIDE * SIDE)
  const at = (/** @type {number} */ row, /** @type {number} */ column) =>
    row >= 0 && row < SIDE && column >= 0 && column < SIDE ? digit[row * SIDE + column] : 0
  for (let row = 0; row < SIDE; row++)
    for (let column = 0; column < SIDE; column++) {
      const [y, x] = from(row, column), top = Math.floor(y), left = Math.floor(x)
      const lower = y - top, righter = x - left
      const above = at(top, left) * (1 - righter) + at(top, left + 1) * righter
      const below = at(top + 1, left) * (1 - righter) + at(top + 1, left + 1) * righter
      made[row * SIDE + column] = Math.min(above * (1 - lower) + below * lower, 1)
    }
  return made
}
