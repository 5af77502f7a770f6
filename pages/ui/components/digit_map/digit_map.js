// Points on a canvas, in two dimensions or turning in three, with the digit under the pointer.
import { arrow } from "../arrows.js"
import { decodeBytes } from "../base64.js"
import { make, penOf } from "../elements.js"
import { instanceOf, onLeaving } from "../instances.js"

/**
 * @import { Component } from "../instances.js"
 * @typedef {object} Digits
 * @property {string} points - float32 in base64, from -1 to 1
 * @property {number} dimensions - 2 or 3
 * @property {number[]} labels
 * @property {number[]} read
 * @property {string[]} names
 * @property {string} sheet - the picture of all digits, as an address
 * @property {number} columns - digits in a row of it
 * @property {string[]} colours - by digit
 * @property {string} ink
 * @property {string} paper
 * @property {number | null} chosen
 * @property {string} alt
 *
 * @typedef {CanvasRenderingContext2D} Pen
 */

const NEAR = 14 // pixels from a point within which it is meant
const TURN = 0.01 // radians a pixel
const KEY = 15 // pixels of turning that an arrow key stands for
const SIZE = 84 // pixels of the digit shown, as in the style sheet

/** @type {WeakMap<ParentNode, ReturnType<typeof create>>} */
const maps = new WeakMap()

/** @param {Component<Digits>} component */
export default function ({ data, parentElement, setTriggerValue }) {
  const map = instanceOf(maps, parentElement, create)
  map.show(data, (place) => setTriggerValue("picked", place))
  return onLeaving(maps, parentElement)
}

