// The stages of a preparation, left to right: each with its picture and its numbers, which come into
// a box at every stroke and are put where the ones before stood.
import { decodeBytes } from "../base64.js"
import { make, penOf } from "../elements.js"
import { greys, shades } from "../ink.js"
import { instanceOf, onLeaving } from "../instances.js"
import { listen } from "../mailbox/mailbox.js"
import { percent } from "../numbers.js"

/**
 * @import { Palette } from "../explorer/colours.js"
 * @import { Component } from "../instances.js"
 *
 * What is read without a step: the digit, none if no ink is left, and whether that is a change.
 * @typedef {{ step: string, digit: number | null, probability: number, changes: boolean }} Without
 *
 * A stage as stage_strip.py sends it; `seen` is brightness, and not ink.
 * @typedef {object} Stage
 * @property {string} name
 * @property {string} sentence
 * @property {[height: number, width: number]} size
 * @property {string} pixels - base64 of a byte each
 * @property {boolean} seen
 * @property {Without[]} without
 */

const SIDE = 168 // pixels of a picture on the page; smaller ones are enlarged, pixel by pixel
/** @type {WeakMap<ParentNode, ReturnType<typeof createStrip>>} */
const strips = new WeakMap()

/** @param {Component<{ box: string, colours: Palette }>} component */
export default function ({ data, parentElement }) {
  instanceOf(strips, parentElement, createStrip).receive(data.box, data.colours)
  return onLeaving(strips, parentElement)
}

/** @param {HTMLElement | ShadowRoot} parent */
function createStrip(parent) {
  const root = make("div.stage-strip")
  parent.append(root)
  /** @type {ReturnType<typeof createStage>[]} */
  const places = []
  /** @type {Stage[]} */
  let stages = []
  let ink = new Uint32Array(), release = () => {}
  const bright = greys()

  /** @param {Stage[]} given */
  function show(given) {
    stages = given
    while (places.length < stages.length) places.push(createStage())
    places.length = stages.length
    if (root.childElementCount !== places.length)
      root.replaceChildren(...places.map(({ element }) => element))
    stages.forEach((stage, place) => places[place].put(stage, stage.seen ? bright : ink))
  }

  return {
    /** @param {string} box @param {Palette} colours */
    receive(box, colours) {
      for (const name of ["text", "grid", "paper"]) root.style.setProperty(`--${name}`, colours[name])
      ink = shades(colours)
      release()
      release = listen(box, show)
      show(stages)
    },
    release: () => release(),
  }
}

function createStage() {
  const canvas = make("canvas", { role: "img" })
  const name = make("strong"), sentence = make("span"), without = make("div")
  const words = make("p", {}, name, make("br"), sentence)
  return {
    element: make("figure", {}, canvas, make("figcaption", {}, words, without)),

    /** @param {Stage} stage @param {Uint32Array} levels - the colours of its values */
    put(stage, levels) {
      const [height, width] = stage.size, pen = penOf(canvas)
      Object.assign(canvas, { width, height })
      canvas.classList.toggle("small", Math.max(height, width) < SIDE)
      canvas.setAttribute("aria-label", `${stage.name}: ${stage.sentence}`)
      const image = pen.createImageData(width, height)
      new Uint32Array(image.data.buffer).set(Uint32Array.from(decodeBytes(stage.pixels), (it) => levels[it]))
      pen.putImageData(image, 0, 0)
      name.textContent = stage.name
      sentence.textContent = stage.sentence
      without.replaceChildren(...stage.without.map((it) => make("p.without", {}, ...said(it))))
    },
  }
}

/** @param {Without} without */
function said({ step, digit, probability, changes }) {
  const begin = `Without ${step}: `
  if (digit === null) return [`${begin}no ink is left.`]
  return [begin, ...(changes ? [make("strong", {}, digit)] : [`still ${digit}`]), `, ${percent(probability)}`]
}
