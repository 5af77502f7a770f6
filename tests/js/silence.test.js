// What is said about a layer that is silent for a digit.
import assert from "node:assert/strict"
import { test } from "node:test"
import { brief, deadMaps, silence } from "../../pages/ui/components/explorer/silence.js"
import { percent } from "../../pages/ui/components/numbers.js"

/** @import { Stage } from "../../pages/ui/components/network/stage.js" */

/**
 * A layer with these values, and perhaps one after it.
 * @param {string} kind
 * @param {number[]} shape
 * @param {number[]} values
 * @param {string} [following]
 * @returns {Stage}
 */
function layer(kind, shape, values, following) {
  const low = Math.min(...values), high = Math.max(...values)
  const stage = { name: "it", kind, shape, weights: {}, place: 2, low, high }
  const all = { ...stage, values: Float64Array.from(values) }
  return following ? { ...all, after: layer(following, shape, values) } : all
}

test("a convolution says what the ReLU will take", () => {
  const values = [1, -1, -1, 0]
  assert.equal(
    silence(layer("Conv2D", [1, 1, 4], values, "ReLU")),
    "50.0 % of its 4 values are below 0, and the ReLU after it will set them to 0.",
  )
  assert.equal(
    silence(layer("Conv2D", [1, 1, 4], values)), "50.0 % of its 4 values are below 0.",
  )
  assert.equal(brief(layer("Conv2D", [1, 1, 4], values)), "50.0 % below 0")
})

/** @type {[number[], number[], string, string][]} */
const DEAD = [
  [[1, 2, 3, 4], [], "No filter is dead: each has a value above 0 somewhere.", "0 % zeros"],
  [
    [1, 0, 3, 4], [1], "1 of 4 filters (1) is dead for this digit: 0 everywhere.",
    "25.0 % zeros, 1 dead",
  ],
  [
    [0, 0, 3, 4], [0, 1], "2 of 4 filters (0, 1) are dead for this digit: 0 everywhere.",
    "50.0 % zeros, 2 dead",
  ],
  [
    Array(13).fill(0), [...Array(13).keys()],
    "13 of 13 filters are dead for this digit: 0 everywhere.", "100 % zeros, 13 dead",
  ],
]
for (const [values, dead, ending, short] of DEAD)
  test(`${short}: dead filters are named or counted`, () => {
    const stage = layer("ReLU", [1, 1, values.length], values)
    assert.deepEqual(deadMaps(stage), dead)
    assert.ok(silence(stage).endsWith(ending), silence(stage))
    assert.equal(brief(stage), short)
  })

test("a map is dead only where all its cells are 0", () =>
  assert.deepEqual(deadMaps(layer("ReLU", [1, 2, 3], [0, 5, 0, 0, 0, 2])), [0]))

test("vectors have no filters, probabilities add up, pixels are no layer", () => {
  assert.equal(silence(layer("Flatten", [4], [0, 0, 1, 2])), "50.0 % of its 4 values are 0.")
  assert.equal(silence(layer("Softmax", [2], [0.5, 0.5])), "They add up to 1.")
  assert.equal(brief(layer("Softmax", [2], [0.5, 0.5])), "adds up to 1")
  const pixels = { ...layer("Pixels", [1, 2, 1], [0, 0]), place: 0 }
  assert.deepEqual([silence(pixels), brief(pixels), deadMaps(pixels)], ["", "", []])
})

/** @type {[number, string][]} */
const SHARES = [ // as in tests/figures/test_number_format.py
  [0.97834, "97.8 %"], [0.00123, "0.123 %"], [1, "100 %"], [0.99999, "> 99.9 %"], [0, "0 %"],
  [0.99, "99.0 %"], [1e-9, "< 0.05 %"], [NaN, "unknown"],
]
for (const [share, text] of SHARES)
  test(`a share of ${share} is ${text}`, () => assert.equal(percent(share), text))
