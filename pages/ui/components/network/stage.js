// A stage is one step of a digit's way through a network: the raw pixels, the prepared digit, then
// every layer. Its values lie row by row, all channels of a cell together:
// (row × width + column) × maps + map. A vector is a stack of `units` maps of 1 × 1 cell.

/**
 * The window of a convolution or pooling; `pads` are the cells of padding above and to the left.
 * @typedef {{ size: number, stride: number, pads: number[] }} Window
 *
 * A layer as Python describes it (mnist_core/web/payload.py).
 * @typedef {object} Layer
 * @property {string} name
 * @property {string} kind - the class in Keras
 * @property {number[]} shape - of the output: [height, width, maps] or [units]
 * @property {string[]} weights - the names of its arrays, without its own
 * @property {number[]} inputs - the places of the layers it reads, from 0; -1 is the prepared digit
 * @property {number[][]} field - size, stride and start of what a cell sees: of rows, of columns
 * @property {Window} [window]
 * @property {number} [epsilon] - of batch normalisation
 * @property {number} [rate] - of dropout
 * @property {string} [about] - what it is for, in words
 *
 * A stage knows the one that it reads, `before`; the other term of a sum, `second`; and the first
 * that reads it, `after`.
 * @typedef {Omit<Layer, "weights" | "field" | "inputs"> & {
 *   weights: Record<string, Float32Array>,
 *   field?: number[][],
 *   values: Float64Array,
 *   place: number,
 *   before?: Stage,
 *   second?: Stage,
 *   after?: Stage,
 *   low: number,
 *   high: number,
 * }} Stage
 *
 * @typedef {{ row: number, column: number, map: number }} Place
 */

/**
 * Height, width and maps of a stage.
 * @param {{ shape: number[] }} stage
 */
export const sides = ({ shape }) => (shape.length === 3 ? shape : [1, 1, shape[0]])

/**
 * Row, column and map of one of its cells.
 * @param {{ shape: number[] }} stage
 * @param {number} index
 * @returns {Place}
 */
export function placeOf(stage, index) {
  const [, width, maps] = sides(stage), cell = Math.floor(index / maps)
  return { row: Math.floor(cell / width), column: cell % width, map: index % maps }
}

/**
 * The stage that a stage reads.
 * @param {Stage} stage
 */
export function previous(stage) {
  if (!stage.before) throw new RangeError(`Nothing comes before ${stage.name}.`)
  return stage.before
}

/**
 * The other term of a sum.
 * @param {Stage} stage
 */
export function secondOf(stage) {
  if (!stage.second) throw new TypeError(`${stage.name} is no sum.`)
  return stage.second
}

/**
 * The window of a convolution or pooling.
 * @param {{ name: string, window?: Window }} stage
 */
export function windowOf({ name, window }) {
  if (!window) throw new TypeError(`${name} has no window.`)
  return window
}

/**
 * Where the window stands for one cell of the output, padding included.
 * @param {{ name: string, window?: Window }} stage
 * @param {number} row
 * @param {number} column
 */
export function windowAt(stage, row, column) {
  const { size, stride, pads } = windowOf(stage)
  return { top: row * stride - pads[0], left: column * stride - pads[1], size }
}

/**
 * Whether there is such a cell.
 * @param {number} row
 * @param {number} column
 * @param {number} height
 * @param {number} width
 */
export const inside = (row, column, height, width) =>
  row >= 0 && column >= 0 && row < height && column < width

/**
 * Indices into the stage before of one map's cells inside a window; padding is left out.
 * @param {{ name: string, window?: Window }} stage
 * @param {Stage} before
 * @param {Place} place
 */
export function cellsInWindow(stage, before, { row, column, map }) {
  const [height, width, maps] = before.shape
  const { top, left, size } = windowAt(stage, row, column)
  const cells = []
  for (let y = Math.max(top, 0); y < Math.min(top + size, height); y++)
    for (let x = Math.max(left, 0); x < Math.min(left + size, width); x++)
      cells.push((y * width + x) * maps + map)
  return cells
}
