// Where cells stand in the strip: what is hit is what is drawn, and the arrow keys reach all of it.
import assert from "node:assert/strict"
import { test } from "node:test"
import {
  across, layOut, neighbour, sameInMap,
} from "../../pages/ui/components/explorer/layout.js"
import { sides } from "../../pages/ui/components/network/network.js"

/** @import { Stage } from "../../pages/ui/components/network/stage.js" */

/**
 * A stage without values; `maps` before a convolution of a window of `size`.
 * @param {number[]} shape
 * @returns {Stage}
 */
function stageOf(shape, maps = 0, size = 3) {
  const count = shape.reduce((product, side) => product * side, 1)
  const given = { name: "it", weights: {}, low: 0, high: 1, place: 1 }
  const stage = { ...given, kind: "ReLU", shape, values: new Float64Array(count) }
  if (!maps) return stage
  const before = { ...stage, shape: [shape[0], shape[1], maps] }
  return { ...stage, kind: "Conv2D", before, window: { size, stride: 1, pads: [0, 0] } }
}

const STAGES = [
  stageOf([28, 28, 1]),
  stageOf([26, 26, 32], 1),
  stageOf([11, 11, 64], 32),
  stageOf([9, 7, 3], 2, 4),
  stageOf([5, 4, 6], 200),
  stageOf([1, 13, 5]),
  stageOf([24, 24, 10]),
  ...[1, 10, 16, 17, 128, 256, 1000, 1600, 5000].map((units) => stageOf([units])),
]
const label = (/** @type {Stage} */ { kind, shape }) => `${kind} ${shape.join(" × ")}`

for (const stage of STAGES) {
  const layout = layOut(stage), { width, height, cell } = layout

  // Every pixel of the block by the cell whose box it lies in; -1 where there is none.
  const drawn = new Int32Array(width * height).fill(-1)
  stage.values.forEach((_, index) => {
    const box = layout.box(index)
    for (let y = box.y; y < box.y + box.height; y++)
      drawn.fill(index, y * width + box.x, y * width + box.x + box.width)
  })

  test(`${label(stage)}: the boxes are whole, inside the block and apart`, () => {
    stage.values.forEach((_, index) => {
      const box = layout.box(index)
      assert.ok(Number.isInteger(box.x) && Number.isInteger(box.y))
      assert.ok(box.x >= 0 && box.y >= 0 && box.x + cell <= width && box.y + cell <= height)
      assert.deepEqual([box.width, box.height], [cell, cell])
    })
    const painted = drawn.filter((index) => index >= 0).length
    assert.equal(painted, stage.values.length * cell * cell)
  })

  test(`${label(stage)}: a point hits the cell that is drawn there, or none`, () => {
    drawn.forEach((index, pixel) => {
      const x = pixel % width, y = Math.floor(pixel / width)
      const hits = [[0, 0], [0.98, 0.02], [0.5, 0.98]].map(
        ([right, down]) => layout.hit(x + right, y + down) ?? -1,
      )
      if (hits.some((hit) => hit !== index)) assert.fail(`${hits} in place of ${index} at ${x}, ${y}`)
    })
    for (const [x, y] of [[-0.1, 0], [0, -0.1], [width, 0], [0, height]])
      assert.equal(layout.hit(x, y), null)
  })

  test(`${label(stage)}: an arrow key goes to the cell that is drawn beside it`, () => {
    stage.values.forEach((_, index) => {
      const { x, y } = layout.box(index), map = index % sides(stage)[2]
      for (const [down, right] of [[0, 1], [0, -1], [1, 0], [-1, 0]]) {
        const next = neighbour(stage, layout, index, down, right)
        if (next === null) continue
        const there = layout.box(next)
        if (stage.shape.length === 3) assert.equal(next % stage.shape[2], map)
        const beside = there.x - x === right * cell && there.y - y === down * cell
        const wrapped = stage.shape.length === 1 && down === 0 && next === index + right
        assert.ok(beside || wrapped, `${index} to ${next}`)
      }
    })
  })

  test(`${label(stage)}: arrow keys and Page Down reach every cell from the first`, () => {
    const reached = new Set([0]), way = [0]
    for (let at = way.pop(); at !== undefined; at = way.pop())
      for (const next of [
        neighbour(stage, layout, at, 0, 1),
        neighbour(stage, layout, at, 1, 0),
        sameInMap(stage, at, 1),
      ])
        if (next !== null && !reached.has(next)) {
          reached.add(next)
          way.push(next)
        }
    assert.equal(reached.size, stage.values.length)
  })
}

test("the edge of a map and the last map are the end", () => {
  const stage = stageOf([3, 4, 2]), layout = layOut(stage)
  assert.equal(neighbour(stage, layout, 6, 0, 1), null) // row 0, column 3, map 0
  assert.equal(neighbour(stage, layout, 0, -1, 0), null)
  assert.equal(neighbour(stage, layout, 23, 1, 0), null)
  assert.equal(sameInMap(stage, 1, 1), null)
  assert.equal(sameInMap(stage, 0, -1), null)
})

test("going to another layer keeps the place on the digit", () => {
  const fine = stageOf([28, 28, 1]), coarse = stageOf([14, 14, 8]), vector = stageOf([10])
  assert.equal(across(fine, 6 * 28 + 9, coarse), (3 * 14 + 4) * 8)
  assert.equal(across(coarse, (3 * 14 + 4) * 8 + 5, fine), 6 * 28 + 8)
  assert.equal(across(coarse, 13 * 14 * 8 + 7, vector), 7)
  assert.equal(across(coarse, 11, stageOf([14, 14, 8])), 11)
})
