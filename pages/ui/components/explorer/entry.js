// What Streamlit calls. The weights of a network come in a message of their own, which Streamlit
// does not send again while they stay the same; both parts meet here, on the window.
import { instanceOf, onLeaving } from "../instances.js"
import { unpack } from "../network/network.js"
import { createExplorer } from "./explorer.js"

/**
 * @import { Component } from "../instances.js"
 * @import { Explorer } from "./explorer.js"
 * @import { Message } from "./message.js"
 *
 * @typedef {object} Store
 * @property {Map<string, Record<string, Float32Array>>} arrays - by the network's token
 * @property {Set<() => boolean>} waiting - explorers whose weights have not come yet
 */

const SHARED = Symbol.for("inside_a_cnn.weights")
const shared = /** @type {{ [SHARED]?: Store }} */ (globalThis)
const STORE = (shared[SHARED] ??= { arrays: new Map(), waiting: new Set() })
const MOST_NETWORKS = 3
/** @type {WeakMap<ParentNode, Explorer>} */
const explorers = new WeakMap()

/** @param {Component<Message | Uint8Array>} component */
export default function ({ data, parentElement }) {
  if (data instanceof Uint8Array) return keep(data)
  const explorer = instanceOf(explorers, parentElement, createExplorer)
  const host = parentElement instanceof ShadowRoot ? parentElement.host : parentElement
  Object.assign(host, { explorer }) // for the tests, which ask it where cells are
  parentElement.querySelector("h3")?.setAttribute("aria-level", "2") // on a page only its title is above
  const receive = () => {
    const arrays = STORE.arrays.get(data.network)
    if (arrays) explorer.receive(data, arrays)
    return Boolean(arrays)
  }
  if (!receive()) STORE.waiting.add(receive)
  const leave = onLeaving(explorers, parentElement)
  return () => {
    STORE.waiting.delete(receive)
    leave()
  }
}

/** @param {Uint8Array} bytes */
function keep(bytes) {
  const { token, arrays } = unpack(bytes)
  STORE.arrays.delete(token)
  STORE.arrays.set(token, arrays)
  for (const oldest of STORE.arrays.keys()) {
    if (STORE.arrays.size <= MOST_NETWORKS) break
    STORE.arrays.delete(oldest)
  }
  for (const receive of STORE.waiting) if (receive()) STORE.waiting.delete(receive)
}
