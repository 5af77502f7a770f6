// The receptive field of a cell: which pixels it can see, and how much each of them moves it.

const SAME_PLACE = ["Flatten", "Dropout", "ReLU", "BatchNormalization"]

// Theoretical: first row and column seen, and one past the last, cut at the edge of the digit.
// Python's spans say where a cell of each layer looks; a flattened cell sees what it was made of.
function pixelsSeen(stage, index, [height, width]) {
  while (SAME_PLACE.includes(stage.kind)) stage = stage.before // the index is the same
  const [, columns, maps] = sides(stage)
  const cell = Math.floor(index / maps)
  const [rowSpan, columnSpan] = stage.field ?? [[1, 1, 0], [1, 1, 0]]
  const [top, bottom] = clipped(rowSpan, Math.floor(cell / columns), height)
  const [left, right] = clipped(columnSpan, cell % columns, width)
  return { top, bottom, left, right, size: [rowSpan[0], columnSpan[0]] }
}

function clipped([size, stride, start], cell, length) {
  const first = start + cell * stride
  return [Math.max(first, 0), Math.min(first + size, length)]
}

// Effective: the derivative of the cell with respect to every pixel of the prepared digit, by
// backpropagation through the layers as they are for this digit.
function pixelGradient(stage, index) {
  let gradient = new Float64Array(stage.values.length)
  gradient[index] = 1
  for (let at = stage; at.place > 1; at = at.before) gradient = BACKWARD[at.kind](at, gradient)
  return gradient
}

const BACKWARD = {
  Conv2D(stage, gradient) {
    const { kernel } = stage.weights
    const [height, width, channels] = stage.before.shape
    const [, columns, filters] = stage.shape
    const out = new Float64Array(height * width * channels)
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
  MaxPooling2D: (stage, gradient) =>
    spread(stage, gradient, (out, cells, share) => {
      let winner = cells[0]
      for (const cell of cells)
        if (stage.before.values[cell] > stage.before.values[winner]) winner = cell
      out[winner] += share
    }),
  AveragePooling2D: (stage, gradient) =>
    spread(stage, gradient, (out, cells, share) => {
      for (const cell of cells) out[cell] += share / cells.length
    }),
  GlobalAveragePooling2D(stage, gradient) {
    const [height, width, maps] = stage.before.shape
    return stage.before.values.map((_, cell) => gradient[cell % maps] / (height * width))
  },
  BatchNormalization(stage, gradient) {
    const { gamma, moving_variance } = stage.weights
    return gradient.map((share, index) => {
      const map = index % gamma.length
      return share && (share * gamma[map]) / Math.sqrt(moving_variance[map] + stage.epsilon)
    })
  },
  Dropout: (stage, gradient) => gradient,
  Flatten: (stage, gradient) => gradient,
  ReLU: (stage, gradient) =>
    gradient.map((share, cell) => (stage.before.values[cell] > 0 ? share : 0)),
  Dense(stage, gradient) {
    const { kernel, bias } = stage.weights
    const units = bias.length, inputs = kernel.length / units
    const out = new Float64Array(stage.before.values.length)
    gradient.forEach((share, index) => {
      if (share === 0) return
      const start = Math.floor(index / units) * inputs
      for (let input = 0; input < inputs; input++)
        out[start + input] += share * kernel[input * units + (index % units)]
    })
    return out
  },
  Softmax(stage, gradient) {
    const count = stage.shape.at(-1), { values } = stage
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

// Hand the gradient of every pooled cell to the cells of its window.
function spread(stage, gradient, give) {
  const [, columns, maps] = stage.shape
  const out = new Float64Array(stage.before.values.length)
  gradient.forEach((share, index) => {
    if (share === 0) return
    const cell = Math.floor(index / maps)
    const [row, column] = [Math.floor(cell / columns), cell % columns]
    give(out, cellsInWindow(stage, stage.before, row, column, index % maps), share)
  })
  return out
}
