// The sums that take nearly all of a network's time: inputs times weights, for all units at once.
// Inputs that are 0, half of them after a ReLU, are left out, and eight sums grow side by side in
// the processor's registers.

const BLOCK = 8 // units

/** @type {WeakMap<Float32Array, Float64Array>} */
const widened = new WeakMap()

/** @param {number} units */
const wholeBlocks = (units) => Math.ceil(units / BLOCK) * BLOCK

/**
 * A kernel in doubles, each input's weights filled up with zeros to whole blocks: made once.
 * @param {Float32Array} kernel - (inputs, units), row by row
 * @param {number} units
 */
function wide(kernel, units) {
  const known = widened.get(kernel)
  if (known) return known
  const width = wholeBlocks(units), made = new Float64Array((kernel.length / units) * width)
  for (let input = 0; input * units < kernel.length; input++)
    made.set(kernel.subarray(input * units, (input + 1) * units), input * width)
  widened.set(kernel, made)
  return made
}

/** The sums of one layer: inputs are added, then their sums are written, time and again. */
export class WeightedSums {
  /**
   * @param {Float32Array} kernel - (inputs, units), row by row
   * @param {Float32Array} bias - (units,)
   */
  constructor(kernel, bias) {
    const inputs = kernel.length / bias.length
    this.bias = bias
    this.width = wholeBlocks(bias.length)
    this.weights = wide(kernel, bias.length)
    this.values = new Float64Array(inputs) // those that are not 0
    this.places = new Int32Array(inputs) // where the weights of each begin
    this.count = 0
    this.sums = new Float64Array(BLOCK)
  }

  /**
   * Add inputs that lie beside each other.
   * @param {Float64Array} from
   * @param {number} start
   * @param {number} length
   * @param {number} input - which input of the layer the first of them is
   */
  add(from, start, length, input) {
    const { values, places, width } = this
    let count = this.count
    for (let step = 0; step < length; step++) {
      const value = from[start + step]
      if (value === 0) continue
      values[count] = value
      places[count++] = (input + step) * width
    }
    this.count = count
  }

  /**
   * Write the sums of all units, and begin anew.
   * @param {Float64Array} out
   * @param {number} base
   */
  write(out, base) {
    const { bias, values, places, count, weights, sums } = this
    const units = bias.length
    for (let unit = 0; unit < units; unit += BLOCK) {
      sumBlock(values, places, count, weights, unit, sums)
      const last = Math.min(BLOCK, units - unit)
      for (let step = 0; step < last; step++) out[base + unit + step] = sums[step] + bias[unit + step]
    }
    this.count = 0
  }
}

/**
 * @param {Float64Array} values
 * @param {Int32Array} places
 * @param {number} count
 * @param {Float64Array} weights
 * @param {number} unit - the first of the block
 * @param {Float64Array} sums
 */
function sumBlock(values, places, count, weights, unit, sums) {
  let a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0
  for (let term = 0; term < count; term++) {
    const value = values[term], at = places[term] + unit
    a += value * weights[at]
    b += value * weights[at + 1]
    c += value * weights[at + 2]
    d += value * weights[at + 3]
    e += value * weights[at + 4]
    f += value * weights[at + 5]
    g += value * weights[at + 6]
    h += value * weights[at + 7]
  }
  sums[0] = a
  sums[1] = b
  sums[2] = c
  sums[3] = d
  sums[4] = e
  sums[5] = f
  sums[6] = g
  sums[7] = h
}
