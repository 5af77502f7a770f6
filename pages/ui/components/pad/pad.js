// Lays the canvas out as a pad: as wide as there is room, its toolbar above it, in sight, and with
// what a pad needs, keys too. The canvas stands in a shadow root, which only a style sheet of its own reaches.
// On a pad that is shown smaller than it is, the pen's way is still told in the pad's own pixels.

import { listen } from "../mailbox/mailbox.js"
import { KEYS_STYLE, takeKeys } from "./pen_keys.js"

/** @import { Component } from "../instances.js" */

/** @typedef {{ renews: boolean, stale: boolean }} State - of the sheet, see pad.py */

const CLEAR = "Reset canvas & history"
const STEPS = ["Undo", "Redo"]
const STYLE = new CSSStyleSheet()
STYLE.replaceSync(`
  .dc-toolbar { top: -3rem !important; opacity: 1 !important; transition: none !important; }
  .dc-toolbar button:is([title="Edit"], [title="Update the app with this drawing"]) {
    display: none !important;
  }
  .dc-container { max-width: 100% !important; height: auto !important; }
  .dc-container > .canvas-container { width: 100% !important; height: auto !important; }
  .dc-canvas.lower-canvas { position: relative !important; }
  canvas { width: 100% !important; height: auto !important; }
  ${KEYS_STYLE}
`)

/** @param {Component<{ box: string, asks: boolean }>} component */
export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const host = parentElement instanceof ShadowRoot ? parentElement.host : parentElement
  const pad = host.closest(".st-key-pad")
  if (!pad) return
  if (data.asks && !readable()) setStateValue("unreadable", true)
  // An element gets its shadow root after it has come to the page, of which nothing tells; but it
  // grows when the root is filled, and that is before anything in it is painted.
  const grown = new ResizeObserver((entries) => entries.forEach(({ target }) => dress(target)))
  /** @type {WeakSet<Element>} */
  const known = new WeakSet()
  const look = () => {
    for (const element of pad.querySelectorAll("*")) {
      if (known.has(element)) continue
      known.add(element)
      dress(element)
      grown.observe(element)
    }
  }
  const arrivals = new MutationObserver(look)
  arrivals.observe(pad, { childList: true, subtree: true })
  look()
  let renews = false
  // The canvas would go back to what it began with: on a sheet that was taken up again, a drawing.
  /** @param {Event} click */
  const clear = (click) => {
    if (!renews || !click.composedPath().some((it) => it instanceof Element && it.matches(`[title="${CLEAR}"]`)))
      return
    click.stopPropagation()
    setTriggerValue("cleared", true)
  }
  pad.addEventListener("click", clear, true)
  const stop = listen(data.box, (/** @type {State} */ state) => {
    ;({ renews } = state)
    const steps = buttons(pad).filter((it) => STEPS.includes(it.title))
    if (state.stale && steps.length && steps.every((it) => it.disabled)) setTriggerValue("cleared", true)
  })
  return () => {
    stop()
    arrivals.disconnect()
    grown.disconnect()
    pad.removeEventListener("click", clear, true)
  }
}

/** The buttons of the toolbar. @param {Element} pad @returns {HTMLButtonElement[]} */
const buttons = (pad) =>
  [...pad.querySelectorAll("*")].flatMap((it) => [...(it.shadowRoot?.querySelectorAll("button") ?? [])])

/** Whether the browser lets a page ask for a picture of a canvas; what it gives may be untrue. */
function readable() {
  try {
    return document.createElement("canvas").toDataURL() !== undefined
  } catch {
    return false
  }
}

/** @param {Element} element */
function dress({ shadowRoot }) {
  if (!shadowRoot) return
  if (!shadowRoot.adoptedStyleSheets.includes(STYLE)) shadowRoot.adoptedStyleSheets.push(STYLE)
  const clear = () => /** @type {HTMLElement | null} */ (shadowRoot.querySelector(`[title="${CLEAR}"]`))?.click()
  /** @type {HTMLCanvasElement | null} */
  const canvas = shadowRoot.querySelector("canvas.upper-canvas")
  if (canvas) takeKeys(canvas, clear)
}
