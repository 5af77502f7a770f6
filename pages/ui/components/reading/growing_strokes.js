// Follows the pen on the pad: every stroke as it grows, and what undo, redo and clear make of them.
// It listens to the events that the canvas listens to, so that it finds the strokes that the canvas
// will send when the pen is lifted.
import { addPoint, penStroke } from "../preparation/pen.js"

/**
 * @import { Point, Stroke } from "../preparation/pen.js"
 * @import { Steps } from "../preparation/protocol.js"
 * @import { Follower } from "./reading.js"
 *
 * A pad and its pen, in the pad's pixels; whether the strokes are read, and how they are prepared.
 * @typedef {{ kind: "pen", size: number[], pen: number, steps: Steps, active: boolean }} Pad
 *
 * The strokes since the pad was last empty, in the order of drawing; undo leaves the first `count`.
 * They stay on the window when the page is left, as the drawing stays on its pad.
 * @typedef {{ strokes: Stroke[], count: number, changed: number }} Sheet
 */

const SETTLED = 2000 // ms after a change in which an answer may still be one to what was before
const TOUCHED = 400 // ms after a touch in which the canvas hears no mouse
const UNDO = "Undo", REDO = "Redo", CLEAR = "Reset canvas & history"
const REHEARSED = 12 // points of the stroke that is rehearsed
const SHARED = Symbol.for("inside_a_cnn.sheet")
const shared = /** @type {{ [SHARED]?: Sheet }} */ (globalThis)

/**
 * @param {() => Pad} pad
 * @param {() => void} moved - called on every change
 * @returns {Follower}
 */
export function followPen(pad, moved) {
  const sheet = (shared[SHARED] ??= { strokes: [], count: 0, changed: -Infinity })
  /** @type {Point[] | null} */
  let points = null // of the stroke that is being drawn
  let told = 0 // of these, so many have been ordered to be read
  let stands = false // the strokes before it have been
  /** @type {HTMLCanvasElement | null} */
  let canvas = null
  let box = new DOMRect() // where the canvas was when the stroke began
  let finger = NaN, lifted = -Infinity
  let strange = false // there are strokes on the pad that are not known here
  const ending = new AbortController()

  /** @param {{ clientX: number, clientY: number }} at */
  function placeOf({ clientX, clientY }) {
    if (!canvas) return { x: clientX, y: clientY } // in a rehearsal
    const scale = { x: canvas.width / box.width, y: canvas.height / box.height }
    return { x: (clientX - box.left) * scale.x, y: (clientY - box.top) * scale.y }
  }

  /** @param {Event} event @param {{ clientX: number, clientY: number }} at */
  function begin(event, at) {
    canvas = canvasOf(event)
    if (!canvas) return
    box = canvas.getBoundingClientRect()
    points = []
    told = 0
    go(at, false)
  }

  /** @param {{ clientX: number, clientY: number }} at @param {boolean} straight */
  function go(at, straight) {
    if (!points) return
    addPoint(points, placeOf(at), straight)
    if (straight) told = Math.min(told, points.length - 1) // the last one has another place now
    moved()
  }

  function end() {
    if (!points) return
    sheet.strokes.length = sheet.count
    sheet.strokes.push(Float64Array.from(penStroke(points, pad().pen)))
    points = null
    change(sheet.count + 1)
  }

  /** @param {number} count */
  function change(count) {
    sheet.count = Math.min(Math.max(count, 0), sheet.strokes.length)
    sheet.changed = performance.now()
    stands = false
    moved()
  }

  /** @param {MouseEvent} click */
  function press(click) {
    const title = buttonOf(click)
    if (title === UNDO) change(sheet.count - 1)
    if (title === REDO) change(sheet.count + 1)
    if (title === CLEAR) change((sheet.strokes.length = 0))
  }

  /** @param {TouchEvent} event */
  const held = ({ changedTouches }) => [...changedTouches].find((it) => it.identifier === finger)
  const listening = { capture: true, passive: true, signal: ending.signal }
  document.addEventListener("mousedown", (event) => {
    const mouse = performance.now() - lifted > TOUCHED
    if (event.button === 0 && !points && mouse) begin(event, event)
  }, listening)
  document.addEventListener("mousemove", (event) => go(event, event.shiftKey), listening)
  document.addEventListener("mouseup", (event) => event.button === 0 && end(), listening)
  document.addEventListener("touchstart", (event) => {
    if (points) return
    finger = event.changedTouches[0].identifier
    begin(event, event.changedTouches[0])
  }, listening)
  document.addEventListener("touchmove", (event) => {
    const touch = held(event)
    if (touch) go(touch, event.shiftKey)
  }, listening)
  document.addEventListener("touchend", (event) => {
    if (event.touches.length) return
    lifted = performance.now()
    end()
  }, listening)
  document.addEventListener("click", press, listening)

  return {
    busy: () => points !== null,

    rehearse() {
      if (points) return
      points = []
      for (let step = 0; step < REHEARSED; step++) go({ clientX: step, clientY: step ** 2 }, false)
      penStroke(points, pad().pen)
      points = null
      told = 0
    },

    // Only what is new: a pen would wait while all that is drawn is copied at every move.
    order() {
      const { active, steps, size, pen } = pad()
      if (!active || strange || !(points || sheet.count)) return null
      const strokes = stands ? undefined : sheet.strokes.slice(0, sheet.count)
      const growth = { strokes, from: told, points: points?.slice(told) ?? [], pen }
      stands = true
      told = points?.length ?? 0
      return { growth, steps, pad: size }
    },

    // Where the server has seen another number of strokes, and it is too late for that to be an
    // answer to what was before, the server is right: it is told what the canvas holds.
    agrees([count]) {
      strange = count > sheet.strokes.length
      if (count === sheet.count) return true
      if (performance.now() - sheet.changed < SETTLED) return false
      sheet.count = Math.min(count, sheet.strokes.length)
      stands = false
      return true
    },

    release: () => ending.abort(),
  }
}

/** @param {Event} event */
const within = (event) =>
  event.composedPath().filter((it) => it instanceof HTMLElement)

/**
 * The pad's canvas, if it is where an event takes place.
 * @param {Event} event
 */
function canvasOf(event) {
  const [first, ...around] = within(event)
  const pad = around.some((it) => it.classList.contains("st-key-pad"))
  return pad && first instanceof HTMLCanvasElement && first.matches(".upper-canvas") ? first : null
}

/**
 * The title of the pad's button that is pressed.
 * @param {Event} event
 */
function buttonOf(event) {
  const around = within(event)
  if (!around.some((it) => it.classList.contains("st-key-pad"))) return ""
  return around.find((it) => it.matches("button"))?.title ?? ""
}
