// Where one number comes from: the terms that make it, and the cells of the stage before they use.
import { powersOfE } from "./forward.js"
import { inside, placeOf, secondOf, windowAt } from "./stage.js"

/** @import { Place, Stage } from "./stage.js" */

/**
 * What every derivation has: the cell, the cells of the stage before that take part (null where
 * they are the channels of a convolution or the inputs of a dense layer), and `strongest`, the one
 * that counts most; of a sum it may lie in the second stage, and `way` says so.
 * @typedef {object} Found
 * @property {Stage} stage
 * @property {number} index
 * @property {number} value
 * @property {Place} place
 *
 * @typedef {{ sources: number[] | null, strongest: number | null }} Sources
 * @typedef {{ top: number, left: number, size: number }} Standing - a window, padding included
 *
 * @typedef {Sources & { input: number, from?: Place }} SameCell
 * @typedef {SameCell & { other: number, way: Stage }} Summed
 * @typedef {SameCell & Record<"gamma" | "beta" | "mean" | "variance" | "epsilon", number>} Normalised
 *
 * One channel under the window: its inputs (NaN is padding), weights, and the sum of the products.
 * @typedef {{ channel: number, inputs: Float64Array, weights: Float64Array, sum: number }} Channel
 * @typedef {Sources & { window: Standing, channels: Channel[], bias: number }} Convolved
 *
 * The cells under a window, null for padding; those that are there; which of these has won.
 * @typedef {object} Pooled
 * @property {Standing} [window]
 * @property {(number | null)[]} cells
 * @property {number[]} sources
 * @property {number} strongest
 * @property {number} [winner]
 * @property {number} [discarded]
 * @property {number} [sum]
 * @property {number} [count]
 *
 * @typedef {{ cell: number, input: number, weight: number, product: number }} Contribution
 * @typedef {object} Weighed
 * @property {Contribution[]} contributions - the largest, in order
 * @property {number} rest - what all the others come to together
 * @property {number} others - how many these are
 * @property {number} silent - how many inputs are 0
 * @property {number} bias
 *
 * @typedef {object} Shared
 * @property {Float64Array} logits
 * @property {Float64Array} powers
 * @property {number} sum
 * @property {number} unit
 * @property {number[]} sources
 * @property {number} strongest
 *
 * @typedef {Found & Sources & Partial<Omit<Normalised, keyof Sources>> & Partial<Summed> &
 *   Partial<Omit<Convolved, keyof Sources>> & Partial<Omit<Pooled, keyof Sources>> &
 *   Partial<Weighed> & Partial<Omit<Shared, keyof Sources>>} Derivation
 */

export const MOST_SHOWN = 8 // contributions of a dense layer that are written out

/**
 * How a cell of a stage came about; what is told of it depends on the kind of the layer.
 * @param {Stage} stage
 * @param {number} index
 * @returns {Derivation}
 */
export function derive(stage, index) {
  const found = { stage, index, value: stage.values[index], place: placeOf(stage, index) }
  if (!stage.before) return { ...found, sources: [], strongest: null }
  return { ...found, ...DERIVE[stage.kind](found, stage.before) }
}

/** @type {Record<string, (found: Found, before: Stage) => Sources>} */
const DERIVE = {
  Prepared: sameCell,
  Dropout: sameCell,
  ReLU: sameCell,
  Flatten: (found, before) => ({ ...sameCell(found, before), from: placeOf(before, found.index) }),
  BatchNormalization(found, before) {
    const { gamma, beta, moving_mean, moving_variance } = found.stage.weights
    const { map } = found.place
    return {
      ...sameCell(found, before), gamma: gamma[map], beta: beta[map], mean: moving_mean[map],
      variance: moving_variance[map], epsilon: found.stage.epsilon,
    }
  },
  Add(found, before) {
    const second = secondOf(found.stage), other = second.values[found.index]
    const same = sameCell(found, before)
    return { ...same, other, way: Math.abs(other) > Math.abs(same.input) ? second : before }
  },
  Conv2D: convolution,
  MaxPooling2D(found, before) {
    const pooled = pooling(found, before), { sources } = pooled
    const winner = sources.findIndex((cell) => before.values[cell] === found.value)
    return { ...pooled, winner, discarded: sources.length - 1, strongest: sources[winner] }
  },
  AveragePooling2D: average,
  GlobalAveragePooling2D: average,
  Dense: dense,
  Softmax({ stage, index }, before) {
    const count = stage.shape[stage.shape.length - 1], start = index - (index % count)
    const logits = before.values.subarray(start, start + count)
    const sources = Array.from(logits, (_, unit) => start + unit)
    return { logits, ...powersOfE(logits), unit: index - start, sources, strongest: index }
  },
}

