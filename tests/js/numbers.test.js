// Numbers as people read them.
import assert from "node:assert/strict"
import { test } from "node:test"
import { exact, plural, shown, times } from "../../pages/ui/components/numbers.js"

/** @type {[number, string][]} */
const FOUR_DIGITS = [
  [0, "0"], [-0, "0"], [1, "1.000"], [0.25, "0.2500"], [-0.123456, "−0.1235"], [255, "255.0"],
  [12345.6, "12346"], [-999999, "−999999"], [1234567, "1.235 × 10⁶"],
  [0.0001, "0.0001000"], [0.00009999, "9.999 × 10⁻⁵"], [-1.5e-12, "−1.500 × 10⁻¹²"],
]
for (const [value, text] of FOUR_DIGITS)
  test(`${value} is shown as ${text}`, () => assert.equal(shown(value), text))

test("as many digits as are asked for", () => {
  assert.equal(shown(Math.PI, 3), "3.14")
  assert.equal(shown(2 / 3, 5), "0.66667")
})

test("all digits, counts and sizes", () => {
  assert.equal(exact(-1.25e-7), "−1.25e-7")
  assert.deepEqual([plural(1, "cell"), plural(1234, "cell")], ["1 cell", "1,234 cells"])
  assert.equal(times(26, 26, 1024), "26 × 26 × 1,024")
})
