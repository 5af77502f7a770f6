// What the server sends to a component of the page that is there already, with no more around it
// than the data: Streamlit sends a component's whole script along with its data, every time.

/**
 * @typedef {object} Boxes
 * @property {Map<string, unknown>} kept - the last of what came for each box
 * @property {Map<string, Set<(data: any) => void>>} listeners
 */

const SHARED = Symbol.for("inside_a_cnn.mailbox")
const shared = /** @type {{ [SHARED]?: Boxes }} */ (globalThis)
const BOXES = (shared[SHARED] ??= { kept: new Map(), listeners: new Map() })

/**
 * Put something into a box, for those who listen and those who will.
 * @param {string} box
 * @param {unknown} data
 */
export function post(box, data) {
  BOXES.kept.set(box, data)
  for (const listener of BOXES.listeners.get(box) ?? []) listener(data)
}

/**
 * Hear what lies in a box, and whatever comes into it.
 * @param {string} box
 * @param {(data: any) => void} listener
 * @returns {() => void} what ends it
 */
export function listen(box, listener) {
  const listeners = BOXES.listeners.get(box) ?? new Set()
  BOXES.listeners.set(box, listeners.add(listener))
  if (BOXES.kept.has(box)) listener(BOXES.kept.get(box))
  return () => void listeners.delete(listener)
}

/**
 * What lies in a box.
 * @param {string} box
 */
export const lying = (box) => BOXES.kept.get(box)
