// A sheet to write on with mouse, pen or finger, which can take back strokes.
import { make, penOf } from "../elements.js"
import { addPoint, penStroke } from "../preparation/preparation.js"

/**
 * @import { Palette } from "../explorer/colours.js"
 * @import { Point } from "../preparation/pen.js"
 *
 * @typedef {object} Sheet
 * @property {HTMLElement} element
 * @property {() => ReturnType<typeof penStroke>[]} strokes - as the app's pad tells them
 * @property {(colours: Palette) => void} dress
 */

const SIDE = 320 // pixels, as the app's pad
const PEN = 20

/**
 * @param {(done: boolean) => void} changed - after every move; `done` once the pen is lifted
 * @returns {Sheet}
 */
export function createSheet(changed) {
  const canvas = make("canvas", {
    role: "img", "aria-label": "Pad: write one digit here with mouse, pen or finger.",
  })
  const undo = make("button.action", { type: "button" }, "Undo")
  const clear = make("button.action", { type: "button" }, "Clear")
  const element = make("div.sheet-holder", {}, canvas, make("div.actions", {}, undo, clear))
  /** @type {Point[][]} */
  let ways = []
  /** @type {number | null} */
  let pen = null // the pointer that writes
  let ink = ""

  function paint() {
    const ratio = window.devicePixelRatio || 1
    canvas.width = canvas.height = Math.round(SIDE * ratio)
    const context = penOf(canvas)
    context.scale(ratio, ratio)
    Object.assign(context, { lineWidth: PEN, lineCap: "round", lineJoin: "round", strokeStyle: ink })
    for (const way of ways) {
      context.beginPath()
      context.moveTo(way[0].x, way[0].y)
      for (const { x, y } of way) context.lineTo(x, y)
      context.stroke()
    }
    undo.disabled = clear.disabled = !ways.length
  }

  /** @param {boolean} done */
  function tell(done) {
    paint()
    changed(done)
  }

  /** @param {PointerEvent} event */
  function follow(event) {
    const { left, top, width } = canvas.getBoundingClientRect(), scale = SIDE / width
    const several = event.getCoalescedEvents?.() ?? []
    for (const { clientX, clientY } of several.length ? several : [event])
      addPoint(ways[ways.length - 1], { x: (clientX - left) * scale, y: (clientY - top) * scale })
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (pen !== null || event.button !== 0) return
    event.preventDefault()
    pen = event.pointerId
    canvas.setPointerCapture(pen)
    ways.push([])
    follow(event)
    tell(false)
  })
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pen) return
    follow(event)
    tell(false)
  })
  for (const end of /** @type {const} */ (["pointerup", "pointercancel"]))
    canvas.addEventListener(end, (event) => {
      if (event.pointerId !== pen) return
      pen = null
      tell(true)
    })
  undo.addEventListener("click", () => {
    ways.pop()
    tell(true)
  })
  clear.addEventListener("click", () => {
    ways = []
    tell(true)
  })
  return {
    element,
    strokes: () => ways.map((way) => penStroke(way, PEN)),
    dress(colours) {
      ink = colours.ink
      paint()
    },
  }
}
