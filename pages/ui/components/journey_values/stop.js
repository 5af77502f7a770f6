// Where every value of a stop stands in its picture, in cells: maps under each other in columns,
// with a line of one cell between them; units have none.

/**
 * What Python sends of a stop (journey_values.py).
 * @typedef {object} Stop
 * @property {string} name
 * @property {[maps: number, rows: number, columns: number]} sides
 * @property {number} down - maps under each other
 * @property {[left: number, top: number, width: number, height: number]} box - of all its values,
 *   as shares of its image
 * @property {string} values - float32 in base64, map by map and row by row
 *
 * @typedef {Pick<Stop, "sides" | "down">} Grid
 */

/** @param {Grid} stop */
const lineOf = ({ sides: [, rows, columns] }) => (rows * columns > 1 ? 1 : 0)

/** @param {Grid} stop */
export function sizeOf(stop) {
  const [maps, rows, columns] = stop.sides, line = lineOf(stop)
  return {
    width: Math.ceil(maps / stop.down) * (columns + line) - line,
    height: Math.min(stop.down, maps) * (rows + line) - line,
  }
}

/**
 * Map, row and column of a value.
 * @param {Grid} stop
 * @param {number} index
 */
export function placeOf({ sides: [, rows, columns] }, index) {
  const cell = index % (rows * columns)
  const map = Math.floor(index / (rows * columns))
  return { map, row: Math.floor(cell / columns), column: cell % columns }
}

/**
 * The corner of a value's cell.
 * @param {Grid} stop
 * @param {number} index
 */
export function cornerOf(stop, index) {
  const [, rows, columns] = stop.sides, line = lineOf(stop)
  const { map, row, column } = placeOf(stop, index)
  return {
    x: Math.floor(map / stop.down) * (columns + line) + column,
    y: (map % stop.down) * (rows + line) + row,
  }
}

/**
 * Which value is at a point of the picture; null on a line, beside it, or where no map is left.
 * @param {Grid} stop
 * @param {number} x
 * @param {number} y
 */
export function hit(stop, x, y) {
  const [maps, rows, columns] = stop.sides, line = lineOf(stop), { height } = sizeOf(stop)
  if (x < 0 || y < 0 || y >= height) return null
  const across = columns + line, pitch = rows + line
  const column = Math.floor(x % across), row = Math.floor(y % pitch)
  const map = Math.floor(x / across) * stop.down + Math.floor(y / pitch)
  if (column >= columns || row >= rows || map >= maps) return null
  return (map * rows + row) * columns + column
}

/**
 * The next value on the way right or down, over lines between maps; null past the edge.
 * @param {Grid} stop
 * @param {number} index
 * @param {{ right: number, down: number }} step
 */
export function neighbour(stop, index, { right, down }) {
  const { x, y } = cornerOf(stop, index)
  return hit(stop, x + right, y + down) ?? hit(stop, x + 2 * right, y + 2 * down)
}

/**
 * A value's place in words, counted as the explorer counts: "map 3, row 2, column 7", "unit 5".
 * @param {Grid} stop
 * @param {number} index
 */
export function placeInWords(stop, index) {
  const [maps, rows, columns] = stop.sides, { map, row, column } = placeOf(stop, index)
  if (rows * columns === 1) return `unit ${map}`
  return `${maps === 1 ? "" : `map ${map}, `}row ${row}, column ${column}`
}
