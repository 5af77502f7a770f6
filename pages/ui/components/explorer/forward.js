// What every layer makes of the digit, computed here in doubles from the network's own weights.
//
// A stage is one column of the strip: the raw pixels, the prepared digit, then every layer.
// Values lie row by row, all channels of a cell together: (row × width + column) × maps + map.
// A vector is a stack of `units` maps of 1 × 1 cell.

// The arrays of a network as Python packed them: length of the header, header (JSON), float32.
function unpack(bytes) {
  const copy = bytes.slice().buffer // aligned, whatever message it came in
  const length = new DataView(copy).getUint32(0, true)
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(copy, 4, length)))
  const arrays = {}
  for (const [name, start, size] of header.arrays)
    arrays[name] = new Float32Array(copy, header.start + 4 * start, size)
  return { token: header.token, arrays, bytes: bytes.byteLength }
}

function decodePixels(text, type) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  return Float64Array.from(type === "uint8" ? bytes : new Float32Array(bytes.buffer))
}

// All stages of one network reading one digit; the stages know their neighbours.
function readDigit(message, arrays) {
  const [height, width] = message.size
  const pixels = decodePixels(message.pixels, message.type)
  const stages = [
    { name: "pixels", kind: "Pixels", shape: [height, width, 1], values: pixels, weights: {} },
    { name: "prepared", kind: "Prepared", shape: [height, width, 1], weights: {} },
  ]
  stages[1].values = Float64Array.from(pixels, (ink) => prepare(ink, message).at(-1))
  for (const layer of message.layers) {
    const weights = Object.fromEntries(
      layer.weights.map((name) => [name, arrays[`${layer.name}/${name}`]]),
    )
    const stage = { ...layer, weights }
    stage.values = FORWARD[stage.kind](stage, stages.at(-1))
    stages.push(stage)
  }
  stages.forEach((stage, place) => {
    stage.place = place
    stage.before = stages[place - 1]
    stage.after = stages[place + 1]
    stage.code = message.codes[stage.name]
    let low = Infinity, high = -Infinity
    for (const value of stage.values) {
      if (value < low) low = value
      if (value > high) high = value
    }
    Object.assign(stage, { low, high })
  })
  return stages
}

// From an ink value to what the first layer reads, each step rounded to a single as in NumPy.
function prepare(ink, message) {
  const { fround } = Math
  const steps = [message.type === "uint8" ? fround(ink / message.white) : ink]
  if (message.standardise) {
    steps.push(fround(steps[0] - fround(message.mean)))
    steps.push(fround(steps[1] / fround(message.deviation)))
  }
  return steps
}

// Height, width and maps of a stage.
const sides = (stage) => (stage.shape.length === 3 ? stage.shape : [1, 1, stage.shape[0]])

// Where the window of a convolution or pooling stands for one cell of its output, padding included.
function windowAt(stage, row, column) {
  const { size, stride, pads } = stage.window
  return { top: row * stride - pads[0], left: column * stride - pads[1], size }
}

const inside = (row, column, height, width) =>
  row >= 0 && column >= 0 && row < height && column < width

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
    const deviation = Float64Array.from(moving_variance, (v) => Math.sqrt(v + stage.epsilon))
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
    const count = stage.shape.at(-1), out = new Float64Array(before.values.length)
    for (let start = 0; start < out.length; start += count) {
      const powers = powersOfE(before.values.subarray(start, start + count))
      out.set(powers.map((power) => power / powers.sum), start)
    }
    return out
  },
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length

function powersOfE(logits) {
  const largest = Math.max(...logits)
  const powers = Float64Array.from(logits, (logit) => Math.exp(logit - largest))
  powers.sum = powers.reduce((sum, power) => sum + power, 0)
  return powers
}

function pooled(stage, before, reduce) {
  const [rows, columns, maps] = stage.shape
  const out = new Float64Array(rows * columns * maps)
  for (let index = 0; index < out.length; index++)
    out[index] = reduce(windowCells(stage, index).map((cell) => before.values[cell]))
  return out

  function windowCells(stage, index) {
    const cell = Math.floor(index / maps)
    return cellsInWindow(stage, before, Math.floor(cell / columns), cell % columns, index % maps)
  }
}

// Indices into the layer before of one map's cells inside a window; padding is left out.
function cellsInWindow(stage, before, row, column, map) {
  const [height, width, maps] = before.shape
  const { top, left, size } = windowAt(stage, row, column)
  const cells = []
  for (let y = Math.max(top, 0); y < Math.min(top + size, height); y++)
    for (let x = Math.max(left, 0); x < Math.min(left + size, width); x++)
      cells.push((y * width + x) * maps + map)
  return cells
}
