// Where one number comes from: the terms that make it, and the cells of the layer before they use.
//
// Every derivation has `index`, `value`, `place` (row, column, map), `sources` (cells of the layer
// before that take part, with `weights` of 0 to 1 for how much) and `strongest`, the source that a
// click goes back to. What else it has depends on the kind of the layer.

const MOST_SHOWN = 8 // contributions of a dense layer that are written out

function derive(stage, index) {
  const [, width, maps] = sides(stage)
  const cell = Math.floor(index / maps)
  const place = { row: Math.floor(cell / width), column: cell % width, map: index % maps }
  const derivation = { stage, index, place, value: stage.values[index] }
  return Object.assign(derivation, DERIVE[stage.kind](stage, derivation))
}

const DERIVE = {
  Pixels: () => ({ sources: [], strongest: null }),
  Prepared: sameCell,
  Dropout: sameCell,
  ReLU: sameCell,
  Flatten(stage, { index }) {
    const [, width, maps] = sides(stage.before)
    const cell = Math.floor(index / maps)
    const from = { row: Math.floor(cell / width), column: cell % width, map: index % maps }
    return { from, input: stage.before.values[index], sources: [index], strongest: index }
  },
  BatchNormalization(stage, { index, place }) {
    const { gamma, beta, moving_mean, moving_variance } = stage.weights
    const of = { gamma, beta, mean: moving_mean, variance: moving_variance }
    for (const name in of) of[name] = of[name][place.map]
    return { ...sameCell(stage, { index }), ...of, epsilon: stage.epsilon }
  },
  Conv2D: convolution,
  MaxPooling2D(stage, derivation) {
    const found = pooling(stage, derivation)
    const values = found.sources.map((cell) => stage.before.values[cell])
    const winner = values.indexOf(derivation.value)
    const discarded = values.length - 1
    return { ...found, winner, discarded, strongest: found.sources[winner] }
  },
  AveragePooling2D: average,
  GlobalAveragePooling2D: average,
  Dense: dense,
  Softmax(stage, { index }) {
    const count = stage.shape.at(-1), start = index - (index % count)
    const logits = stage.before.values.subarray(start, start + count)
    const powers = powersOfE(logits)
    const sources = Array.from(logits, (_, unit) => start + unit)
    return { logits, powers, unit: index - start, largest: Math.max(...logits), sources,
             strongest: index }
  },
}

function sameCell(stage, { index }) {
  return { input: stage.before.values[index], sources: [index], strongest: index }
}

// Input window × kernel, channel by channel.
function convolution(stage, { place }) {
  const { kernel, bias } = stage.weights
  const [height, width, channels] = stage.before.shape
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
      inputs[tap] = stage.before.values[cell]
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

// One map's window: its cells, row by row, with null where there is padding.
function pooling(stage, { place }) {
  const [height, width, maps] = stage.before.shape
  const window = windowAt(stage, place.row, place.column)
  const cells = []
  for (let tap = 0; tap < window.size ** 2; tap++) {
    const row = window.top + Math.floor(tap / window.size)
    const column = window.left + (tap % window.size)
    const there = inside(row, column, height, width)
    cells.push(there ? (row * width + column) * maps + place.map : null)
  }
  const sources = cells.filter((cell) => cell !== null)
  return { window, cells, sources }
}

// The mean of a window, or of a whole map; padding does not count.
function average(stage, derivation) {
  const { values, shape } = stage.before
  const found = stage.window ? pooling(stage, derivation) : wholeMap(shape, derivation.index)
  const { sources } = found
  const sum = sources.reduce((total, cell) => total + values[cell], 0)
  const size = (cell) => Math.abs(values[cell])
  const strongest = sources.reduce((best, cell) => (size(cell) > size(best) ? cell : best))
  return { ...found, sum, count: sources.length, strongest }
}

function wholeMap([height, width, maps], map) {
  const cells = Array.from({ length: height * width }, (_, cell) => cell * maps + map)
  return { cells, sources: cells, columns: width }
}

// The largest contributions input × weight, and what all the others come to together.
function dense(stage, { index }) {
  const { kernel, bias } = stage.weights
  const units = bias.length, inputs = kernel.length / units
  const unit = index % units, start = Math.floor(index / units) * inputs
  const largest = [] // the indices of the inputs that contribute most, in order
  const products = new Float64Array(inputs)
  let total = 0, silent = 0
  for (let input = 0; input < inputs; input++) {
    const value = stage.before.values[start + input]
    const product = value * kernel[input * units + unit]
    products[input] = product
    total += product
    if (value === 0) silent++
    if (largest.length < MOST_SHOWN || Math.abs(product) > Math.abs(products[largest.at(-1)]))
      insert(largest, input, products)
  }
  const contributions = largest.map((input) => ({
    cell: start + input,
    input: stage.before.values[start + input],
    weight: kernel[input * units + unit],
    product: products[input],
  }))
  const rest = contributions.reduce((left, it) => left - it.product, total)
  return { contributions, rest, others: inputs - largest.length, silent, total,
           bias: bias[unit], products, start, sources: null,
           strongest: contributions[0].cell }
}

function insert(largest, input, products) {
  const size = Math.abs(products[input])
  let at = largest.length
  while (at > 0 && size > Math.abs(products[largest[at - 1]])) at--
  largest.splice(at, 0, input)
  if (largest.length > MOST_SHOWN) largest.pop()
}
