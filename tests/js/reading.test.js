// What a reading says in words, the guesses before it, and the pen's way as the pad tells it.
import assert from "node:assert/strict"
import { test } from "node:test"
import answer, { grown } from "../../pages/ui/components/reading/reader.js"
import { createTrail } from "../../pages/ui/components/reading/trail.js"
import { guesses, sentence, verdict } from "../../pages/ui/components/reading/verdict.js"
import { addPoint, penStroke } from "../../pages/ui/components/preparation/preparation.js"

/** @type {(given: Record<number, number>) => number[]} */
const ten = (given) => Array.from({ length: 10 }, (_, digit) => given[digit] ?? 0)
const sure = { probabilities: ten({ 8: 0.97812, 3: 0.02188 }), score: 9, threshold: 5, label: null }

test("the answer, the second guess and the label", () => {
  assert.equal(verdict(sure), "Reads an 8")
  assert.equal(
    sentence({ ...sure, label: 3 }, "A <b>net</b>"),
    "A <b>net</b> gives 8 a probability of 97.8\u00a0%. Second guess: 3, 2.19\u00a0%. Its label is 3.",
  )
})

test("what is below the threshold is refused, what is at it is not, and without one nothing is", () => {
  assert.equal(verdict({ ...sure, threshold: 9 }), "Reads an 8")
  assert.equal(verdict({ ...sure, threshold: null, score: -1 }), "Reads an 8")
  const low = { ...sure, threshold: 9.5 }
  assert.equal(verdict(low), "Not like a digit")
  assert.equal(
    sentence(low, "Net"),
    "Net finds too little of any digit in it to answer. Its best guesses: 8, 97.8\u00a0%; 3, 2.19\u00a0%.",
  )
})

test("of equal probabilities the first digit is the answer", () => {
  assert.deepEqual(guesses(ten({ 4: 0.5, 7: 0.5 })), { first: 4, second: 7 })
})

test("the trail keeps each change of mind for eight seconds, fainter with time", () => {
  const trail = createTrail()
  for (const [digit, now] of [[1, 0], [1, 1000], [7, 2000], [1, 4000]]) trail.add(digit, now)
  assert.deepEqual(trail.guesses(5000).map(({ digit }) => digit), [1, 7, 1])
  assert.deepEqual(trail.guesses(5000).map(({ strength }) => strength), [0.5, 0.625, 0.875])
  trail.add(2, 9500)
  assert.deepEqual(trail.guesses(9500).map(({ digit }) => digit), [7, 1, 2])
  trail.clear()
  assert.deepEqual(trail.guesses(9500), [])
})

test("a single point is a dot as wide as a thousandth of the pen", () => {
  assert.deepEqual(penStroke([{ x: 10, y: 20 }], 20), [9.98, 20, 10.02, 20])
})

test("the pen's way bends at its points and ends at the last", () => {
  const stroke = penStroke([[0, 0], [10, 0], [10, 4], [10, 8]].map(([x, y]) => ({ x, y })), 1000)
  // Fabric leaves out the last point but one. M: a pen's thousandth back along the way to the third point; Q around (0, 0) and (10, 0); L
  assert.deepEqual(stroke.slice(0, 2), [0, -1])
  assert.deepEqual(stroke.slice(8, 10), [5, 0])
  assert.deepEqual(stroke.slice(16, 18), [10, 4])
  assert.deepEqual(stroke.slice(12, 14), [0.25 * 5 + 0.5 * 10 + 0.25 * 10, 0.25 * 4])
  assert.deepEqual(stroke.slice(18), [10, 9])
})

test("what lies nearer than 0.4 pixels is left out, but for the end; rest and shift add nothing", () => {
  /** @type {{ x: number, y: number }[]} */
  const points = []
  for (const x of [0, 5, 5, 5.2, 9, 9.1]) addPoint(points, { x, y: 0 })
  assert.equal(points.length, 5)
  const places = [...penStroke(points, 0)].filter((_, place) => place % 2 === 0)
  assert.deepEqual(places.slice(-1), [9.1])
  assert.equal(places.length, 2 + 4 * 2) // start, curves around 0 and 5, end; 5.2 and 9 are left out
  addPoint(points, { x: 20, y: 3 }, true)
  assert.deepEqual(points.slice(-2), [{ x: 9, y: 0 }, { x: 20, y: 3 }])
})

test("where there is nothing to read the reader says nothing", async () => {
  const growth = { strokes: [[1, 2, 3, 4]], from: 0, points: [], pen: 20 }
  assert.equal(await answer({ token: "unknown", growth }), null)
  assert.equal(await answer({ token: "unknown", growth: { ...growth, strokes: [] } }), null)
})

test("a stroke that is told point by point is the one that is told at once, and others stand", () => {
  const stands = [[1, 2, 3, 4]], pen = 20
  const points = [[0, 0], [10, 0], [10, 4], [10, 8], [12, 30]].map(([x, y]) => ({ x, y }))
  grown({ strokes: stands, from: 0, points: points.slice(0, 1), pen })
  grown({ from: 1, points: points.slice(1, 3), pen })
  grown({ from: 3, points: [{ x: 50, y: 8 }], pen }) // with the shift key, the last one moves on
  assert.deepEqual(grown({ from: 3, points: points.slice(3), pen }), [...stands, penStroke(points, pen)])
  const both = [...stands, [5, 6, 7, 8]]
  assert.deepEqual(grown({ strokes: both, from: 0, points: [], pen }), both)
  assert.deepEqual(grown({ from: 0, points: [{ x: 10, y: 20 }], pen }), [...both, [9.98, 20, 10.02, 20]])
})
