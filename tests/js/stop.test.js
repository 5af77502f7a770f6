// Where the values of a stop stand: what is pointed at is what is drawn, and keys reach all of it.
import assert from "node:assert/strict"
import { test } from "node:test"
import {
  cornerOf, hit, neighbour, placeInWords, placeOf, sizeOf,
} from "../../pages/ui/components/journey_values/stop.js"

/** @import { Grid } from "../../pages/ui/components/journey_values/stop.js" */

/** @type {Grid[]} 20 maps of 2 × 3 in two columns, 7 of 3 × 2 in two, a digit, 50 units in two */
const GRIDS = [
  { sides: [20, 2, 3], down: 10 },
  { sides: [7, 3, 2], down: 4 },
  { sides: [1, 28, 28], down: 1 },
  { sides: [50, 1, 1], down: 25 },
]
const RIGHT = { right: 1, down: 0 }, DOWN = { right: 0, down: 1 }

/** @param {Grid} grid */
const count = ({ sides }) => sides.reduce((product, side) => product * side, 1)

test("maps stand under each other in columns, with a line between them", () => {
  assert.deepEqual(sizeOf(GRIDS[0]), { width: 2 * 4 - 1, height: 10 * 3 - 1 })
  assert.deepEqual(cornerOf(GRIDS[0], 6), { x: 0, y: 3 }) // the second map
  assert.deepEqual(cornerOf(GRIDS[0], 60 + 5), { x: 4 + 2, y: 1 }) // the eleventh, its last cell
})

test("units have no lines", () => {
  assert.deepEqual(sizeOf(GRIDS[3]), { width: 2, height: 25 })
  assert.deepEqual(cornerOf(GRIDS[3], 26), { x: 1, y: 1 })
})

test("every value has a cell of its own, where it is drawn and where it is hit", () => {
  for (const grid of GRIDS) {
    const { width, height } = sizeOf(grid), seen = new Set()
    for (let index = 0; index < count(grid); index++) {
      const { x, y } = cornerOf(grid, index)
      assert.ok(x < width && y < height)
      assert.equal(hit(grid, x + 0.5, y + 0.5), index)
      seen.add(`${x} ${y}`)
    }
    assert.equal(seen.size, count(grid))
  }
})

test("nothing is hit on a line, beside the picture, and where no map is left", () => {
  const [grid, last] = GRIDS
  for (const [x, y] of [[3.5, 0], [0, 2.5], [-0.5, 0], [0, -0.5], [7.5, 0], [0, 29.5]])
    assert.equal(hit(grid, x, y), null)
  assert.equal(hit(last, 3.5, 12.5), null) // below the seventh of eight places
})

test("the arrow keys cross the lines, reach all values, and end at the edge", () => {
  for (const grid of GRIDS) {
    const seen = new Set([0]), next = [0]
    for (let index = next.pop(); index !== undefined; index = next.pop())
      for (const step of [RIGHT, DOWN]) {
        const found = neighbour(grid, index, step)
        if (found === null || seen.has(found)) continue
        seen.add(found)
        next.push(found)
      }
    assert.equal(seen.size, count(grid))
    assert.equal(neighbour(grid, 0, { right: -1, down: 0 }), null)
    assert.equal(neighbour(grid, 0, { right: 0, down: -1 }), null)
  }
})

test("a place is said as the explorer says it", () => {
  assert.deepEqual(placeOf(GRIDS[0], 17), { map: 2, row: 1, column: 2 })
  assert.equal(placeInWords(GRIDS[0], 17), "map 2, row 1, column 2")
  assert.equal(placeInWords(GRIDS[2], 29), "row 1, column 1")
  assert.equal(placeInWords(GRIDS[3], 30), "unit 30")
})
