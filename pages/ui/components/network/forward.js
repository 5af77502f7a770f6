// What every layer makes of a digit, computed in doubles from the network's own weights.
import { windowAt } from "./stage.js"
import { WeightedSums } from "./weighted_sums.js"

/** @import { Layer, Stage } from "./stage.js" */

/**
 * How a pixel becomes what the first layer reads.
 * @typedef {{ standardise: boolean, white: number, mean: number, deviation: number }} Preparation
 *
 * @typedef {Preparation & { layers: Layer[], arrays: Record<string, Float32Array> }} Network
 *
 * A digit; `values` are ink, 0 to 255 where its type is "uint8" and 0 to 1 where it is "float32".
 * @typedef {{ size: number[], type: string, values: Float64Array }} Digit
 *
 * A layer while it is computed: all of a stage but its values and its neighbours.
 * @typedef {Omit<Layer, "weights" | "inputs"> & { weights: Record<string, Float32Array> }} Step
 *
 * @typedef {(step: Step, before: Stage, second: Stage) => Float64Array} Forward
 */

/**
 * All stages of a network reading a digit; the stages know their neighbours.
 * @param {Network} network
 * @param {Digit} digit
 * @returns {Stage[]}
 */
export function read(network, digit) {
  const shape = [...digit.size, 1], { values } = digit
  const prepared = values.map((ink) => prepare(ink, network, digit).at(-1) ?? NaN)
  /** @type {Stage[]} */
  const stages = []
  append(stages, { name: "pixels", kind: "Pixels", shape, weights: {} }, values)
  append(stages, { name: "prepared", kind: "Prepared", shape, weights: {} }, prepared, stages)
  for (const layer of network.layers) {
    const weights = Object.fromEntries(
      layer.weights.map((name) => [name, network.arrays[`${layer.name}/${name}`]]),
    )
    const { inputs, ...facts } = layer
    const read = inputs.map((place) => stages[place + 2]) // after the pixels and the prepared digit
    const step = { ...facts, weights }
    append(stages, step, FORWARD[layer.kind](step, read[0], read[1]), read)
  }
  return stages
}

/**
 * Put a stage at the end of the others.
 * @param {Stage[]} stages
 * @param {Omit<Step, "field">} step
 * @param {Float64Array} values
 * @param {Stage[]} [read] - what it was made of
 */
function append(stages, step, values, [before, second] = []) {
  let low = Infinity, high = -Infinity
  for (let index = 0; index < values.length; index++) {
    const value = values[index]
    if (value < low) low = value
    if (value > high) high = value
  }
  /** @type {Stage} */
  const stage = { ...step, values, low, high, place: stages.length, before, second }
  if (before) before.after ??= stage
  if (second) second.after ??= stage
  stages.push(stage)
}

/**
 * From an ink value to what the first layer reads, each step rounded to a single as in NumPy.
 * @param {number} ink
 * @param {Preparation} preparation
 * @param {{ type: string }} digit
 */
export function prepare(ink, { standardise, white, mean, deviation }, { type }) {
  const { fround } = Math
  const steps = [type === "uint8" ? fround(ink / white) : ink]
  if (standardise) {
    steps.push(fround(steps[0] - fround(mean)))
    steps.push(fround(steps[1] / fround(deviation)))
  }
  return steps
}

