// Asks for a run of the page whenever what the page was drawn for is not what is seen, as when
// somebody switches between light and dark. A transition is the one event that tells of a changed
// style, wherever the change was made. A run that was asked for may get lost or bring what was
// there before, where others are on their way: then it is asked for again.
import { instanceOf, onLeaving } from "../instances.js"
import { make, penOf } from "../elements.js"

/**
 * @import { Component } from "../instances.js"
 * @typedef {Component<{ drawn: string }>} Following - for which appearance the page was drawn
 */

const PAPER = "--st-background-color"
const TRIES = 3
const PATIENCE = 4000 // ms that a run may take before it is asked for again
const HALF = (3 * 255) / 2

/** @type {WeakMap<ParentNode, ReturnType<typeof follow>>} */
const following = new WeakMap()

/** @param {Following} component */
export default function (component) {
  instanceOf(following, component.parentElement, follow).receive(component)
  return onLeaving(following, component.parentElement)
}

/** @param {HTMLElement | ShadowRoot} parent */
function follow(parent) {
  const probe = make("i", {
    "aria-hidden": "true",
    style: `position: absolute; background-color: var(${PAPER}); transition: background-color 1ms`,
  })
  const pen = penOf(make("canvas"))
  /** @type {Following} */
  let told
  let tries = 0
  let waiting = 0

  /** What is seen: light or dark paper. */
  function seen() {
    pen.fillStyle = getComputedStyle(probe).getPropertyValue(PAPER).trim()
    const levels = String(pen.fillStyle).match(/\w\w/g) ?? [] // a canvas says #rrggbb
    return levels.reduce((sum, level) => sum + parseInt(level, 16), 0) > HALF ? "light" : "dark"
  }

  function look() {
    if (seen() === told.data.drawn) {
      clearTimeout(waiting)
      tries = waiting = 0
    } else if (!waiting && tries < TRIES) {
      tries += 1
      told.setStateValue("seen", `${seen()} ${tries}`)
      waiting = window.setTimeout(() => {
        waiting = 0
        look()
      }, PATIENCE)
    }
  }

  probe.addEventListener("transitionend", look)
  parent.append(probe)
  return {
    /** @param {Following} component */
    receive(component) {
      told = component
      look()
    },
    release() {
      clearTimeout(waiting)
      probe.remove()
    },
  }
}
