// The way to the reader in its worker. It reads one thing at a time: what there is to read is asked
// for when it is free, so that what has changed meanwhile is never read, and it gets every network
// once.
import { listen } from "../mailbox/mailbox.js"

/** @import { Order, Said } from "./reader.js" */

/** The text of reader.js with all it needs, which reading.py puts before this script. */
const SOURCE = /** @type {string} */ (READER)

/**
 * @param {() => Order | null} order - what there is to read now
 * @param {(said: Said | null, last: boolean) => void} told - last, if nothing newer waits
 */
export function createDesk(order, told) {
  const url = URL.createObjectURL(new Blob([SOURCE], { type: "text/javascript" }))
  const worker = new Worker(url, { type: "module" })
  /** @type {Map<string, () => void>} */
  const known = new Map() // networks that are there or awaited, with what ends the waiting
  const there = new Set()
  let wanted = "" // the network that is to read
  let waits = false // there is something newer than what was ordered last
  let busy = false
  let outdated = false // what is being read is not wanted any more

  const send = () => {
    if (busy || !waits || !there.has(wanted)) return
    waits = false
    const next = order()
    if (!next) return
    worker.postMessage(next)
    busy = true
    outdated = false
  }
  worker.addEventListener("message", ({ data }) => {
    busy = false
    if (!outdated) told(data, !waits)
    send()
  })

  return {
    /**
     * Be ready to read with this network.
     * @param {string} token
     */
    await(token) {
      wanted = token
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

    /** Have what there is now read. */
    read() {
      waits = true
      send()
    },

    /** Nothing that was asked for is wanted any more. */
    forget() {
      waits = false
      outdated = true
    },

    release() {
      known.forEach((end) => end())
      worker.terminate()
      URL.revokeObjectURL(url)
    },
  }
}
