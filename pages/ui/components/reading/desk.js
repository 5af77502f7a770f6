// The way to the reader in its worker: what it has not begun with when something newer comes is
// never read, and it gets every network once.
import { listen } from "../mailbox/mailbox.js"

/** @import { Order, Said } from "./reader.js" */

/** The text of reader.js with all it needs, which reading.py puts before this script. */
const SOURCE = /** @type {string} */ (READER)

/**
 * @param {(said: Said | null, last: boolean) => void} told - last, if nothing newer waits
 */
export function createDesk(told) {
  const url = URL.createObjectURL(new Blob([SOURCE], { type: "text/javascript" }))
  const worker = new Worker(url, { type: "module" })
  /** @type {Map<string, () => void>} */
  const known = new Map() // networks that are there or awaited, with what ends the waiting
  const there = new Set()
  /** @type {Order | null} */
  let next = null
  let busy = false
  let outdated = false // what is being read is not wanted any more

  const send = () => {
    if (busy || !next || !there.has(next.token)) return
    worker.postMessage(next)
    busy = true
    outdated = false
    next = null
  }
  worker.addEventListener("message", ({ data }) => {
    busy = false
    if (!outdated) told(data, !next)
    send()
  })

  return {
    /**
     * Be ready to read with this network.
     * @param {string} token
     */
    await(token) {
      if (known.has(token)) return
      known.set(token, () => {})
      known.set(token, listen(token, (packed) => {
        if (there.has(token)) return
        there.add(token)
        busy = true
        outdated = true // it answers that, too, with nothing
        worker.postMessage({ token, packed })
      }))
    },

    /** @param {Order} order */
    read(order) {
      next = order
      send()
    },

    /** Nothing that was asked for is wanted any more. */
    forget() {
      next = null
      outdated = true
    },

    release() {
      known.forEach((end) => end())
      worker.terminate()
      URL.revokeObjectURL(url)
    },
  }
}
