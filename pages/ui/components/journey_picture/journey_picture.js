// One digit on its way through a network: a picture for every stop, ten bars for the answer, and the
// value under the pointer or, with the arrow keys, wherever one goes.
import { arrow } from "../arrows.js"
import { decodeBytes } from "../base64.js"
import { make, penOf } from "../elements.js"
import { colourScale } from "../explorer/colours.js"
import { instanceOf } from "../instances.js"
import { shown } from "../numbers.js"
import { cornerOf, corners, hit, neighbour, placeInWords, sizeOf } from "./stop.js"

/**
 * @import { Component } from "../instances.js"
 * @import { Palette, Scale } from "../explorer/colours.js"
 * @import { Stop } from "./stop.js"
 * @typedef {{ stops: Stop[], answer: string, colours: Palette, alt: string }} Journey
 * @typedef {{ place: number, index: number }} Spot - a stop and one of its values
 */

const LEVELS = 255 // of a colour, from paper to full ink
/** @type {WeakMap<ParentNode, ReturnType<typeof create>>} */
const journeys = new WeakMap()

/** @param {Component<Journey>} component */
export default function ({ data, parentElement }) {
  instanceOf(journeys, parentElement, create).show(data)
}

/** @param {HTMLElement | ShadowRoot} parent */
function create(parent) {
  const row = make("div.journey", { role: "img", tabindex: "0" })
  const ring = make("div.ring", { hidden: "" })
  const value = make("output.value", { hidden: "" })
  const frame = make("div.frame", {}, row, ring, value)
  parent.append(frame)
  /** @type {Stop[]} */
  let stops = []
  /** @type {Float32Array[]} */
  let values = []
  /** @type {HTMLElement[]} */
  let pictures = []
  /** @type {Spot | null} */
  let spot = null

  /** @param {Journey} data */
  function show(data) {
    stops = data.stops
    values = stops.map((stop) => new Float32Array(decodeBytes(stop.values).buffer))
    const last = stops.length - 1
    pictures = stops.map((stop, place) =>
      place === last ? bars(values[last], data) : drawn(stop, values[place], data.colours))
    row.replaceChildren(...stops.map(({ name, shape }, place) => {
      const words = make("figcaption", {}, make("b", {}, name), make("span", {}, shape))
      return make("figure", {}, pictures[place], words)
    }))
    row.setAttribute("aria-label", data.alt)
    for (const name of ["text", "muted", "grid", "accent", "panel"])
      frame.style.setProperty(`--${name}`, data.colours[name])
    point(null)
  }

  /** Say a value beside its cell. @param {Spot | null} next */
  function point(next) {
    spot = next
    ring.hidden = value.hidden = !next
    if (!next) return
    const { place, index } = next, stop = stops[place]
    const number = values[place][index]
    const text = place === stops.length - 1
      ? `${index}: ${shown(100 * number)} %`
      : `${placeInWords(stop, index)}: ${shown(number, 3)}`
    value.replaceChildren(make("b", {}, stop.name), ` ${text}`)
    const picture = pictures[place].getBoundingClientRect(), around = frame.getBoundingClientRect()
    const { width, height } = sizeOf(stop), { x, y } = cornerOf(stop, index)
    const cell = { width: picture.width / width, height: picture.height / height }
    const left = picture.left - around.left + x * cell.width
    const top = picture.top - around.top + y * cell.height
    const sides = { width: Math.max(cell.width, 5), height: Math.max(cell.height, 5) }
    put(ring, left + (cell.width - sides.width) / 2, top + (cell.height - sides.height) / 2)
    Object.assign(ring.style, { width: `${sides.width}px`, height: `${sides.height}px` })
    const room = around.width - value.offsetWidth
    const above = top - value.offsetHeight - 8
    put(value, Math.max(Math.min(left + 8, room), 0), above < 0 ? top + sides.height + 8 : above)
  }

  /** @param {PointerEvent} event */
  function follow({ clientX, clientY }) {
    for (let place = 0; place < stops.length; place++) {
      const box = pictures[place].getBoundingClientRect(), { width, height } = sizeOf(stops[place])
      if (clientX < box.left || clientX >= box.right) continue
      const x = ((clientX - box.left) / box.width) * width
      const index = hit(stops[place], x, ((clientY - box.top) / box.height) * height)
      if (index !== null) return point({ place, index })
    }
    point(null)
  }

  row.addEventListener("pointermove", follow)
  row.addEventListener("pointerdown", follow)
  row.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && point(null))
  row.addEventListener("blur", () => point(null))
  row.addEventListener("keydown", (event) => {
    const next = event.key === "Escape" ? null : after(event, spot, stops)
    if (next === undefined) return
    event.preventDefault()
    point(next)
  })
  return { show }
}

