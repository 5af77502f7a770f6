// Every way to change a digit by a slider: mnist_core/data/perturbations.py in JavaScript.
import { scaled, shift, thickened, turn } from "./geometry.js"
import { blurred, contrasted, covered, noisy } from "./intensity.js"

/**
 * By how much a digit is changed, in the order in which it is done; what is missing is not done.
 * @typedef {"right" | "down" | "rotate" | "rescale" | "thicken"} Nudge
 * @typedef {Partial<Record<Nudge | "noise" | "blur" | "contrast" | "occlude", number>>} Levels
 */

/**
 * @param {Float32Array} digit
 * @param {Levels} by
 * @param {ArrayLike<number>} draws - what is drawn at random for noise, or for a covered square
 */
export function perturb(digit, by, draws = []) {
  const { right = 0, down = 0, rotate = 0, rescale = 1, thicken = 0 } = by
  const { noise = 0, blur = 0, contrast = 1, occlude = 0 } = by
  const placed = scaled(turn(shift(digit, right, down), rotate), rescale)
  const drawn = noisy(thickened(placed, thicken), noise, draws)
  return covered(contrasted(blurred(drawn, blur), contrast), occlude, draws)
}
