// The strip: every stage as a block with a heading, its maps (or units) and its colour scale, side
// by side in a box that scrolls sideways; and, on a sheet above them, what is pointed at.
import { make, penOf } from "../elements.js"
import { previous, windowOf } from "../network/network.js"
import { shown, times } from "../numbers.js"
import { colourScale, css, largest, limitOf, picture, scalesOf } from "./colours.js"
import { GAP, layOut } from "./layout.js"
import { brief, deadMaps } from "./silence.js"

/**
 * @import { Stage } from "../network/stage.js"
 * @import { Colour, Palette, Scale } from "./colours.js"
 * @import { Box, Layout, Mosaic } from "./layout.js"
 *
 * @typedef {object} Block
 * @property {Layout} layout
 * @property {HTMLCanvasElement} canvas
 * @property {HTMLElement} heading
 * @property {HTMLElement} facts
 * @property {HTMLElement} scale
 * @property {HTMLElement} element
 *
 * @typedef {object} Strip
 * @property {HTMLElement} element
 * @property {HTMLElement} scroller
 * @property {HTMLElement} row
 * @property {HTMLCanvasElement} sheet
 * @property {Block[]} blocks - by the place of their stage
 *
 * @typedef {{ place: number, index: number }} Spot - a stage and one of its cells
 */

/** @returns {Strip} */
export function createStrip() {
  const row = make("div.row")
  const scroller = make("div.scroller", {
    tabindex: "0", role: "application", "aria-label":
      "All layers of the network. Arrow keys move from cell to cell, Page Up and Page Down from " +
      "map to map, comma and full stop from layer to layer, Enter goes one layer back, " +
      "Backspace returns, Space slides the window.",
  }, row)
  const sheet = make("canvas.sheet", { "aria-hidden": "true" })
  const frame = make("div.strip", {}, scroller, sheet)
  return { element: frame, scroller, row, sheet, blocks: [] }
}

/**
 * Build the blocks for a network; called again only for another network.
 * @param {Strip} strip
 * @param {Stage[]} stages
 */
export function buildBlocks(strip, stages) {
  strip.blocks = stages.map((stage) => {
    const layout = layOut(stage)
    const canvas = make("canvas.maps", { "aria-hidden": "true" })
    Object.assign(canvas.style, { width: `${layout.width}px`, height: `${layout.height}px` })
    const heading = make("button.heading", { type: "button", tabindex: "-1" })
    const facts = make("span.facts"), scale = make("span.scale")
    heading.append(make("b", {}, stage.name), make("span", {}, times(...stage.shape)), facts)
    const labels = make("div.labels")
    const body = make("div.body", {}, labels, canvas)
    const element = make("div.block", { "data-stage": stage.name }, heading, body, scale)
    if (stage.shape.length === 1 && stage.shape[0] <= 16)
      for (let unit = 0; unit < stage.shape[0]; unit++) labels.append(make("i", {}, unit))
    return { layout, canvas, heading, facts, scale, element }
  })
  strip.row.replaceChildren(...strip.blocks.map((block) => block.element))
}

/**
 * Draw the values of every stage; called for every digit, scale and appearance.
 * @param {Strip} strip
 * @param {Stage[]} stages
 * @param {string} scope
 * @param {Palette} colours
 */
export function paintBlocks(strip, stages, scope, colours) {
  const ratio = window.devicePixelRatio || 1
  stages.forEach((stage, place) => {
    const { layout, canvas, facts, scale } = strip.blocks[place]
    const sharp = layout.width * ratio > 16000 ? 1 : ratio // what a canvas can be
    canvas.width = Math.round(layout.width * sharp)
    canvas.height = Math.round(layout.height * sharp)
    const context = penOf(canvas)
    context.scale(sharp, sharp)
    context.imageSmoothingEnabled = false
    const scales = scalesOf(stage, stages, scope, colours)
    if (stage.shape.length === 3) paintMaps(context, stage, layout, scales, colours)
    else paintUnits(context, stage, layout, scales, colours)
    facts.textContent = brief(stage)
    paintScale(scale, stage, stages, scope, colours)
  })
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Stage} stage
 * @param {Layout} layout
 * @param {(map: number) => Scale} scales
 * @param {Palette} colours
 */
