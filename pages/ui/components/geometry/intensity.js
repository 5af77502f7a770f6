// Noise, blur, contrast and covered squares: mnist_core/data/intensity.py in JavaScript. The shade of
// the pixels changes; the ink stays put. A digit is 28 × 28 values from 0 (paper) to 1 (ink).

const SIDE = 28
const WIDEST = 4 // standard deviations to where a blur reaches
const { fround } = Math

/**
 * Noise added to every pixel, rounded to singles as in NumPy.
 * @param {Float32Array} digit
 * @param {number} deviation - the noise's standard deviation
 * @param {ArrayLike<number>} pattern - 28 × 28 normally distributed numbers, which Python draws
 */
export function noisy(digit, deviation, pattern) {
  if (deviation === 0) return digit
  return digit.map((ink, index) => within(ink + fround(fround(deviation) * pattern[index])))
}

/**
 * Every pixel's mean with its neighbours, weighted by a Gaussian: along columns, then along rows.
 * @param {Float32Array} digit
 * @param {number} sigma - the Gaussian's standard deviation, pixels
 */
export function blurred(digit, sigma) {
  const reach = Math.floor(WIDEST * sigma + 0.5)
  if (reach === 0) return digit
  const bell = (/** @type {number} */ away) => Math.exp(-0.5 * (away / sigma) ** 2)
  const offsets = Array.from({ length: 2 * reach + 1 }, (_, place) => place - reach)
  const sum = offsets.reduce((all, away) => all + bell(away), 0)
  const weights = offsets.map((away) => fround(bell(away) / sum))
  const smeared = (/** @type {ArrayLike<number>} */ from, /** @type {number} */ step) =>
    Float64Array.from(from, (_, index) => {
      const place = Math.floor(index / step) % SIDE // along the axis
      let mean = 0
      for (let away = Math.max(-reach, -place); away <= Math.min(reach, SIDE - 1 - place); away++)
        mean += weights[away + reach] * from[index + away * step]
      return mean
    })
  return Float32Array.from(smeared(smeared(digit, SIDE), 1), within)
}

/**
 * Every pixel's distance from mid-grey multiplied, rounded to singles as in NumPy.
 * @param {Float32Array} digit
 * @param {number} factor
 */
export function contrasted(digit, factor) {
  if (factor === 1) return digit
  const grey = fround((1 - factor) / 2)
  return digit.map((ink) => within(fround(fround(factor) * ink) + grey))
}

/**
 * A square of it covered with paper.
 * @param {Float32Array} digit
 * @param {number} side - of the square, whole pixels
 * @param {ArrayLike<number>} where - shares of its free way down and to the right, 0 to below 1
 */
export function covered(digit, side, where) {
  if (side === 0) return digit
  const [top, left] = [where[0], where[1]].map((share) => Math.floor(share * (SIDE - side + 1)))
  const inside = (/** @type {number} */ place, /** @type {number} */ first) =>
    place >= first && place < first + side
  return digit.map((ink, index) =>
    inside(Math.floor(index / SIDE), top) && inside(index % SIDE, left) ? 0 : ink)
}

/** @param {number} ink */
const within = (ink) => Math.min(Math.max(ink, 0), 1)
