// The sheet above the strip: the pointed cell, the cells it was made of, and threads between them.
import { penOf } from "../elements.js"

/**
 * @import { Derivation } from "../network/derivation.js"
 * @import { Stage } from "../network/stage.js"
 * @import { Palette } from "./colours.js"
 * @import { Box, Layout, Point } from "./layout.js"
 * @import { Strip } from "./blocks.js"
 * @typedef {{ box: Box, share: number }} Lit
 */

const MOST_THREADS = 64

/**
 * Draw the sheet for a derivation; cheap enough to be called at every move and scroll.
 * @param {Strip} strip
 * @param {Derivation | null} derivation
 * @param {Palette} colours
 */
export function light(strip, derivation, colours) {
  const { sheet, scroller, blocks } = strip
  const ratio = window.devicePixelRatio || 1
  const { clientWidth: width, clientHeight: height } = scroller
  if (sheet.width !== Math.round(width * ratio) || sheet.height !== Math.round(height * ratio)) {
    sheet.width = Math.round(width * ratio)
    sheet.height = Math.round(height * ratio)
    Object.assign(sheet.style, { width: `${width}px`, height: `${height}px` })
  }
  const context = penOf(sheet)
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, width, height)
  if (!derivation) return
  const frame = sheet.getBoundingClientRect()
  const { stage } = derivation
  const target = shifted(blocks[stage.place].layout.box(derivation.index), origin(stage.place))
  for (const read of [stage.before, stage.second]) {
    if (!read) continue
    const from = origin(read.place)
    const lit = litBoxes(derivation, read, blocks[read.place].layout)
    const threads = [...lit].sort((a, b) => b.share - a.share).slice(0, MOST_THREADS)
    for (const { box, share } of threads)
      thread(context, shifted(box, from), target, share, colours)
    for (const { box, share } of lit) outline(context, shifted(box, from), share, colours)
  }
  context.lineWidth = 2
  context.globalAlpha = 1
  context.strokeStyle = colours.paper
  context.strokeRect(target.x - 2.5, target.y - 2.5, target.width + 5, target.height + 5)
  context.strokeStyle = colours.accent
  context.strokeRect(target.x - 1, target.y - 1, target.width + 2, target.height + 2)

  /** @param {number} place */
  function origin(place) {
    const box = blocks[place].canvas.getBoundingClientRect()
    return { x: box.left - frame.left, y: box.top - frame.top }
  }
}

/**
 * @param {Box} box
 * @param {Point} by
 */
export const shifted = (box, by) => ({ ...box, x: box.x + by.x, y: box.y + by.y })

/**
 * Boxes in the block before, each with the share (0 to 1) that it has in the number.
 * @param {Derivation} derivation
 * @param {Stage} before
 * @param {Layout} layout
 * @returns {Lit[]}
 */
function litBoxes(derivation, before, layout) {
  const { stage, channels, contributions, sources, window, winner } = derivation
  if (channels && window) {
    const most = Math.max(...channels.map((it) => Math.abs(it.sum))) || 1
    return channels.map(({ channel, sum }) => ({
      box: windowBox(before, layout, window, channel),
      share: Math.abs(sum) / most,
    }))
  }
  if (contributions) {
    const most = Math.abs(contributions[0].product) || 1
    return contributions.map(({ cell, product }) => ({
      box: layout.box(cell),
      share: Math.abs(product) / most,
    }))
  }
  if (window) {
    const { map } = derivation.place
    const lit = [{ box: windowBox(before, layout, window, map), share: 1 }]
    if (sources && winner !== undefined) lit.push({ box: layout.box(sources[winner]), share: 1 })
    return lit
  }
  if (stage.kind === "GlobalAveragePooling2D")
    return [{ box: layout.mapBox(derivation.index), share: 1 }]
  return (sources ?? []).map((cell) => ({ box: layout.box(cell), share: 1 }))
}

/**
 * A window over one map, with what of it is padding left out.
 * @param {Stage} before
 * @param {Layout} layout
 * @param {{ top: number, left: number, size: number }} window
 * @param {number} map
 * @returns {Box}
 */
function windowBox(before, layout, { top, left, size }, map) {
  const [height, width] = before.shape
  const { x, y } = layout.mapBox(map), { cell } = layout
  const [first, last] = [Math.max(left, 0), Math.min(left + size, width)]
  const [upper, lower] = [Math.max(top, 0), Math.min(top + size, height)]
  return { x: x + first * cell, y: y + upper * cell, width: (last - first) * cell,
           height: (lower - upper) * cell }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {Box} target
 * @param {number} share
 * @param {Palette} colours
 */
function thread(context, box, target, share, colours) {
  const [x, y] = [box.x + box.width, box.y + box.height / 2]
  const [u, v] = [target.x, target.y + target.height / 2]
  const bend = (u - x) / 2
  context.globalAlpha = 0.06 + 0.44 * share
  context.lineWidth = 0.6 + share
  context.strokeStyle = colours.accent
  context.beginPath()
  context.moveTo(x, y)
  context.bezierCurveTo(x + bend, y, u - bend, v, u, v)
  context.stroke()
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Box} box
 * @param {number} share
 * @param {Palette} colours
 */
function outline(context, box, share, colours) {
  context.globalAlpha = 0.35 + 0.65 * share
  context.lineWidth = 1.5
  context.strokeStyle = colours.accent
  context.strokeRect(box.x - 0.5, box.y - 0.5, box.width + 1, box.height + 1)
}
