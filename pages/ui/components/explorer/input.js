// Mouse, touch and keys: what each of them asks the explorer to do.
import { across, neighbour, sameInMap } from "./layout.js"
import { cellAt } from "./blocks.js"

/**
 * @import { Derivation } from "../network/derivation.js"
 * @import { Stage } from "../network/stage.js"
 * @import { Layout } from "./layout.js"
 * @import { Spot, Strip } from "./blocks.js"
 *
 * What a person can ask for; `current` is what is on show.
 * @typedef {object} Actions
 * @property {() => Derivation} current
 * @property {(stage: Stage) => Layout} blockOf
 * @property {(place: number) => Stage | undefined} other
 * @property {() => void} edge
 * @property {(found: Spot | null, spoken?: boolean) => void} point
 * @property {(place: number, index: number) => void} go
 * @property {() => void} walkBack
 * @property {() => void} comeBack
 * @property {() => void} toggle
 * @property {() => void} stop
 * @typedef {[place: number, index: number] | null} Target
 */

export const REST = 250 // ms on a cell after which it is what the pointer comes back to on leaving
const STILL = 6 // pixels that the pointer may move after a click without pointing elsewhere

/**
 * The mouse points, a click walks back. On its way out of the strip the mouse crosses other cells:
 * the one on which it rested last is shown again. A first tap points, a second one walks back.
 * @param {Strip} strip
 * @param {Actions} actions
 * @returns {() => void} what forgets a pointer that is resting
 */
export function followPointer(strip, { current, point, walkBack }) {
  let pointer = { x: NaN, y: NaN } // where it was last
  /** @type {{ x: number, y: number } | null} */
  let held = null // where it was when a click walked on
  /** @type {Spot | null} */
  let rested = null // the cell that it rested on
  let resting = 0
  const { scroller } = strip
  scroller.addEventListener("pointermove", (event) => {
    const { clientX: x, clientY: y } = event
    if (event.pointerType === "touch") return
    if (pointer.x === x && pointer.y === y) return // the strip was scrolled below a still pointer
    pointer = { x, y }
    if (held && Math.hypot(x - held.x, y - held.y) <= STILL) return
    held = null
    const found = cellAt(strip, x, y)
    point(found)
    clearTimeout(resting)
    if (found) resting = window.setTimeout(() => (rested = found), REST)
  })
  scroller.addEventListener("pointerleave", (event) => {
    clearTimeout(resting)
    if (event.pointerType !== "touch" && rested && !held) point(rested)
    rested = null
  })
  scroller.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("button")) return
    const { clientX: x, clientY: y } = event
    const found = cellAt(strip, x, y), { stage, index } = current()
    const same = found && found.place === stage.place && found.index === index
    const near = held && Math.hypot(x - held.x, y - held.y) <= STILL
    if (!near && !same) {
      point(found, true)
      if (event.pointerType === "touch" || !found) return
    }
    held = { x, y }
    rested = null
    walkBack()
  })
  return () => clearTimeout(resting)
}

/**
 * Keys reach every cell; what they do is told in the help above the strip.
 * @param {Strip} strip
 * @param {Actions} actions
 */
export function followKeys(strip, actions) {
  const { current, blockOf, other, go, walkBack, comeBack, toggle, stop, edge } = actions
  /** @type {(down: number, right: number) => Target} */
  const cell = (down, right) => {
    const { stage, index } = current()
    return here(neighbour(stage, blockOf(stage), index, down, right))
  }
  /** @type {(index: number | null) => Target} */
  const here = (index) => (index === null ? null : [current().stage.place, index])
  /** @type {(step: number) => Target} */
  const map = (step) => here(sameInMap(current().stage, current().index, step))
  /** @type {(step: number) => Target} */
  const layer = (step) => {
    const { stage, index } = current(), next = other(stage.place + step)
    return next ? [next.place, across(stage, index, next)] : null
  }
  /** @type {Record<string, () => Target>} */
  const moves = {
    ArrowLeft: () => cell(0, -1),
    ArrowRight: () => cell(0, 1),
    ArrowUp: () => cell(-1, 0),
    ArrowDown: () => cell(1, 0),
    PageUp: () => map(-1),
    PageDown: () => map(1),
    Home: () => here(0),
    End: () => here(current().stage.values.length - 1),
    ",": () => layer(-1),
    ".": () => layer(1),
  }
  /** @type {Record<string, () => void>} */
  const acts = { Enter: walkBack, Backspace: comeBack, " ": toggle, Escape: stop }
  strip.scroller.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    if (!(event.key in moves || event.key in acts)) return
    event.preventDefault()
    event.stopPropagation() // Streamlit has shortcuts of its own
    if (event.key in acts) return acts[event.key]()
    const next = moves[event.key]()
    if (next) go(...next)
    else edge()
  })
}
