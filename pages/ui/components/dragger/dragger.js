// A digit on its frame of 28 × 28 pixels, to be dragged about; it moves here at once, a reading that
// follows it hears of every step, and the server when it rests.
import { arrow } from "../arrows.js"
import { make, penOf } from "../elements.js"
import { instanceOf } from "../instances.js"
import { post } from "../mailbox/mailbox.js"

/**
 * @import { Component } from "../instances.js"
 * @typedef {{ right: number, down: number }} Place
 * @typedef {Place & Record<"paper" | "ink" | "line" | "alt", string> &
 *   { pixels: number[], farthest: number, box: string }} Dragged
 * @typedef {(place: Place) => void} Tell
 */

const SIDE = 28
const ZOOM = 8
const REST = 250 // ms without a step after which a key's way is at its end
/** @type {WeakMap<ParentNode, { show: (data: Dragged, tell: Tell) => void }>} */
const pads = new WeakMap()

/** @param {Component<Dragged>} component */
export default function ({ data, parentElement, setStateValue }) {
  const pad = instanceOf(pads, parentElement, create)
  pad.show(data, (place) => setStateValue("place", place))
}

/** @param {HTMLElement | ShadowRoot} parent */
function create(parent) {
  const canvas = make("canvas.dragged-digit", { role: "application", tabindex: 0 })
  canvas.width = canvas.height = SIDE * ZOOM
  canvas.style.cssText = `width:${SIDE * ZOOM}px;height:${SIDE * ZOOM}px;display:block;
    cursor:grab;touch-action:none;box-sizing:content-box;border:1px solid;border-radius:4px`
  parent.append(canvas)
  /** @type {Dragged} */
  let given
  /** @type {Tell} */
  let report
  /** @type {Place} */
  let place = { right: 0, down: 0 }
  /** @type {Place & { x: number, y: number } | null} */
  let grip = null // where the pointer took hold, and where the digit was then
  let timer = 0

  function draw() {
    const pen = penOf(canvas)
    pen.fillStyle = given.paper
    pen.fillRect(0, 0, canvas.width, canvas.height)
    pen.fillStyle = given.ink
    for (let row = 0; row < SIDE; row++)
      for (let column = 0; column < SIDE; column++) {
        const from = (row - place.down) * SIDE + column - place.right
        const inside = column - place.right >= 0 && column - place.right < SIDE
        pen.globalAlpha = inside ? (given.pixels[from] ?? 0) / 255 : 0
        if (pen.globalAlpha) pen.fillRect(column * ZOOM, row * ZOOM, ZOOM, ZOOM)
      }
    pen.globalAlpha = 1
    canvas.dataset.place = `${place.right},${place.down}`
  }

  /**
   * @param {number} right
   * @param {number} down
   */
  function go(right, down) {
    const within = (/** @type {number} */ step) => Math.max(-given.farthest, Math.min(given.farthest, Math.round(step)))
    const next = { right: within(right), down: within(down) }
    if (next.right === place.right && next.down === place.down) return
    place = next
    draw()
    post(given.box, place)
    clearTimeout(timer)
    timer = window.setTimeout(send, REST)
  }

  function send() {
    if (grip) return
    timer = 0
    report(place)
  }

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId)
    canvas.style.cursor = "grabbing"
    grip = { x: event.clientX, y: event.clientY, ...place }
  })
  canvas.addEventListener("pointermove", (event) => {
    if (grip)
      go(grip.right + (event.clientX - grip.x) / ZOOM, grip.down + (event.clientY - grip.y) / ZOOM)
  })
  const letGo = () => {
    grip = null
    canvas.style.cursor = "grab"
    clearTimeout(timer)
    if (timer) send()
  }
  canvas.addEventListener("pointerup", letGo)
  canvas.addEventListener("pointercancel", letGo)
  canvas.addEventListener("keydown", (event) => {
    const step = arrow(event)
    if (!step) return
    event.preventDefault()
    go(place.right + step.right, place.down + step.down)
  })

  return {
    /**
     * @param {Dragged} data
     * @param {Tell} tell
     */
    show(data, tell) {
      given = data
      report = tell
      canvas.style.borderColor = data.line
      canvas.setAttribute("aria-label", data.alt)
      if (!grip && !timer) post(data.box, (place = { right: data.right, down: data.down }))
      draw()
    },
  }
}
