// Which addresses the history keeps: those where somebody was, and none that was shown in passing.

import assert from "node:assert/strict"
import { mock, test } from "node:test"

const MOMENT = 5000 // milliseconds, longer than anything is shown in passing

/** A browser's history, as far as it is needed: its addresses, the last of them on show. */
class History {
  addresses = ["http://here/evaluation?part=Compare"]
  pushState(/** @type {any} */ _state, /** @type {string} */ _title, /** @type {string} */ url) {
    this.addresses.push(new URL(url, this.addresses.at(-1)).href)
  }
  replaceState(/** @type {any} */ _state, /** @type {string} */ _title, /** @type {string} */ url) {
    this.addresses[this.addresses.length - 1] = new URL(url, this.addresses.at(-1)).href
  }
}

const history = new History()
const location = {
  get href() {
    return history.addresses.at(-1) ?? ""
  },
  get pathname() {
    return new URL(this.href).pathname
  },
}
Object.assign(globalThis, { History, history, location, addEventListener() {} })
mock.timers.enable({ apis: ["setTimeout"] })
const { keepVisits } = await import("../../pages/ui/components/browser/visits.js")
keepVisits()

test("on the way to another page, nothing in passing is kept", () => {
  history.pushState({}, "", "/evaluation")
  history.pushState({}, "", "/evaluation?network=robust_cnn")
  history.pushState({}, "", "/draw?network=robust_cnn")
  mock.timers.tick(MOMENT)
  assert.deepEqual(history.addresses, [
    "http://here/evaluation?part=Compare",
    "http://here/draw?network=robust_cnn",
  ])
})

test("a step within a page is kept once, after a moment", () => {
  history.pushState({}, "", "/draw?digit=1")
  history.pushState({}, "", "/draw?digit=2")
  mock.timers.tick(MOMENT)
  mock.timers.tick(MOMENT)
  assert.deepEqual(history.addresses.slice(1), [
    "http://here/draw?network=robust_cnn",
    "http://here/draw?digit=2",
  ])
})
