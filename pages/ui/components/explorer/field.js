// The digit with what the pointed cell sees of it: the box that it can see at all, and how much
// each pixel in it moves the cell's number.
import { make, penOf } from "../elements.js"
import { inside, pixelGradient, pixelsSeen } from "../network/network.js"
import { plural, shown, times } from "../numbers.js"
import { colourScale, largest, limitOf, picture } from "./colours.js"
import { REST } from "./input.js"

/**
 * @import { Derivation } from "../network/derivation.js"
 * @import { Palette } from "./colours.js"
 * @import { View } from "./message.js"
 *
 * @typedef {object} Field
 * @property {HTMLElement} element
 * @property {HTMLCanvasElement} canvas
 * @property {Record<"box" | "effect" | "under", HTMLElement>} words
 * @property {{ top: number, bottom: number, left: number, right: number }} seen
 * @property {Float64Array | null} gradient - null until it is computed
 * @property {number} pending - the timer that waits to compute it
 * @property {Record<number, number>} costs - milliseconds that it took, by the place of the stage
 */

const PIXEL = 7
const QUICK = 4 // ms that a gradient may take to be computed with every move
const SLOW = 12

/** @returns {Field} */
export function createField() {
  const canvas = make("canvas.digit", {
    role: "img", "aria-label": "The digit: a box around what the cell sees, dots where ink moves it.",
  })
  const box = make("li.box"), effect = make("li.effect"), under = make("li.under")
  const legend = make("ul.legend", {}, box, effect, under)
  const heading = make("p.sees", {}, "What this cell sees of the digit")
  const element = make("div.field", {}, heading, canvas, legend)
  const seen = { top: 0, bottom: 0, left: 0, right: 0 }, words = { box, effect, under }
  return { element, canvas, words, seen, gradient: null, pending: 0, costs: {} }
}

/**
 * Show the box at once, and the effect as soon as there is time for it.
 * @param {Field} field
 * @param {Derivation} derivation
 * @param {View} view
 */
export function showField(field, derivation, view) {
  const { stage, index } = derivation
  const seen = pixelsSeen(stage, index, view.message.size)
  field.seen = seen
  clearTimeout(field.pending)
  const compute = () => {
    const begun = performance.now()
    const gradient = (field.gradient = pixelGradient(stage, index))
    field.costs[stage.place] = performance.now() - begun
    paintField(field, view)
    describeEffect(field, gradient)
    field.canvas.dataset.cell = `${stage.name} ${index}`
  }
  const { top, bottom, left, right } = seen
  field.words.box.textContent =
    `it can see ${times(bottom - top, right - left)} ` +
    `pixel${(bottom - top) * (right - left) === 1 ? "" : "s"}: ` +
    `${fromTo("row", top, bottom)}, ${fromTo("column", left, right)}`
  Object.assign(field.words.box.dataset, { top, bottom, left, right })
  const cost = field.costs[stage.place] ?? QUICK
  if (cost < QUICK) return compute()
  field.gradient = null
  paintField(field, view)
  field.words.effect.textContent = "…"
  field.pending = window.setTimeout(compute, cost > SLOW ? REST : 0) // a slow one waits for rest
}

/**
 * @param {string} noun
 * @param {number} first
 * @param {number} end
 */
const fromTo = (noun, first, end) =>
  end - first === 1 ? `${noun} ${first}` : `${noun}s ${first}–${end - 1}`

/**
 * @param {Field} field
 * @param {View} view
 */
function paintField(field, { stages, message, colours }) {
  const { canvas, gradient, seen } = field
  const [height, width] = message.size
  const ratio = window.devicePixelRatio || 1
  canvas.width = Math.round(width * PIXEL * ratio)
  canvas.height = Math.round(height * PIXEL * ratio)
  Object.assign(canvas.style, { width: `${width * PIXEL}px`, height: `${height * PIXEL}px` })
  const context = penOf(canvas)
  context.scale(ratio, ratio)
  context.imageSmoothingEnabled = false
  const ink = colourScale(limitOf(stages[0]), false, colours)
  const digit = picture(width, height, (pixel) => ink(stages[0].values[pixel]))
  context.drawImage(digit, 0, 0, width * PIXEL, height * PIXEL)
  if (gradient) paintEffect(context, gradient, width, colours)
  context.fillStyle = colours.paper
  context.globalAlpha = 0.45 // what it cannot see steps back
  context.beginPath()
  const [x, y] = [seen.left * PIXEL, seen.top * PIXEL]
  const [w, h] = [(seen.right - seen.left) * PIXEL, (seen.bottom - seen.top) * PIXEL]
  context.rect(0, 0, width * PIXEL, height * PIXEL)
  context.rect(x, y, w, h)
  context.fill("evenodd")
  context.globalAlpha = 1
  context.lineWidth = 2
  context.strokeStyle = colours.accent
  context.strokeRect(x + 1, y + 1, w - 2, h - 2)
}

/**
 * The effect of a pixel is the size of a dot on it, so that the ink below stays in sight.
 * @param {CanvasRenderingContext2D} context
 * @param {Float64Array} gradient
 * @param {number} width
 * @param {Palette} colours
 */
function paintEffect(context, gradient, width, colours) {
  const most = largest(gradient)
  if (!most) return
  gradient.forEach((value, pixel) => {
    const side = Math.sqrt(Math.abs(value) / most) * (PIXEL - 1)
    if (side < 0.7) return
    const x = (pixel % width) * PIXEL + PIXEL / 2, y = Math.floor(pixel / width) * PIXEL + PIXEL / 2
    context.fillStyle = value > 0 ? colours.positive : colours.negative
    context.fillRect(x - side / 2, y - side / 2, side, side)
  })
}

/**
 * How few pixels hold half of the effect.
 * @param {Field} field
 * @param {Float64Array} gradient
 */
function describeEffect(field, gradient) {
  const sizes = Array.from(gradient, Math.abs).sort((a, b) => b - a)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  let half = 0, count = 0
  while (count < sizes.length && half < total / 2) half += sizes[count++]
  field.words.effect.textContent = total
    ? "more ink there raises (orange) or lowers (blue) its number; half of the effect lies on " +
      plural(count, "pixel")
    : "No pixel moves it: a small change anywhere leaves its number as it is."
  field.words.effect.dataset.half = String(total ? count : 0)
}

/**
 * The pixel under the pointer, in words.
 * @param {Field} field
 * @param {PointerEvent} event
 * @param {View} view
 */
export function describePixel(field, event, { stages, message }) {
  const { left, top } = field.canvas.getBoundingClientRect()
  const [height, width] = message.size
  const row = Math.floor((event.clientY - top) / PIXEL)
  const column = Math.floor((event.clientX - left) / PIXEL)
  if (!inside(row, column, height, width)) return
  const pixel = row * width + column
  const ink = `ink ${shown(stages[0].values[pixel], 3)}`
  const gradient = field.gradient ? `, gradient ${shown(field.gradient[pixel], 3)}` : ""
  field.words.under.textContent = `row ${row}, column ${column}: ${ink}${gradient}`
}