/**
 * Where a key leads: a cell on, a map on, or a stop on; undefined if it leads nowhere.
 * @param {KeyboardEvent} event
 * @param {Spot | null} spot
 * @param {Stop[]} stops
 * @returns {Spot | undefined}
 */
function after(event, spot, stops) {
  const step = arrow(event), stride = STRIDES[event.key]
  if (!step && !stride) return undefined
  if (!spot) return { place: 0, index: 0 }
  const { place, index } = spot, [maps, rows, columns] = stops[place].sides
  if (step) {
    const next = neighbour(stops[place], index, step)
    if (next !== null) return { place, index: next }
    return step.right && stops[place + step.right] ? { place: place + step.right, index: 0 } : spot
  }
  if (stride.stops) return stops[place + stride.stops] ? { place: place + stride.stops, index: 0 } : spot
  const next = index + stride.maps * rows * columns
  return next >= 0 && next < maps * rows * columns ? { place, index: next } : spot
}

/** @type {Record<string, { maps: number, stops: number }>} as in the explorer */
const STRIDES = {
  PageUp: { maps: -1, stops: 0 },
  PageDown: { maps: 1, stops: 0 },
  ",": { maps: 0, stops: -1 },
  ".": { maps: 0, stops: 1 },
}

/**
 * A stop's values in their colours, one pixel each; the lines between maps are left open.
 * @param {Stop} stop
 * @param {Float32Array} values
 * @param {Palette} colours
 */
function drawn(stop, values, colours) {
  const { width, height } = sizeOf(stop)
  const canvas = make("canvas", { width, height }), pen = penOf(canvas)
  const image = pen.createImageData(width, height)
  const pixels = new Uint32Array(image.data.buffer)
  const inks = levels(colourScale(1, stop.signed, colours))
  corners(stop, (index, x, y) => {
    const share = Math.min(Math.max(values[index] / stop.full, -1), 1)
    pixels[y * width + x] = inks[Math.round(share * LEVELS) + LEVELS]
  })
  pen.putImageData(image, 0, 0)
  canvas.style.aspectRatio = `${width} / ${height}`
  return canvas
}

/**
 * The colours from -1 to 1 as they stand in the memory of a picture.
 * @param {Scale} scale
 */
function levels(scale) {
  const bytes = new Uint8ClampedArray(4 * (2 * LEVELS + 1))
  for (let level = -LEVELS; level <= LEVELS; level++)
    bytes.set([...scale(level / LEVELS), 255], 4 * (level + LEVELS))
  return new Uint32Array(bytes.buffer)
}

/**
 * The ten probabilities.
 * @param {Float32Array} values
 * @param {Journey} data
 */
function bars(values, { answer }) {
  const winner = values.indexOf(Math.max(...values))
  return make("div.bars", {}, ...[...values].map((value, digit) => {
    const bar = make("i")
    bar.style.width = `${100 * value}%`
    const won = digit === winner
    return make(won ? "div.bar.won" : "div.bar", {},
      make("span", {}, digit), make("div.way", {}, bar, won ? make("span", {}, answer) : ""))
  }))
}

/**
 * @param {HTMLElement} element
 * @param {number} left
 * @param {number} top
 */
const put = (element, left, top) =>
  Object.assign(element.style, { left: `${left}px`, top: `${top}px` })
