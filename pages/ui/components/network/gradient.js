// How much each pixel of the prepared digit moves a cell: backpropagation through the layers as they
// are for this digit.
import { cellsInWindow, inside, placeOf, windowAt } from "./stage.js"

/** @import { Stage } from "./stage.js" */

/**
 * The derivative of a cell with respect to every pixel of the prepared digit.
 * @param {Stage} stage
 * @param {number} index
 */
export function pixelGradient(stage, index) {
  const gradient = new Float64Array(stage.values.length)
  gradient[index] = 1
  /** @type {Map<Stage, Gradient>} */
  const arrived = new Map([[stage, gradient]])
  for (;;) {
    const at = lastOf(arrived.keys()), sum = arrived.get(at) ?? gradient
    if (!at.before || at.place <= 1) return sum
    arrived.delete(at)
    const sent = BACKWARD[at.kind](at, sum, at.before)
    for (const read of at.second ? [at.before, at.second] : [at.before]) {
      const before = arrived.get(read)
      arrived.set(read, before ? before.map((share, cell) => share + sent[cell]) : sent)
    }
  }
}

/**
 * The stage furthest down: all that reads it has sent its gradient already.
 * @param {Iterable<Stage>} stages
 */
const lastOf = (stages) => [...stages].reduce((last, it) => (it.place > last.place ? it : last))

/** @typedef {Float64Array<ArrayBuffer>} Gradient */

/** @type {Record<string, (stage: Stage, gradient: Gradient, before: Stage) => Gradient>} */
const BACKWARD = {
  Conv2D(stage, gradient, before) {
    const { kernel } = stage.weights
    const [height, width, channels] = before.shape
    const [, columns, filters] = stage.shape
    const out = new Float64Array(height * width * channels)
    /** @type {number[]} */
    const active = []
    for (let base = 0; base < gradient.length; base += filters) {
      active.length = 0
      for (let filter = 0; filter < filters; filter++)
        if (gradient[base + filter] !== 0) active.push(filter)
      if (!active.length) continue
      const cell = base / filters
      const { top, left, size } = windowAt(stage, Math.floor(cell / columns), cell % columns)
      for (let tap = 0; tap < size * size; tap++) {
        const row = top + Math.floor(tap / size), column = left + (tap % size)
        if (!inside(row, column, height, width)) continue
        const target = (row * width + column) * channels
        for (let channel = 0; channel < channels; channel++) {
          const weight = (tap * channels + channel) * filters
          let sum = 0
          for (const filter of active) sum += gradient[base + filter] * kernel[weight + filter]
          out[target + channel] += sum
        }
      }
    }
    return out
  },
  MaxPooling2D: (stage, gradient, before) =>
    spread(stage, gradient, before, (out, cells, share) => {
      let winner = cells[0]
      for (const cell of cells)
        if (before.values[cell] > before.values[winner]) winner = cell
      out[winner] += share
    }),
  AveragePooling2D: (stage, gradient, before) =>
    spread(stage, gradient, before, (out, cells, share) => {
      for (const cell of cells) out[cell] += share / cells.length
    }),
  GlobalAveragePooling2D(stage, gradient, before) {
    const [height, width, maps] = before.shape
    const out = new Float64Array(before.values.length)
    return out.map((_, cell) => gradient[cell % maps] / (height * width))
  },
  BatchNormalization(stage, gradient) {
    const { gamma, moving_variance } = stage.weights, { epsilon = 0 } = stage
    return gradient.map((share, index) => {
      const map = index % gamma.length
      return share && (share * gamma[map]) / Math.sqrt(moving_variance[map] + epsilon)
    })
  },
  Dropout: (stage, gradient) => gradient,
  Flatten: (stage, gradient) => gradient,
  ReLU: (stage, gradient, before) =>
    gradient.map((share, cell) => (before.values[cell] > 0 ? share : 0)),
  Dense(stage, gradient, before) {
    const { kernel, bias } = stage.weights
    const units = bias.length, inputs = kernel.length / units
    const out = new Float64Array(before.values.length)
    gradient.forEach((share, index) => {
      if (share === 0) return
      const start = Math.floor(index / units) * inputs
      for (let input = 0; input < inputs; input++)
        out[start + input] += share * kernel[input * units + (index % units)]
    })
    return out
  },
  Add: (stage, gradient) => gradient, // the same for either term
  Softmax(stage, gradient) {
    const count = stage.shape[stage.shape.length - 1], { values } = stage
    const out = new Float64Array(values.length)
    for (let start = 0; start < out.length; start += count) {
      let mixed = 0
      for (let unit = start; unit < start + count; unit++) mixed += gradient[unit] * values[unit]
      for (let unit = start; unit < start + count; unit++)
        out[unit] = values[unit] * (gradient[unit] - mixed)
    }
    return out
  },
}

/**
 * Hand the gradient of every pooled cell to the cells of its window.
 * @param {Stage} stage
 * @param {Gradient} gradient
 * @param {Stage} before
 * @param {(out: Gradient, cells: number[], share: number) => void} give
 */
function spread(stage, gradient, before, give) {
  const out = new Float64Array(before.values.length)
  gradient.forEach((share, index) => {
    if (share !== 0) give(out, cellsInWindow(stage, before, placeOf(stage, index)), share)
  })
  return out
}
