// The value under the pointer or, with the arrow keys, wherever one goes in the pictures of a journey.
import { arrow } from "../arrows.js"
import { decodeBytes } from "../base64.js"
import { make } from "../elements.js"
import { instanceOf, onLeaving } from "../instances.js"
import { shown } from "../numbers.js"
import { cornerOf, hit, neighbour, placeInWords, sizeOf } from "./stop.js"

/**
 * @import { Component } from "../instances.js"
 * @import { Stop } from "./stop.js"
 * @typedef {{ stops: Stop[], label: string, colours: Record<string, string> }} Journey
 * @typedef {{ place: number, index: number }} Spot - a stop and one of its values
 */

const JOURNEY = ".st-key-journey" // the container with the images, a stop each
/** @type {WeakMap<ParentNode, ReturnType<typeof create>>} */
const journeys = new WeakMap()

/** @param {Component<Journey>} component */
export default function ({ data, parentElement }) {
  instanceOf(journeys, parentElement, create).receive(data)
  return onLeaving(journeys, parentElement)
}

/** @param {HTMLElement | ShadowRoot} parent */
function create(parent) {
  const ring = make("div.ring", { hidden: "" })
  const value = make("output.value", { hidden: "" })
  const frame = make("div.frame", {}, ring, value)
  parent.append(frame)
  /** @type {Stop[]} */
  let stops = []
  /** @type {Float32Array[]} */
  let values = []
  /** @type {Spot | null} */
  let spot = null

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
    const box = boxOf(stop, place)
    if (!box) return
    const { width, height } = sizeOf(stop), { x, y } = cornerOf(stop, index)
    const cell = { width: box.width / width, height: box.height / height }
    const left = box.left + x * cell.width, top = box.top + y * cell.height
    const sides = { width: Math.max(cell.width, 5), height: Math.max(cell.height, 5) }
    put(ring, left + (cell.width - sides.width) / 2, top + (cell.height - sides.height) / 2)
    Object.assign(ring.style, { width: `${sides.width}px`, height: `${sides.height}px` })
    const room = document.documentElement.clientWidth - value.offsetWidth - 8
    const above = top - value.offsetHeight - 8
    put(value, Math.max(Math.min(left + 8, room), 0), above < 0 ? top + sides.height + 8 : above)
  }

  /** @param {PointerEvent} event */
  function follow({ target, clientX, clientY }) {
    if (!(target instanceof Element) || !target.closest(JOURNEY)) return spot && point(null)
    for (const [place, stop] of stops.entries()) {
      const box = boxOf(stop, place)
      if (!box || clientX < box.left || clientX >= box.left + box.width) continue
      const { width, height } = sizeOf(stop)
      const x = ((clientX - box.left) / box.width) * width
      const index = hit(stop, x, ((clientY - box.top) / box.height) * height)
      if (index !== null) return point({ place, index })
    }
    point(null)
  }

  /** @param {KeyboardEvent} event */
  function step(event) {
    if (!(event.target instanceof Element) || !event.target.matches(JOURNEY)) return
    const next = event.key === "Escape" ? null : after(event, spot, stops)
    if (next === undefined) return
    event.preventDefault()
    point(next)
  }

  const hide = () => spot && point(null)
  const stay = () => spot && point(spot) // beside its cell, wherever the page is scrolled to
  document.addEventListener("pointermove", follow)
  document.addEventListener("pointerdown", follow)
  document.addEventListener("keydown", step)
  document.addEventListener("focusout", hide)
  document.addEventListener("scroll", stay, true)
  return {
    /** @param {Journey} data */
    receive(data) {
      stops = data.stops
      values = stops.map((stop) => new Float32Array(decodeBytes(stop.values).buffer))
      for (const [name, colour] of Object.entries(data.colours))
        frame.style.setProperty(`--${name}`, colour)
      const journey = document.querySelector(JOURNEY)
      if (journey instanceof HTMLElement) attend(journey, data.label)
      point(null)
    },
    release() {
      document.removeEventListener("pointermove", follow)
      document.removeEventListener("pointerdown", follow)
      document.removeEventListener("keydown", step)
      document.removeEventListener("focusout", hide)
      document.removeEventListener("scroll", stay, true)
    },
  }
}

/**
 * Where the values of a stop are in the window; undefined while its image is not there.
 * @param {Stop} stop
 * @param {number} place
 */
function boxOf({ box: [left, top, width, height] }, place) {
  const whole = document.querySelectorAll(`${JOURNEY} img`)[place]?.getBoundingClientRect()
  return whole && {
    left: whole.left + left * whole.width,
    top: whole.top + top * whole.height,
    width: width * whole.width,
    height: height * whole.height,
  }
}

/**
 * Let keys and fingers go through the pictures, which are one thing then.
 * @param {HTMLElement} journey
 * @param {string} label
 */
function attend(journey, label) {
  journey.tabIndex = 0
  journey.role = "group"
  journey.ariaLabel = label
  Object.assign(journey.style, { cursor: "crosshair", touchAction: "pan-y" })
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
 * @param {HTMLElement} element
 * @param {number} left
 * @param {number} top
 */
const put = (element, left, top) =>
  Object.assign(element.style, { left: `${left}px`, top: `${top}px` })
