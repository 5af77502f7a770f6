// What is typed or pasted into a number field, with a decimal comma or a point.

import assert from "node:assert/strict"
import { test } from "node:test"

import { plain } from "../../pages/ui/components/browser/decimal_comma.js"

test("a fraction has a comma or a point", () => {
  for (const [typed, number] of [
    [",", "."], // key by key
    [".", "."],
    ["0,01", "0.01"],
    ["0.01", "0.01"],
    [",5", ".5"],
    ["2,5e-3", "2.5e-3"],
    ["1.000,5", "1000.5"],
    ["1,000.5", "1000.5"],
    ["7", "7"],
    ["e-", "e-"],
  ])
    assert.equal(plain(typed, false), number, typed)
})

/** @type {[string, string | null][]} */
const WHOLE = [
  ["3500", "3500"],
  ["3,500", "3500"],
  ["3.500", "3500"],
  ["1,000,000", "1000000"],
  [",", null],
  ["2,5", null],
  ["2.5", null],
  ["1,0000", null],
]
for (const [typed, number] of WHOLE)
  test(`as a whole number, ${typed} is ${number}`, () => assert.equal(plain(typed, true), number))
