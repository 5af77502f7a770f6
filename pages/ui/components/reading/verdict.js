// What a network's ten probabilities come to in words.
import { percent } from "../numbers.js"

/**
 * What a network says, and by what it is judged.
 * @typedef {object} Judged
 * @property {ArrayLike<number>} probabilities - ten
 * @property {number} score - the largest before the softmax
 * @property {number | null} threshold - what has a lower score is refused; null refuses nothing
 * @property {number | null} label - the digit it is known to be
 */

/**
 * The digits with the largest and the second largest probability; of equals the first is the
 * answer, and the last the second guess, as NumPy has it.
 * @param {ArrayLike<number>} probabilities
 */
export function guesses(probabilities) {
  const order = Array.from(probabilities, (_, digit) => digit)
  order.sort((one, other) => probabilities[other] - probabilities[one] || one - other)
  return { first: order[0], second: order[1] }
}

/** @param {Judged} judged */
export const refused = ({ score, threshold }) => threshold !== null && score < threshold

/** @param {Judged} judged */
export function verdict(judged) {
  const { first } = guesses(judged.probabilities)
  return refused(judged) ? "Not like a digit" : `Reads ${first === 8 ? "an" : "a"} ${first}`
}

/**
 * @param {Judged} judged
 * @param {string} title - of the network
 */
export function sentence(judged, title) {
  const { probabilities, label } = judged, { first, second } = guesses(probabilities)
  const share = (/** @type {number} */ digit) => whole(percent(probabilities[digit]))
  const runnerUp = `${second}, ${share(second)}`
  if (refused(judged))
    return `${title} finds too little of any digit in it to answer. ` +
      `Its best guesses: ${first}, ${share(first)}; ${runnerUp}.`
  const truth = label === null ? "" : ` Its label is ${label}.`
  return `${title} gives ${first} a probability of ${share(first)}. Second guess: ${runnerUp}.${truth}`
}

/**
 * A number that no line's end cuts in two.
 * @param {string} text
 */
const whole = (text) => text.replaceAll(" ", "\u00a0")
