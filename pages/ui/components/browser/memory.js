// What the browser remembers for its person: guesses for good, a place in a class as long as its tab.
// There is no account, and a server that is started again knows nobody: so a session is told once
// what lies here. A browser that stores nothing remembers it as long as the page is there.
import { listen } from "../mailbox/mailbox.js"

/**
 * @typedef {"lasting" | "tab"} Shelf
 * @typedef {Record<string, unknown>} Things - by their names, what came last at the end
 * @typedef {Partial<Record<Shelf, Things>>} Changes - what is null is forgotten
 *
 * A session, how often it changed what it wants remembered, and all its changes.
 * @typedef {{ session: string, count: number, changes: Changes }} Told
 *
 * What there is without storage; the session that was told last, and what of it was done.
 * @typedef {{ here: Record<Shelf, Things>, session: string, count: number }} Memory
 */

const ITEM = "inside_a_cnn", BOX = "memory"
const MOST = 200 // things on a shelf; the oldest go first
/** @type {Shelf[]} */
const SHELVES = ["lasting", "tab"]
const SHARED = Symbol.for("inside_a_cnn.memory")
const shared = /** @type {{ [SHARED]?: Memory }} */ (globalThis)
const memory = (shared[SHARED] ??= { here: { lasting: {}, tab: {} }, session: "", count: 0 })

/**
 * Keep what a session wants kept, and tell it once what was here when it began.
 * @param {Told} data
 * @param {(kept: string) => void} tell
 * @returns {() => void} what ends it
 */
export function remember(data, tell) {
  if (memory.session !== data.session) {
    const kept = Object.fromEntries(SHELVES.map((shelf) => [shelf, read(shelf)]))
    memory.session = data.session
    memory.count = 0
    if (Object.values(kept).some((things) => Object.keys(things).length)) tell(JSON.stringify(kept))
  }
  change(data)
  return listen(BOX, change)
}

/** Once, or what another tab changed since would be undone. @param {Told} told */
function change({ session, count, changes }) {
  if (session !== memory.session || count <= memory.count) return
  memory.count = count
  for (const shelf of SHELVES) write(shelf, changes[shelf] ?? {})
}

/** @param {Shelf} shelf @param {Things} changed */
function write(shelf, changed) {
  const things = { ...read(shelf) }
  for (const [name, thing] of Object.entries(changed)) {
    if (thing === null) delete things[name]
    else things[name] = thing
  }
  for (const name of Object.keys(things).slice(0, -MOST)) delete things[name]
  memory.here[shelf] = things
  try {
    storage(shelf).setItem(ITEM, JSON.stringify(things))
  } catch {} // it is forbidden or full
}

/** @param {Shelf} shelf @returns {Things} */
function read(shelf) {
  try {
    const things = JSON.parse(storage(shelf).getItem(ITEM) ?? "null")
    return things && typeof things === "object" ? things : memory.here[shelf]
  } catch {
    return memory.here[shelf]
  }
}

/** Even to name it may be forbidden. @param {Shelf} shelf */
const storage = (shelf) => (shelf === "tab" ? sessionStorage : localStorage)
