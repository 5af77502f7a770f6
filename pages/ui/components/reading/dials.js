// Follows sliders of the page that nudge a digit: Streamlit tells the server where they stand only
// when they are let go, but writes it into the page while they are turned.

import { decodeBytes } from "../base64.js"

/**
 * @import { Nudges } from "../geometry/geometry.js"
 * @import { Follower } from "./reading.js"
 *
 * The sliders by what they do to the digit: the keys of their elements, as Python has them.
 * @typedef {{ kind: "dials", keys: Record<keyof Nudges, string>, digit: string }} Dials
 */

const CHANGED = ["aria-valuetext", "value"] // attributes of a slider's input, as it is turned
const EQUAL = 1e-6 // levels are told in tenths of thousandths

/**
 * @param {() => Dials} dials
 * @param {() => void} moved
 * @returns {Follower}
 */
export function followDials(dials, moved) {
  let before = levels()
  const watch = new MutationObserver((changes) => {
    const ours = Object.values(dials().keys).map((key) => `.st-key-${key}`).join()
    if (!changes.some(({ target }) => target instanceof Element && target.closest(ours))) return
    const now = levels(), appear = before.some(Number.isNaN)
    const turned = now.some((level, place) => level !== before[place])
    before = now
    if (turned && !appear) moved() // where they first stand, the server has put them: it answers
  })
  watch.observe(document.body, { subtree: true, attributes: true, attributeFilter: CHANGED })

  /** Where they stand, in the order of their keys. */
  function levels() {
    return Object.values(dials().keys).map(levelOf)
  }

  return {
    busy: () => false,
    order() {
      const standing = levels(), names = Object.keys(dials().keys)
      if (standing.some(Number.isNaN)) return null
      const nudges = Object.fromEntries(names.map((name, place) => [name, standing[place]]))
      const digit = new Float32Array(decodeBytes(dials().digit).buffer)
      return { digit, nudges: /** @type {Nudges} */ (nudges) }
    },
    agrees(about) {
      before = levels()
      return before.every((level, place) => !(Math.abs(level - about[place]) > EQUAL))
    },
    release: () => watch.disconnect(),
  }
}

/**
 * An input's value is one of its steps; where nothing is changed has to be among them.
 * @param {string} key
 */
function levelOf(key) {
  const input = document.querySelector(`.st-key-${key} input[type=range]`)
  return input instanceof HTMLInputElement ? input.valueAsNumber : NaN
}
