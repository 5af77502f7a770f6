// What the server sends to a component that is there already, or is not there yet.
import assert from "node:assert/strict"
import { test } from "node:test"
import { listen, lying, post } from "../../pages/ui/components/mailbox/mailbox.js"
import deliver from "../../pages/ui/components/mailbox/entry.js"

/** @type {(data: any) => any} */
const component = (data) => ({ data, parentElement: null, setStateValue() {}, setTriggerValue() {} })

test("who listens hears what lies there and what comes, until they stop", () => {
  /** @type {unknown[]} */
  const heard = []
  post("a", 1)
  const stop = listen("a", (data) => heard.push(data))
  post("a", 2)
  post("b", "not for a")
  stop()
  post("a", 3)
  assert.deepEqual(heard, [1, 2])
  assert.equal(lying("a"), 3)
  assert.equal(lying("nothing"), undefined)
})

test("text puts data into its boxes, other bytes begin with the name of theirs", () => {
  const bytes = (/** @type {string} */ text) => component(new TextEncoder().encode(text))
  deliver(bytes('{"one": {"score": 4}, "other": [1, 2]}'))
  assert.deepEqual([lying("one"), lying("other")], [{ score: 4 }, [1, 2]])
  deliver(bytes("0123456789abcdefwhat is in it"))
  assert.equal(new TextDecoder().decode(/** @type {any} */ (lying("0123456789abcdef"))), "what is in it")
})