/** @type {Record<string, Forward>} */
const FORWARD = {
  Conv2D(stage, before) {
    const [height, width, channels] = before.shape
    const [rows, columns, filters] = stage.shape
    const out = new Float64Array(rows * columns * filters)
    const sums = new WeightedSums(stage.weights.kernel, stage.weights.bias)
    for (let cell = 0; cell < rows * columns; cell++) {
      const { top, left, size } = windowAt(stage, Math.floor(cell / columns), cell % columns)
      const first = Math.max(left, 0), last = Math.min(left + size, width)
      for (let row = Math.max(top, 0); row < Math.min(top + size, height); row++) {
        const tap = (row - top) * size + first - left // padding is 0 and adds nothing
        sums.add(before.values, (row * width + first) * channels, (last - first) * channels, tap * channels)
      }
      sums.write(out, cell * filters)
    }
    return out
  },
  MaxPooling2D: (stage, before) => pooled(stage, before, largest),
  AveragePooling2D: (stage, before) => pooled(stage, before, mean),
  GlobalAveragePooling2D(stage, before) {
    const [height, width, maps] = before.shape
    const out = new Float64Array(maps)
    before.values.forEach((value, index) => (out[index % maps] += value))
    return out.map((sum) => sum / (height * width))
  },
  BatchNormalization(stage, before) {
    const { gamma, beta, moving_mean, moving_variance } = stage.weights
    const { epsilon = 0 } = stage
    const deviation = Float64Array.from(moving_variance, (v) => Math.sqrt(v + epsilon))
    const out = new Float64Array(before.values.length), maps = gamma.length
    for (let base = 0; base < out.length; base += maps)
      for (let map = 0; map < maps; map++) {
        const scaled = (before.values[base + map] - moving_mean[map]) / deviation[map]
        out[base + map] = scaled * gamma[map] + beta[map]
      }
    return out
  },
  Dropout: (stage, before) => before.values,
  Flatten: (stage, before) => before.values, // stored in the very order in which it reads them
  ReLU(stage, before) {
    const out = new Float64Array(before.values.length)
    for (let index = 0; index < out.length; index++) out[index] = Math.max(before.values[index], 0)
    return out
  },
  Add: (stage, before, second) => before.values.map((value, cell) => value + second.values[cell]),
  Dense(stage, before) {
    const { kernel, bias } = stage.weights
    const units = bias.length, inputs = kernel.length / units
    const out = new Float64Array((before.values.length / inputs) * units)
    const sums = new WeightedSums(kernel, bias)
    for (let row = 0; row * units < out.length; row++) {
      sums.add(before.values, row * inputs, inputs, 0)
      sums.write(out, row * units)
    }
    return out
  },
  Softmax(stage, before) {
    const count = stage.shape[stage.shape.length - 1]
    const out = new Float64Array(before.values.length)
    for (let start = 0; start < out.length; start += count) {
      const { powers, sum } = powersOfE(before.values.subarray(start, start + count))
      out.set(powers.map((power) => power / sum), start)
    }
    return out
  },
}

/**
 * What pooling makes of one map's cells in a window: of the rows from `top` to before `bottom`.
 * @typedef {{ values: Float64Array, width: number, maps: number }} Maps
 * @typedef {(from: Maps, map: number, top: number, bottom: number, left: number, right: number) =>
 *   number} Reduce
 */

/** @type {Reduce} */
function largest({ values, width, maps }, map, top, bottom, left, right) {
  let best = -Infinity
  for (let row = top; row < bottom; row++)
    for (let column = left; column < right; column++) {
      const value = values[(row * width + column) * maps + map]
      if (value > best) best = value
    }
  return best
}

/** @type {Reduce} */
function mean({ values, width, maps }, map, top, bottom, left, right) {
  let sum = 0
  for (let row = top; row < bottom; row++)
    for (let column = left; column < right; column++) sum += values[(row * width + column) * maps + map]
  return sum / ((bottom - top) * (right - left))
}

/**
 * e to the power of every logit, the largest taken away first, and their sum.
 * @param {Float64Array} logits
 */
export function powersOfE(logits) {
  const largest = Math.max(...logits)
  const powers = logits.map((logit) => Math.exp(logit - largest))
  return { powers, sum: powers.reduce((sum, power) => sum + power, 0) }
}

/**
 * @param {Step} stage
 * @param {Stage} before
 * @param {Reduce} reduce
 */
function pooled(stage, before, reduce) {
  const [rows, columns, maps] = stage.shape, [height, width] = before.shape
  const from = { values: before.values, width, maps }
  const out = new Float64Array(rows * columns * maps)
  for (let cell = 0; cell < rows * columns; cell++) {
    const { top, left, size } = windowAt(stage, Math.floor(cell / columns), cell % columns)
    const first = Math.max(top, 0), last = Math.min(top + size, height)
    const start = Math.max(left, 0), end = Math.min(left + size, width)
    for (let map = 0; map < maps; map++)
      out[cell * maps + map] = reduce(from, map, first, last, start, end)
  }
  return out
}
