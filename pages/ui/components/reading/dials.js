// Follows sliders of the page that change a digit: Streamlit tells the server where they stand only
// when they are let go, but writes it into the page while they are turned.

import { decodeDoubles, decodeSingles } from "../base64.js"

/**
 * @import { Levels } from "../geometry/perturb.js"
 * @import { Follower } from "./reading.js"
 *
 * The sliders by what they do to the digit, as the keys of their elements in Python. Where one has
 * a list of levels it tells the place in that.
 * @typedef {object} Dials
 * @property {"dials"} kind
 * @property {Record<keyof Levels, string>} keys
 * @property {string} digit - base64 of float32
 * @property {Partial<Record<keyof Levels, number[]>>} steps
 * @property {string} draws - base64 of float64: what a change takes of chance
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
    const { keys, steps } = dials()
    return Object.entries(keys).map(([name, key]) => {
      const value = valueOf(key), listed = steps[/** @type {keyof Levels} */ (name)]
      return listed ? listed[value] ?? NaN : value
    })
  }

  return {
    busy: () => false,
    order() {
      const standing = levels(), { keys, digit, draws } = dials()
      if (standing.some(Number.isNaN)) return null
      const by = Object.fromEntries(Object.keys(keys).map((name, place) => [name, standing[place]]))
      return { digit: decodeSingles(digit), levels: by, draws: decodeDoubles(draws) }
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
function valueOf(key) {
  const input = document.querySelector(`.st-key-${key} input[type=range]`)
  return input instanceof HTMLInputElement ? input.valueAsNumber : NaN
}