/** @param {HTMLElement | ShadowRoot} parent */
function create(parent) {
  const canvas = make("canvas", { tabindex: 0, role: "img" })
  const picture = make("i"), words = make("span"), hint = make("div.hint", {}, picture, words)
  const box = make("div.map", {}, canvas, hint)
  parent.append(box)
  /** @type {Digits} */
  let data
  /** @type {(place: number) => void} */
  let pick
  let points = new Float32Array()
  /** @type {number[][]} */
  let places = []
  /** @type {[x: number, y: number] | null} */
  let from = null
  let seen = -1, moved = false
  let yaw = 0.6, pitch = 0.35
  const resized = new ResizeObserver(draw)
  resized.observe(canvas)

  /**
   * Where a point stands on the canvas: x, y in pixels, and how near it is (-1 … 1).
   * @param {number} place
   * @param {number} width
   * @param {number} height
   */
  function project(place, width, height) {
    const at = place * data.dimensions
    let x = points[at], y = points[at + 1], z = 0
    if (data.dimensions === 3) {
      const depth = points[at + 2]
      const across = x * Math.cos(yaw) + depth * Math.sin(yaw)
      const away = depth * Math.cos(yaw) - x * Math.sin(yaw)
      z = away * Math.cos(pitch) + y * Math.sin(pitch)
      y = y * Math.cos(pitch) - away * Math.sin(pitch)
      x = across
    }
    const scale = data.dimensions === 3 ? 0.42 : 0.47
    return [width * (0.5 + scale * x), height * (0.5 - scale * y), z]
  }

  function draw() {
    if (!data || !canvas.clientWidth) return
    const ratio = window.devicePixelRatio || 1
    const [width, height] = [canvas.clientWidth, canvas.clientHeight]
    canvas.width = width * ratio
    canvas.height = height * ratio
    const pen = penOf(canvas)
    pen.scale(ratio, ratio)
    places = data.labels.map((_, place) => project(place, width, height))
    const order = [...places.keys()].sort((a, b) => places[a][2] - places[b][2])
    for (const error of [false, true]) // errors last, so that nothing hides them
      for (const place of order)
        if ((data.labels[place] !== data.read[place]) === error) dot(pen, place, error)
    if (data.chosen !== null) ring(pen, data.chosen, 9, 2.5)
    if (seen >= 0) ring(pen, seen, 7, 1.5)
    names(pen)
  }

  /**
   * @param {Pen} pen
   * @param {number} place
   * @param {boolean} error
   */
  function dot(pen, place, error) {
    const [x, y, z] = places[place]
    pen.globalAlpha = error ? 1 : 0.75
    pen.fillStyle = data.colours[data.labels[place]]
    pen.beginPath()
    pen.arc(x, y, (error ? 4 : 3) + z, 0, 2 * Math.PI)
    pen.fill()
    pen.globalAlpha = 1
    if (error) ring(pen, place, 5, 1.5)
  }

  /**
   * @param {Pen} pen
   * @param {number} place
   * @param {number} radius
   * @param {number} width
   */
  function ring(pen, place, radius, width) {
    const [x, y] = places[place]
    pen.strokeStyle = data.ink
    pen.lineWidth = width
    pen.beginPath()
    pen.arc(x, y, radius, 0, 2 * Math.PI)
    pen.stroke()
  }

  /**
   * Each digit's number in the middle of its points, for those who do not tell the colours apart.
   * @param {Pen} pen
   */
  function names(pen) {
    pen.font = "600 18px sans-serif"
    pen.textAlign = "center"
    pen.textBaseline = "middle"
    pen.lineJoin = "round"
    pen.lineWidth = 4
    for (let digit = 0; digit < 10; digit++) {
      const own = places.filter((_, place) => data.labels[place] === digit)
      if (!own.length) continue
      const middle = (/** @type {number[]} */ values) =>
        values.sort((a, b) => a - b)[own.length >> 1]
      const [x, y] = [0, 1].map((axis) => middle(own.map((at) => at[axis])))
      pen.strokeStyle = data.paper
      pen.fillStyle = data.ink
      pen.strokeText(String(digit), x, y)
      pen.fillText(String(digit), x, y)
    }
  }

  /** @param {PointerEvent} event */
  function nearest(event) {
    const frame = canvas.getBoundingClientRect()
    const [x, y] = [event.clientX - frame.left, event.clientY - frame.top]
    let best = -1, least = NEAR * NEAR
    places.forEach(([px, py], place) => {
      const distance = (px - x) ** 2 + (py - y) ** 2
      if (distance <= least) [best, least] = [place, distance]
    })
    return best
  }

  /** @param {number} place */
  function point(place) {
    if (place === seen) return
    seen = place
    hint.style.display = place < 0 ? "none" : "block"
    if (place >= 0) {
      const rows = Math.ceil(data.labels.length / data.columns)
      const [row, column] = [Math.floor(place / data.columns), place % data.columns]
      picture.style.backgroundImage = `url(${data.sheet})`
      picture.style.backgroundSize = `${SIZE * data.columns}px ${SIZE * rows}px`
      picture.style.backgroundPosition = `${-SIZE * column}px ${-SIZE * row}px`
      words.textContent = data.names[place]
      const [x, y] = places[place]
      const left = x > canvas.clientWidth / 2
      hint.style.left = left ? "auto" : `${x + 14}px`
      hint.style.right = left ? `${box.clientWidth - x + 14}px` : "auto"
      hint.style.top = `${Math.min(Math.max(y - 60, 4), canvas.clientHeight - 160)}px`
    }
    draw()
  }

  /**
   * @param {number} across
   * @param {number} down
   */
  function turn(across, down) {
    yaw += across * TURN
    pitch = Math.max(-1.5, Math.min(1.5, pitch + down * TURN))
    seen = -1
    hint.style.display = "none"
    draw()
  }

  canvas.addEventListener("pointerdown", (event) => {
    from = [event.clientX, event.clientY]
    moved = false
  })
  canvas.addEventListener("pointermove", (event) => {
    if (!from || !(event.buttons & 1)) return point(nearest(event))
    const [across, down] = [event.clientX - from[0], event.clientY - from[1]]
    if (!moved && Math.hypot(across, down) < 4) return
    moved = true
    if (data.dimensions === 3) turn(across, down)
    from = [event.clientX, event.clientY]
  })
  canvas.addEventListener("pointerup", (event) => {
    from = null
    const place = nearest(event)
    if (!moved && place >= 0) {
      point(place)
      pick(place)
    }
  })
  canvas.addEventListener("pointercancel", () => (from = null))
  canvas.addEventListener("pointerleave", () => point(-1))
  canvas.addEventListener("keydown", (event) => {
    const step = arrow(event)
    if (!step || data.dimensions !== 3) return
    event.preventDefault()
    turn(KEY * step.right, KEY * step.down)
  })

  return {
    /**
     * @param {Digits} next
     * @param {(place: number) => void} onPick
     */
    show(next, onPick) {
      data = next
      pick = onPick
      seen = -1
      hint.style.display = "none"
      points = new Float32Array(decodeBytes(data.points).buffer)
      canvas.setAttribute("aria-label", data.alt)
      draw()
    },
    release() {
      resized.disconnect()
      box.remove()
    },
  }
}
