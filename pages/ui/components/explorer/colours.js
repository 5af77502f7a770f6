// Values as colours: ink from the page's paper (0) where nothing is negative, else blue below 0 and
// orange above it with symmetric limits. The colours are those of Python's palette.
import { make, penOf } from "../elements.js"

/**
 * @import { Stage } from "../network/stage.js"
 * @typedef {[red: number, green: number, blue: number]} Colour
 * @typedef {(value: number) => Colour} Scale
 * @typedef {Record<string, string>} Palette - as #rrggbb, by name
 */

/**
 * @param {string} colour - as #rrggbb
 * @returns {Colour}
 */
const rgb = (colour) => /** @type {Colour} */ (
  [1, 3, 5].map((start) => parseInt(colour.slice(start, start + 2), 16))
)

/**
 * @param {Colour} first
 * @param {Colour} last
 * @param {number} share
 * @returns {Colour}
 */
function blend(first, last, share) {
  const mixed = (/** @type {number} */ level, /** @type {number} */ part) =>
    Math.round(level + (last[part] - level) * share)
  return /** @type {Colour} */ (first.map(mixed))
}

/**
 * From a value to [red, green, blue].
 * @param {number} limit
 * @param {boolean} signed
 * @param {Palette} colours
 * @returns {Scale}
 */
export function colourScale(limit, signed, colours) {
  const [paper, ink] = [rgb(colours.paper), rgb(colours.ink)]
  const [low, middle, high] = ["negative", "neutral", "positive"].map((name) => rgb(colours[name]))
  return (value) => {
    const share = limit ? Math.min(Math.max(value / limit, -1), 1) : 0
    if (!signed) return blend(paper, ink, Math.max(share, 0))
    return share < 0 ? blend(middle, low, -share) : blend(middle, high, share)
  }
}

/** @param {Colour} colour */
export const css = ([red, green, blue]) => `rgb(${red} ${green} ${blue})`

/**
 * Black or white letters, whichever can be read on a colour: the contrast is 4.6 or more.
 * @param {Colour} colour
 */
export const legible = (colour) => (luminance(colour) > 0.179 ? "#000000" : "#ffffff")

/**
 * How bright a colour is, from 0 to 1: relative luminance as in WCAG 2.
 * @param {Colour} colour
 */
function luminance(colour) {
  const linear = (/** @type {number} */ level) => ((level / 255 + 0.055) / 1.055) ** 2.4
  const [red, green, blue] = colour.map(linear) // below level 11 a little too bright
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

// The limits that a switch asks for: one for each map, for each layer, or one for the network.
export const SCALES = { map: "each map", layer: "each layer", network: "the network" }

/**
 * The largest size of a value, of all or of every `step`-th.
 * @param {ArrayLike<number>} values
 */
export function largest(values, start = 0, step = 1) {
  let most = 0
  for (let index = start; index < values.length; index += step)
    if (Math.abs(values[index]) > most) most = Math.abs(values[index])
  return most
}

/**
 * A function from a map of a stage to its colour scale.
 * @param {Stage} stage
 * @param {Stage[]} stages
 * @param {string} scope
 * @param {Palette} colours
 * @returns {(map: number) => Scale}
 */
export function scalesOf(stage, stages, scope, colours) {
  const signed = stage.low < 0
  if (scope === "map" && stage.shape.length === 3) {
    const maps = stage.shape[2]
    const scales = Array.from({ length: maps }, (_, map) =>
      colourScale(largest(stage.values, map, maps), signed, colours),
    )
    return (map) => scales[map]
  }
  // the raw pixels count up to 255 and would drown the rest
  const layers = scope === "network" && stage.place > 0 ? stages.slice(1) : [stage]
  const scale = colourScale(Math.max(...layers.map(limitOf)), signed, colours)
  return () => scale
}

/** @param {Stage} stage */
export const limitOf = (stage) => Math.max(Math.abs(stage.low), Math.abs(stage.high))

/**
 * A picture of one pixel a value, to be drawn larger without smoothing.
 * @param {number} width
 * @param {number} height
 * @param {(index: number) => Colour | null} colourAt - nothing where it is null
 */
export function picture(width, height, colourAt, canvas = make("canvas")) {
  if (canvas.width !== width) canvas.width = width
  if (canvas.height !== height) canvas.height = height
  const context = penOf(canvas)
  const image = context.createImageData(width, height)
  for (let index = 0; index < width * height; index++) {
    const colour = colourAt(index)
    if (colour) image.data.set([...colour, 255], 4 * index)
  }
  context.putImageData(image, 0, 0)
  return canvas
}
