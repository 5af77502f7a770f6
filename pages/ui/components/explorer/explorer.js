// The explorer: what is pointed at, and everything that follows it. Only Python's messages come
// from outside; nothing is ever sent back, so that pointing costs no round trip.
import { make, put, quiet } from "../elements.js"
import { decodePixels, derive, read } from "../network/network.js"
import { shown } from "../numbers.js"
import { createCode } from "./code.js"
import { createScopes, createText } from "./buttons.js"
import { createField, describePixel, showField } from "./field.js"
import { followKeys, followPointer } from "./input.js"
import { light, shifted } from "./light.js"
import { PANELS } from "./panels.js"
import { silence } from "./silence.js"
import { bringIntoSight, buildBlocks, createStrip, paintBlocks } from "./blocks.js"
import { nameOf, placeInWords } from "./words.js"

/**
 * @import { Derivation } from "../network/derivation.js"
 * @import { Stage } from "../network/stage.js"
 * @import { Box } from "./layout.js"
 * @import { Message, View } from "./message.js"
 * @import { Panel } from "./panels.js"
 * @import { Actions } from "./input.js"
 * @import { Spot } from "./blocks.js"
 *
 * @typedef {object} Explorer
 * @property {(message: Message, arrays: Record<string, Float32Array>) => void} receive
 * @property {() => void} release
 * @property {(name: string, index: number) => Box} locate - for tests
 * @property {() => number[]} gradient - for tests
 */

const STEP = 140 // ms between two places of a sliding window
const HELP =
  "Point at any cell (or tap it) to see where its number comes from; click (or tap again) to go " +
  "one layer back, down to the pixels. Keys: arrows for cells, Page Up and Down for maps, comma " +
  "and full stop for layers, Home and End for the first and last cell, Enter to go back, Space " +
  "to slide."
const KERNELS = "To the left of each map stands its kernel, a small square for each input map."

/**
 * @param {HTMLElement | ShadowRoot} root
 * @returns {Explorer}
 */
