// Prepares and reads what is being drawn, beside the page: a worker, so that the pen never waits.
import { perturb } from "../geometry/perturb.js"
import { read } from "../network/forward.js"
import { unpackNetwork } from "../network/packed.js"
import { penStroke } from "../preparation/pen.js"
import { prepareStrokes } from "../preparation/protocol.js"

/**
 * @import { Levels } from "../geometry/perturb.js"
 * @import { Network } from "../network/forward.js"
 * @import { Point, Stroke } from "../preparation/pen.js"
 * @import { Steps } from "../preparation/protocol.js"
 *
 * What has been drawn since the last time: the strokes that stand, where others do, and of the
 * stroke that the pen is at, with the pen's width, the points from that place on.
 * @typedef {{ strokes?: readonly Stroke[], from: number, points: readonly Point[], pen: number }} Growth
 *
 * Either a network by its token, or strokes or a digit that are to be read by one.
 * @typedef {object} Order
 * @property {string} token
 * @property {Uint8Array} [packed]
 * @property {Growth} [growth]
 * @property {Steps} [steps]
 * @property {readonly number[]} [pad]
 * @property {Float32Array} [digit]
 * @property {Levels} [levels] - what is done to the digit first
 * @property {ArrayLike<number>} [draws] - what that takes of chance
 *
 * What a network says to a digit; nothing where there is nothing to read.
 * @typedef {object} Said
 * @property {Float32Array} digit - 28 × 28 values from 0 to 1
 * @property {number[]} probabilities
 * @property {number} score - the largest before the softmax
 */

/** @type {Map<string, Promise<Network>>} */
const networks = new Map()

/** @type {{ strokes: readonly Stroke[], points: Point[] }} */
const sheet = { strokes: [], points: [] } // as it has grown

/** All strokes by now. @param {Growth} growth @returns {readonly Stroke[]} */
export function grown({ strokes = sheet.strokes, from, points, pen }) {
  sheet.strokes = strokes
  sheet.points.length = from
  sheet.points.push(...points)
  return sheet.points.length ? [...strokes, penStroke(sheet.points, pen)] : strokes
}

/**
 * @param {Order} order - a digit or strokes
 * @returns {Promise<Said | null>}
 */
export default async function answer({ token, packed, growth, steps, pad, digit, levels, draws }) {
  if (packed) networks.set(token, unpackNetwork(packed))
  const network = await networks.get(token)
  const given = digit && perturb(digit, levels ?? {}, draws)
  const prepared = given ?? (growth && prepareStrokes(grown(growth), steps, pad))
  if (!network || !prepared) return null
  const values = Float64Array.from(prepared)
  const [scores, last] = read(network, { size: [28, 28], type: "float32", values }).slice(-2)
  const score = scores.values.reduce((most, it) => Math.max(most, it))
  return { digit: prepared, probabilities: [...last.values], score }
}

const scope = /** @type {any} */ (globalThis)
if (scope.WorkerGlobalScope)
  scope.onmessage = async (/** @type {MessageEvent<Order>} */ { data }) => scope.postMessage(await answer(data))