function paintMaps(context, stage, layout, scales, colours) {
  const [rows, columns, maps] = stage.shape
  const scratch = make("canvas")
  const { mosaic } = layout, dead = deadMaps(stage)
  const kernel = mosaic && colourScale(largest(stage.weights.kernel), true, colours)
  for (let map = 0; map < maps; map++) {
    const scale = scales(map)
    const box = layout.mapBox(map), { x, y, width, height } = box
    const colourAt = (/** @type {number} */ cell) => scale(stage.values[cell * maps + map])
    context.drawImage(picture(columns, rows, colourAt, scratch), x, y, width, height)
    if (dead.includes(map)) strike(context, box, colours)
    if (!mosaic || !kernel) continue
    const sliceAt = sliceColours(stage, mosaic, map, kernel)
    const slices = picture(mosaic.width, mosaic.height, sliceAt, scratch)
    context.drawImage(slices, x - GAP - mosaic.width, y)
  }
}

/**
 * The colour of every pixel in a filter's picture of slices; nothing between two slices.
 * @param {Stage} stage
 * @param {Mosaic} mosaic
 * @param {number} map
 * @param {Scale} scale
 * @returns {(at: number) => Colour | null}
 */
function sliceColours(stage, { width, across, pixel, step }, map, scale) {
  const { kernel } = stage.weights
  const channels = previous(stage).shape[2], filters = stage.shape[2], { size } = windowOf(stage)
  return (at) => {
    const x = at % width, y = Math.floor(at / width)
    const row = Math.floor((y % step) / pixel), column = Math.floor((x % step) / pixel)
    const channel = Math.floor(y / step) * across + Math.floor(x / step)
    if (row >= size || column >= size || channel >= channels) return null
    return scale(kernel[((row * size + column) * channels + channel) * filters + map])
  }
}

/**
 * A filter that says nothing about this digit is crossed out.
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {Palette} colours
 */
function strike(context, { x, y, width, height }, colours) {
  context.strokeStyle = colours.muted
  context.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1)
  context.beginPath()
  context.moveTo(x + 1, y + height - 1)
  context.lineTo(x + width - 1, y + 1)
  context.stroke()
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Stage} stage
 * @param {Layout} layout
 * @param {(map: number) => Scale} scales
 * @param {Palette} colours
 */
function paintUnits(context, stage, layout, scales, colours) {
  const scale = scales(0), gap = layout.cell > 4 ? 1 : 0
  stage.values.forEach((value, unit) => {
    const { x, y, width, height } = layout.box(unit)
    context.fillStyle = css(scale(value))
    context.fillRect(x, y, width - gap, height - gap)
    if (layout.cell < 14) return
    context.strokeStyle = colours.grid
    context.strokeRect(x + 0.5, y + 0.5, width - 2, height - 2)
  })
}

/**
 * @param {HTMLElement} element
 * @param {Stage} stage
 * @param {Stage[]} stages
 * @param {string} scope
 * @param {Palette} colours
 */
function paintScale(element, stage, stages, scope, colours) {
  const signed = stage.low < 0
  const wide = scope === "network" && stage.place > 0
  const limit = wide ? Math.max(...stages.slice(1).map(limitOf)) : limitOf(stage)
  const scale = colourScale(limit, signed, colours)
  const stops = signed ? [-limit, 0, limit] : [0, limit]
  const bar = make("i")
  bar.style.background = `linear-gradient(90deg, ${stops.map((it) => css(scale(it))).join(", ")})`
  const own = scope === "map" && stage.shape.length === 3 && stage.shape[2] > 1
  const ends = own ? ["low", "high"] : [signed ? shown(-limit, 3) : "0", shown(limit, 3)]
  element.replaceChildren(make("span", {}, own && !signed ? "0" : ends[0]), bar, ends[1])
}

/**
 * The stage and cell under a point of the screen, or null.
 * @param {Strip} strip
 * @param {number} clientX
 * @param {number} clientY
 * @returns {Spot | null}
 */
export function cellAt(strip, clientX, clientY) {
  for (let place = 0; place < strip.blocks.length; place++) {
    const { canvas, layout } = strip.blocks[place]
    const box = canvas.getBoundingClientRect()
    if (clientX < box.left || clientX >= box.right) continue
    const index = layout.hit(clientX - box.left, clientY - box.top)
    return index === null ? null : { place, index }
  }
  return null
}

/**
 * Bring a cell into the middle of the box unless it is well in sight.
 * @param {Strip} strip
 * @param {number} place
 * @param {number} index
 */
export function bringIntoSight(strip, place, index) {
  const { canvas, layout } = strip.blocks[place]
  const box = layout.box(index), { scroller } = strip
  const left = canvas.getBoundingClientRect().left - scroller.getBoundingClientRect().left + box.x
  const margin = Math.min(60, scroller.clientWidth / 5)
  if (left < margin || left + box.width > scroller.clientWidth - margin)
    scroller.scrollLeft += left - scroller.clientWidth / 2
}