export function createExplorer(root) {
  const view = /** @type {View} */ ({ scope: "layer" }) // the first message brings the rest
  const strip = createStrip(), field = createField(), code = createCode()
  const parts = createText(), scopes = createScopes()
  const { title, value, words, then, back, up, play, panelHolder } = parts
  const live = make("div.live", { "aria-live": "polite", role: "status" })
  const element = make("div.explorer", {},
    make("div.top", {}, make("p.help", {}, HELP), scopes), strip.element,
    make("div.below", {}, field.element, parts.element), code.element, live)
  root.append(element)

  /** @type {Derivation | null} */
  let at = null // what is on show
  /** @type {Map<number, Panel<any>>} */
  let panels = new Map() // by place
  /** @type {[place: number, index: number][]} */
  let trail = [] // where Return goes
  let playing = 0
  let playLabel = "Slide the window"

  function current() {
    if (!at) throw new Error("Nothing is on show yet.")
    return at
  }

  /**
   * Show a cell. `spoken` says it aloud as well; `seek` scrolls to it.
   * @param {number} place
   * @param {number} index
   */
  function show(place, index, { spoken = false, seek = false } = {}) {
    const stage = view.stages[place]
    const changed = at?.stage !== stage
    at = derive(stage, index)
    if (seek) bringIntoSight(strip, place, index)
    light(strip, at, view.colours) // before anything is written, which would cost a layout
    const panel = panels.get(place) ?? PANELS[stage.kind](stage, view, follow)
    panels.set(place, panel)
    if (changed) enter(stage, panel)
    panel.show(at)
    title.textContent = `${stage.name}, ${placeInWords(stage, index)}`
    Object.assign(title.dataset, { stage: stage.name, index, kind: stage.kind })
    put(value, at.value, 5)
    thenWhat(then, at, go)
    up.hidden = trail.length === 0
    showField(field, at, view)
    code.show(at, view.message.codes[stage.name])
    if (spoken) live.textContent = announce(at)
  }

  /**
   * What changes only with the layer.
   * @param {Stage} stage
   * @param {Panel<any>} panel
   */
  function enter(stage, panel) {
    const { place } = stage
    panel.reset?.()
    panelHolder.replaceChildren(panel.element)
    const kernels = strip.blocks[place].layout.mosaic ? KERNELS : ""
    words.textContent = [stage.about, silence(stage), kernels].filter(Boolean).join(" ")
    back.disabled = place === 0
    playLabel = stage.window ? "Slide the window" : "Go through all cells"
    if (!playing) play.textContent = playLabel
    strip.blocks.forEach(({ heading }, other) => heading.classList.toggle("here", other === place))
  }

  /**
   * Follow a source into the layer it comes from, and remember the way.
   * @param {number | null} index
   */
  function follow(index, from = at?.stage.before) {
    stop()
    if (index === null || !at || !from) return
    trail.push([at.stage.place, at.index])
    show(from.place, index, { spoken: true, seek: true })
  }

  /**
   * @param {number} place
   * @param {number} index
   */
  function go(place, index, spoken = true) {
    stop()
    trail = []
    show(place, index, { spoken, seek: spoken })
  }

  /** @param {Spot | null} found */
  function point(found, spoken = false) {
    if (!found || (at?.stage.place === found.place && at.index === found.index)) return
    go(found.place, found.index, spoken)
  }

  const walkBack = () => follow(current().strongest, current().way)

  function comeBack() {
    stop()
    const last = trail.pop()
    if (last) show(...last, { spoken: true, seek: true })
  }

  function stop() {
    if (!playing) return
    clearInterval(playing)
    playing = 0
    play.textContent = playLabel
  }

  // The window slides over the map, one place after the other, and begins again at the end.
  function start() {
    const { stage } = current(), step = stage.shape.length === 3 ? stage.shape[2] : 1
    const next = (/** @type {number} */ index) =>
      (index + step < stage.values.length ? index + step : index % step)
    play.textContent = "Stop"
    playing = window.setInterval(() => {
      if (!element.isConnected) return stop()
      show(stage.place, next(current().index), { seek: true })
    }, STEP)
  }

  const toggle = () => (playing ? stop() : start())
  /** @type {Actions} */
  const actions = {
    current,
    blockOf: (stage) => strip.blocks[stage.place].layout,
    other: (place) => view.stages[place],
    edge: () => void (live.textContent = `The edge. ${announce(current())}`),
    point, go, walkBack, comeBack, toggle, stop,
  }
  const forget = followPointer(strip, actions)
  followKeys(strip, actions)
  back.addEventListener("click", walkBack)
  up.addEventListener("click", comeBack)
  play.addEventListener("click", toggle)
  scopes.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement) view.scope = event.target.value
    paintBlocks(strip, view.stages, view.scope, view.colours)
  })
  const relight = () => void (at && light(strip, at, view.colours))
  strip.scroller.addEventListener("scroll", relight, { passive: true })
  field.canvas.addEventListener("pointermove", (event) => describePixel(field, event, view))
  field.canvas.addEventListener("pointerleave", () => (field.words.under.textContent = ""))
  const resized = new ResizeObserver(relight)
  resized.observe(strip.element)

  /**
   * A message from Python: another digit, network or appearance.
   * @param {Message} message
   * @param {Record<string, Float32Array>} arrays
   */
  function receive(message, arrays) {
    const other = view.message?.network !== message.network
    const kept = other ? null : at
    const { size, type, colours } = message
    const digit = { size, type, values: decodePixels(message.pixels, type) }
    Object.assign(view, { message, colours, stages: read({ ...message, arrays }, digit) })
    for (const [name, colour] of Object.entries(message.colours))
      element.style.setProperty(`--${name}`, colour)
    stop()
    at = null
    panels = new Map()
    if (other) {
      trail = []
      field.costs = {}
      buildBlocks(strip, view.stages)
      strip.blocks.forEach(({ heading }, place) => {
        heading.onclick = () => go(place, loudest(view.stages[place]))
      })
    }
    paintBlocks(strip, view.stages, view.scope, view.colours)
    const asked = view.stages.findIndex((stage) => stage.name === message.start)
    const first = Math.max(asked, Math.min(2, view.stages.length - 1))
    if (kept) show(kept.stage.place, kept.index)
    else show(first, loudest(view.stages[first]), { seek: true })
  }

  /**
   * For tests: where a cell is on the screen once it has been scrolled into sight.
   * @param {string} name
   * @param {number} index
   */
  function locate(name, index) {
    const place = view.stages.findIndex((stage) => stage.name === name)
    bringIntoSight(strip, place, index)
    const { canvas, layout } = strip.blocks[place]
    return shifted(layout.box(index), canvas.getBoundingClientRect())
  }

  function release() {
    stop()
    forget()
    clearTimeout(field.pending)
    resized.disconnect()
    element.remove()
  }

  return { receive, release, locate, gradient: () => Array.from(field.gradient ?? []) }
}

/**
 * What a ReLU will make of the number, with a way there.
 * @param {HTMLElement} line
 * @param {Derivation} derivation
 * @param {(place: number, index: number) => void} go
 */
function thenWhat(line, { stage, index, value }, go) {
  const { after } = stage
  if (after?.kind !== "ReLU") return line.replaceChildren()
  const result = put(quiet("number.source"), after.values[index])
  result.addEventListener("click", () => go(after.place, index))
  line.replaceChildren(`${after.name} then makes max(0, ${shown(value)}) = `, result)
}

/**
 * The index of the value of a stage that is furthest from 0.
 * @param {Stage} stage
 */
function loudest({ values }) {
  let best = 0
  values.forEach((value, index) => {
    if (Math.abs(value) > Math.abs(values[best])) best = index
  })
  return best
}

/** @param {Derivation} derivation */
const announce = ({ stage, index, value }) => `${nameOf(stage, index)}: ${shown(value)}`
