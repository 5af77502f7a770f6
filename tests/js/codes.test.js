import assert from "node:assert/strict"
import { test } from "node:test"

import { codesFor } from "../../pages/ui/components/take_home/codes.js"

test("a digit gets into the code as it is, whatever its letters", () => {
  const digit = 'packed = b"$&$$$1$`"'
  assert.deepEqual(codesFor({ conv1: "THE DIGIT\nprint()" }, "THE DIGIT", digit), { conv1: `${digit}\nprint()` })
})
