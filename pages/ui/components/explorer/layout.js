// Where every cell of a stage stands in its block of the strip. All lengths are whole CSS pixels,
// so that what is pointed at is exactly what is drawn.
import { inside, placeOf, previous, sides, windowOf } from "../network/network.js"

/**
 * @import { Stage } from "../network/stage.js"
 * @typedef {{ x: number, y: number }} Point
 * @typedef {Point & { width: number, height: number }} Box
 * @typedef {Record<"across" | "pixel" | "step" | "width" | "height", number>} Mosaic
 *
 * A block of the strip: its size, the side of a cell, where each cell and map stands, and which
 * cell is at a point, or null. A vector is one map, with so many columns.
 * @typedef {object} Layout
 * @property {number} width
 * @property {number} height
 * @property {number} cell
 * @property {number} columns - cells side by side in a map
 * @property {Mosaic | null} mosaic
 * @property {(index: number) => Box} box
 * @property {(map: number) => Box} mapBox
 * @property {(x: number, y: number) => number | null} hit
 */

const STRIP = 352 // height of the maps
export const GAP = 4 // between two maps
const MOST_SLICES = 144 // a kernel of more slices is not drawn beside its map

/**
 * @param {Stage} stage
 * @returns {Layout}
 */
export function layOut(stage) {
  return stage.shape.length === 3 ? mapBlock(stage) : unitBlock(stage)
}

/**
 * Feature maps in columns, top to bottom, each with its kernel to its left.
 * @param {Stage} stage
 * @returns {Layout}
 */
function mapBlock(stage) {
  const [rows, columns, maps] = stage.shape
  const side = Math.max(rows, columns)
  const target = maps === 1 ? 168 : maps <= 4 ? 84 : maps <= 12 ? 68 : 52
  const cell = Math.min(Math.max(Math.floor(target / side), 2), 14)
  const mosaic = kernelMosaic(stage)
  const tile = {
    width: columns * cell + (mosaic ? mosaic.width + GAP : 0),
    height: Math.max(rows * cell, mosaic ? mosaic.height : 0),
  }
  const down = Math.max(Math.min(Math.floor((STRIP + GAP) / (tile.height + GAP)), maps), 1)
  const across = Math.ceil(maps / down)
  const mapBox = (/** @type {number} */ map) => ({
    x: Math.floor(map / down) * (tile.width + GAP) + (mosaic ? mosaic.width + GAP : 0),
    y: (map % down) * (tile.height + GAP),
    width: columns * cell,
    height: rows * cell,
  })
  return {
    cell, columns, mosaic, mapBox,
    width: across * (tile.width + GAP) - GAP,
    height: Math.max(down * (tile.height + GAP) - GAP, 1),
    box(index) {
      const at = Math.floor(index / maps), { x, y } = mapBox(index % maps)
      return { x: x + (at % columns) * cell, y: y + Math.floor(at / columns) * cell,
               width: cell, height: cell }
    },
    hit(x, y) {
      const map = Math.floor(x / (tile.width + GAP)) * down + Math.floor(y / (tile.height + GAP))
      if (x < 0 || y < 0 || map >= maps || Math.floor(y / (tile.height + GAP)) >= down) return null
      const { x: left, y: top } = mapBox(map)
      const row = Math.floor((y - top) / cell), column = Math.floor((x - left) / cell)
      return inside(row, column, rows, columns) ? (row * columns + column) * maps + map : null
    },
  }
}

/**
 * Units read like text: left to right, then down.
 * @param {Stage} stage
 * @returns {Layout}
 */
function unitBlock(stage) {
  const units = stage.shape[0]
  const cell = units <= 16 ? 24 : units <= 256 ? 14 : units <= 1024 ? 9 : units <= 4096 ? 7 : 4
  const most = Math.floor(STRIP / cell)
  const columns = units <= 16 ? 1 : Math.max(Math.ceil(units / most), 4)
  const rows = Math.ceil(units / columns)
  return {
    cell, columns, mosaic: null, width: columns * cell, height: rows * cell,
    mapBox: () => ({ x: 0, y: 0, width: columns * cell, height: rows * cell }),
    box: (index) => ({ x: (index % columns) * cell, y: Math.floor(index / columns) * cell,
                       width: cell, height: cell }),
    hit(x, y) {
      const row = Math.floor(y / cell), column = Math.floor(x / cell)
      const index = row * columns + column
      return inside(row, column, rows, columns) && index < units ? index : null
    },
  }
}

/**
 * The slices of a kernel, one for each map that it reads, as small tiles on a square.
 * @param {Stage} stage
 * @returns {Mosaic | null}
 */
function kernelMosaic(stage) {
  if (stage.kind !== "Conv2D") return null
  const channels = previous(stage).shape[2], { size } = windowOf(stage)
  if (channels > MOST_SLICES) return null
  const across = Math.ceil(Math.sqrt(channels)), gap = channels === 1 ? 0 : 1
  const pixel = Math.max(Math.floor(24 / (size * across)), 1) // one weight is so many pixels wide
  const step = size * pixel + gap, side = across * step - gap
  return { across, pixel, step, width: side, height: Math.ceil(channels / across) * step - gap }
}

/**
 * The cell beside another in its map, or the one above or below; null at the edge.
 * @param {Stage} stage
 * @param {Layout} block
 * @param {number} index
 * @param {number} down
 * @param {number} right
 */
export function neighbour(stage, block, index, down, right) {
  if (stage.shape.length === 3) {
    const [rows, columns, maps] = stage.shape
    const { row, column, map } = placeOf(stage, index)
    if (!inside(row + down, column + right, rows, columns)) return null
    return ((row + down) * columns + column + right) * maps + map
  }
  const next = index + down * block.columns + right
  return next >= 0 && next < stage.shape[0] ? next : null
}

/**
 * The same place in another map; for a vector, the next or previous unit.
 * @param {Stage} stage
 * @param {number} index
 * @param {number} step
 */
export function sameInMap(stage, index, step) {
  const maps = sides(stage)[2]
  const map = (index % maps) + step
  return map >= 0 && map < maps ? index + step : null
}

/**
 * The cell of another stage at the same relative place, to go through the layers sideways.
 * @param {Stage} stage
 * @param {number} index
 * @param {Stage} other
 */
export function across(stage, index, other) {
  if (other.values.length === stage.values.length) return index
  const [rows, columns] = sides(stage), [height, width, others] = sides(other)
  const { row, column, map } = placeOf(stage, index)
  const down = Math.min(Math.floor((row * height) / rows), height - 1)
  const right = Math.min(Math.floor((column * width) / columns), width - 1)
  return (down * width + right) * others + Math.min(map, others - 1)
}
