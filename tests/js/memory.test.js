// What a browser remembers between visits, and that one whose storage throws goes on all the same.

import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"

/** @import { Told } from "../../pages/ui/components/browser/memory.js" */

const MOST = 200
const MEMORY = Symbol.for("inside_a_cnn.memory"), MAILBOX = Symbol.for("inside_a_cnn.mailbox")
let loaded = 0, session = 0
/** @type {Map<string, string>[]} */
let [lasting, tab] = [new Map(), new Map()]
let forbidden = false

/** @param {() => Map<string, string>} items */
const storage = (items) => ({
  get() {
    if (forbidden) throw new DOMException("The operation is insecure.", "SecurityError")
    return {
      getItem: (/** @type {string} */ name) => items().get(name) ?? null,
      setItem: (/** @type {string} */ name, /** @type {string} */ it) => items().set(name, it),
    }
  },
})
Object.defineProperties(globalThis, {
  localStorage: storage(() => lasting),
  sessionStorage: storage(() => tab),
})

/** A page of its own: nothing is left of the one before but what is stored. */
async function open() {
  const everything = /** @type {Record<symbol, unknown>} */ (/** @type {unknown} */ (globalThis))
  delete everything[MEMORY]
  delete everything[MAILBOX]
  loaded += 1
  const page = await import(`../../pages/ui/components/browser/memory.js?${loaded}`)
  return /** @type {typeof import("../../pages/ui/components/browser/memory.js")} */ (page)
}

/** @param {Partial<Told>} some @returns {Told} */
const told = (some) => ({ session: `${session}`, count: 0, changes: {}, ...some })

beforeEach(() => {
  ;[lasting, tab, forbidden] = [new Map(), new Map(), false]
  session += 1
})

test("a session that begins is told once what lies there, and nothing where nothing does", async () => {
  /** @type {string[]} */
  const heard = []
  let page = await open()
  page.remember(told({}), (it) => heard.push(it))
  page.remember(told({ count: 1, changes: { lasting: { "guess:a": "7" }, tab: { pupil: "s" } } }), (it) => heard.push(it))
  assert.equal(heard.length, 0, "there was nothing when it began")

  page = await open() // a reload
  for (let run = 0; run < 2; run++) page.remember(told({ session: "next" }), (it) => heard.push(it))
  assert.deepEqual(heard.map((it) => JSON.parse(it)), [{ lasting: { "guess:a": "7" }, tab: { pupil: "s" } }])

  tab = new Map() // another tab of the same browser
  page = await open()
  page.remember(told({ session: "other" }), (it) => heard.push(it))
  assert.deepEqual(JSON.parse(heard[1]), { lasting: { "guess:a": "7" }, tab: {} })
})

test("a session's changes are made once, so that what another tab did since stays", async () => {
  const page = await open(), changes = { lasting: { "guess:a": "7" } }
  page.remember(told({ count: 1, changes }), () => {})
  lasting.set("inside_a_cnn", "{}") // forgotten in another tab
  page.remember(told({ count: 1, changes }), () => {})
  assert.equal(lasting.get("inside_a_cnn"), "{}")
  page.remember(told({ count: 2, changes: { lasting: { "guess:a": null, "guess:b": "1" } } }), () => {})
  assert.equal(lasting.get("inside_a_cnn"), '{"guess:b":"1"}')
})

test("the oldest give way", async () => {
  const page = await open()
  const all = Object.fromEntries([...Array(MOST + 3).keys()].map((it) => [`guess:${it}`, "x"]))
  page.remember(told({ count: 1, changes: { lasting: all } }), () => {})
  const names = Object.keys(JSON.parse(lasting.get("inside_a_cnn") ?? ""))
  assert.deepEqual([names.length, names[0]], [MOST, "guess:3"])
})

test("where storage throws, it is remembered as long as the page is there", async () => {
  forbidden = true
  /** @type {string[]} */
  const heard = []
  const page = await open()
  page.remember(told({ count: 1, changes: { tab: { pupil: "s" } } }), (it) => heard.push(it))
  page.remember(told({ session: "a server started again" }), (it) => heard.push(it))
  assert.deepEqual(heard.map((it) => JSON.parse(it)), [{ lasting: {}, tab: { pupil: "s" } }])
})

test("what others left under the name is no harm", async () => {
  for (const other of ["{", "7", "null", '"text"']) {
    lasting.set("inside_a_cnn", other)
    const page = await open()
    page.remember(told({ session: other, count: 1, changes: { lasting: { "guess:a": "7" } } }), () => {})
    assert.equal(lasting.get("inside_a_cnn"), '{"guess:a":"7"}')
  }
})
