// What every layer makes of a digit, computed in doubles from the network's own weights.
import { cellsInWindow, inside, placeOf, windowAt } from "./stage.js"

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
 * @typedef {Omit<Layer, "weights"> & { weights: Record<string, Float32Array> }} Step
 *
 * @typedef {(step: Step, before: Stage) => Float64Array} Forward
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
  append(stages, { name: "prepared", kind: "Prepared", shape, weights: {} }, prepared)
  for (const layer of network.layers) {
    const weights = Object.fromEntries(
      layer.weights.map((name) => [name, network.arrays[`${layer.name}/${name}`]]),
    )
    const step = { ...layer, weights }
    append(stages, step, FORWARD[layer.kind](step, stages[stages.length - 1]))
  }
  return stages
}

/**
 * Put a stage at the end of the others.
 * @param {Stage[]} stages
 * @param {Omit<Step, "field">} step
 * @param {Float64Array} values
 */
function append(stages, step, values) {
  let low = Infinity, high = -Infinity
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  const before = stages.at(-1)
  /** @type {Stage} */
  const stage = { ...step, values, low, high, place: stages.length, before }
  if (before) before.after = stage
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
    const { kernel, bias } = stage.weights
    const [height, width, channels] = before.shape
    const [rows, columns, filters] = stage.shape
    const out = new Float64Array(rows * columns * filters)
    for (let cell = 0; cell < rows * columns; cell++) {
      const { top, left, size } = windowAt(stage, Math.floor(cell / columns), cell % columns)
      const base = cell * filters
      out.set(bias, base)
      for (let tap = 0; tap < size * size; tap++) {
        const row = top + Math.floor(tap / size), column = left + (tap % size)
        if (!inside(row, column, height, width)) continue // padding is 0 and adds nothing
        for (let channel = 0; channel < channels; channel++) {
          const value = before.values[(row * width + column) * channels + channel]
          if (value === 0) continue
          const weight = (tap * channels + channel) * filters
          for (let filter = 0; filter < filters; filter++)
            out[base + filter] += value * kernel[weight + filter]
        }
      }
    }
    return out
  },
  MaxPooling2D: (stage, before) =>
    pooled(stage, before, (values) => values.reduce((best, it) => (it > best ? it : best))),
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
    return before.values.map((value, index) => {
      const map = index % gamma.length
      return ((value - moving_mean[map]) / deviation[map]) * gamma[map] + beta[map]
    })
  },
  Dropout: (stage, before) => before.values,
  Flatten: (stage, before) => before.values, // stored in the very order in which it reads them
  ReLU: (stage, before) => before.values.map((value) => Math.max(value, 0)),
  Dense(stage, before) {
    const { kernel, bias } = stage.weights
    const units = bias.length, inputs = kernel.length / units
    const out = new Float64Array((before.values.length / inputs) * units)
    for (let start = 0; start < out.length; start += units) out.set(bias, start)
    before.values.forEach((value, index) => {
      if (value === 0) return
      const base = Math.floor(index / inputs) * units, weight = (index % inputs) * units
      for (let unit = 0; unit < units; unit++) out[base + unit] += value * kernel[weight + unit]
    })
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

/** @param {number[]} values */
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length

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
 * @param {(values: number[]) => number} reduce
 */
function pooled(stage, before, reduce) {
  const [rows, columns, maps] = stage.shape
  return new Float64Array(rows * columns * maps).map((_, index) => {
    const cells = cellsInWindow(stage, before, placeOf(stage, index))
    return reduce(cells.map((cell) => before.values[cell]))
  })
}