/**
 * @param {Found} found
 * @param {Stage} before
 */
function sameCell({ index }, before) {
  return { input: before.values[index], sources: [index], strongest: index }
}

/**
 * Input window × kernel, channel by channel.
 * @param {Found} found
 * @param {Stage} before
 * @returns {Convolved}
 */
function convolution({ stage, place }, before) {
  const { kernel, bias } = stage.weights
  const [height, width, channels] = before.shape
  const filters = bias.length
  const window = windowAt(stage, place.row, place.column)
  const taps = window.size ** 2
  const terms = []
  let strongest = null, most = -1
  for (let channel = 0; channel < channels; channel++) {
    const inputs = new Float64Array(taps), weights = new Float64Array(taps)
    let sum = 0
    for (let tap = 0; tap < taps; tap++) {
      const row = window.top + Math.floor(tap / window.size)
      const column = window.left + (tap % window.size)
      weights[tap] = kernel[(tap * channels + channel) * filters + place.map]
      inputs[tap] = NaN // padding
      if (!inside(row, column, height, width)) continue
      const cell = (row * width + column) * channels + channel
      inputs[tap] = before.values[cell]
      sum += inputs[tap] * weights[tap]
      if (Math.abs(inputs[tap] * weights[tap]) > most) {
        most = Math.abs(inputs[tap] * weights[tap])
        strongest = cell
      }
    }
    terms.push({ channel, inputs, weights, sum })
  }
  return { window, channels: terms, bias: bias[place.map], strongest, sources: null }
}

/**
 * One map's window: its cells, row by row, with null where there is padding.
 * @param {Found} found
 * @param {Stage} before
 */
function pooling({ stage, place }, before) {
  const [height, width, maps] = before.shape
  const window = windowAt(stage, place.row, place.column)
  /** @type {(number | null)[]} */
  const cells = []
  for (let tap = 0; tap < window.size ** 2; tap++) {
    const row = window.top + Math.floor(tap / window.size)
    const column = window.left + (tap % window.size)
    const there = inside(row, column, height, width)
    cells.push(there ? (row * width + column) * maps + place.map : null)
  }
  return { window, cells, sources: cells.filter((cell) => cell !== null) }
}

/**
 * The mean of a window, or of a whole map; padding does not count.
 * @param {Found} derivation
 * @param {Stage} before
 * @returns {Pooled}
 */
function average(derivation, before) {
  const { values } = before
  const found = derivation.stage.window
    ? pooling(derivation, before)
    : wholeMap(before.shape, derivation.index)
  const { sources } = found
  const sum = sources.reduce((total, cell) => total + values[cell], 0)
  const size = (/** @type {number} */ cell) => Math.abs(values[cell])
  const strongest = sources.reduce((best, cell) => (size(cell) > size(best) ? cell : best))
  return { ...found, sum, count: sources.length, strongest }
}

/**
 * @param {number[]} shape
 * @param {number} map
 */
function wholeMap([height, width, maps], map) {
  const cells = Array.from({ length: height * width }, (_, cell) => cell * maps + map)
  return { cells, sources: cells }
}

/**
 * The largest contributions input × weight, and what all the others come to together.
 * @param {Found} found
 * @param {Stage} before
 * @returns {Sources & Weighed}
 */
function dense({ stage, index }, before) {
  const { kernel, bias } = stage.weights
  const units = bias.length, inputs = kernel.length / units
  const unit = index % units, start = Math.floor(index / units) * inputs
  /** @type {number[]} */
  const largest = [] // the indices of the inputs that contribute most, in order
  const products = new Float64Array(inputs)
  let total = 0, silent = 0
  for (let input = 0; input < inputs; input++) {
    const value = before.values[start + input]
    const product = value * kernel[input * units + unit]
    products[input] = product
    total += product
    if (value === 0) silent++
    const least = products[largest[largest.length - 1]]
    if (largest.length < MOST_SHOWN || Math.abs(product) > Math.abs(least))
      insert(largest, input, products)
  }
  const contributions = largest.map((input) => ({
    cell: start + input,
    input: before.values[start + input],
    weight: kernel[input * units + unit],
    product: products[input],
  }))
  const rest = contributions.reduce((left, it) => left - it.product, total)
  return { contributions, rest, others: inputs - largest.length, silent, bias: bias[unit],
           sources: null, strongest: contributions[0].cell }
}

/**
 * @param {number[]} largest
 * @param {number} input
 * @param {Float64Array} products
 */
function insert(largest, input, products) {
  const size = Math.abs(products[input])
  let at = largest.length
  while (at > 0 && size > Math.abs(products[largest[at - 1]])) at--
  largest.splice(at, 0, input)
  if (largest.length > MOST_SHOWN) largest.pop()
}
