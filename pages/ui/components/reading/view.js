// What a reading looks like: the digit, the verdict, how the mind was changed, ten bars.
import { make, penOf } from "../elements.js"
import { FULL, shades } from "../ink.js"
import { percent } from "../numbers.js"
import { guesses, sentence, verdict } from "./verdict.js"

/**
 * @import { Palette } from "../explorer/colours.js"
 * @import { Judged } from "./verdict.js"
 * @import { Guess } from "./trail.js"
 */

const SIDE = 28
const FINEST = 1000 // a bar grows by thousandths of its way

/** @param {HTMLElement | ShadowRoot} parent */
export function createView(parent) {
  const digit = make("canvas.digit", {
    width: SIDE, height: SIDE, role: "img", "aria-label": "The digit as it is given to the network, 28 × 28 pixels.",
  })
  const note = make("p.note"), heading = make("h3"), words = make("p.words"), trail = make("p.trail", { "aria-hidden": "true" })
  const spoken = make("p.spoken", { role: "status" })
  const [noted, headed, worded, said] = [note, heading, words, spoken].map(writer)
  const rows = Array.from({ length: 10 }, (_, name) => createRow(name))
  const bars = make("div.bars", { role: "img" }, ...rows.map((row) => row.element))
  const verdictAndWords = make("div.said", {}, heading, words, trail)
  const root = make("div.reading", {}, note, make("div.top", {}, digit, verdictAndWords), bars, spoken)
  root.hidden = true
  parent.append(root)
  const pen = penOf(digit), image = pen.createImageData(SIDE, SIDE)
  const cells = new Uint32Array(image.data.buffer), ink = new Uint8Array(SIDE * SIDE)
  let levels = new Uint32Array(FULL + 1) // the colour of every shade of ink
  /** @type {HTMLElement[]} */
  let marks = []
  let trailed = "" // the digits that they are of
  let leader = NaN // the digit with the longest bar

  function draw() {
    for (let cell = 0; cell < cells.length; cell++) cells[cell] = levels[ink[cell]]
    pen.putImageData(image, 0, 0)
  }

  return {
    root,

    /** @param {Palette} palette @param {boolean} pictured - whether the digit is shown */
    dress(palette, pictured) {
      levels = shades(palette)
      digit.hidden = !pictured
      for (const name of ["text", "muted", "accent", "grid"])
        root.style.setProperty(`--${name}`, palette[name])
      draw()
    },

    /**
     * @param {ArrayLike<number>} pixels - 28 × 28
     * @param {number} most - full ink
     * @param {Judged & { note: string }} judged
     * @param {string} title - of the network
     */
    show(pixels, most, judged, title) {
      const { first } = guesses(judged.probabilities)
      for (let cell = 0; cell < ink.length; cell++) ink[cell] = Math.round((pixels[cell] / most) * FULL)
      draw()
      noted(judged.note)
      headed(verdict(judged))
      worded(sentence(judged, title))
      if (first !== leader)
        bars.setAttribute("aria-label", `Ten probabilities; the largest is that of ${(leader = first)}.`)
      rows.forEach((row, name) => row.put(judged.probabilities[name], name === first))
      root.hidden = false
    },

    /** The verdict for those who do not see it, once it stands. */
    say() {
      said(`${heading.textContent}. ${words.textContent}`)
    },

    /** @param {Guess[]} guesses */
    showTrail(guesses) {
      const digits = guesses.map(({ digit }) => digit).join()
      if (digits !== trailed) {
        trailed = digits
        marks = guesses.map(({ digit }) => make("span", {}, digit))
        trail.replaceChildren(...(marks.length > 1 ? ["Its mind: ", ...marks] : []))
      }
      if (marks.length > 1)
        guesses.forEach(({ strength }, place) => (marks[place].style.opacity = strength.toFixed(2)))
    },
  }
}

/**
 * Writes texts into an element. What it says already it is not told again: every change of the page
 * costs the pen that is moving meanwhile.
 * @param {HTMLElement} element
 */
function writer(element) {
  const written = document.createTextNode("")
  element.append(written)
  let now = ""
  return (/** @type {string} */ text) => {
    if (text !== now) written.data = now = text
  }
}

/** @param {number} name */
function createRow(name) {
  const bar = make("span.bar"), share = make("span.share")
  const element = make("div.row", {}, make("span.name", {}, name), bar, share)
  const written = writer(share)
  let exact = NaN, long = NaN, leading = false
  element.addEventListener("pointerenter", () => {
    element.title = `${name}: ${Number(exact.toPrecision(9))}`
  })
  return {
    element,
    /** @param {number} probability @param {boolean} leads */
    put(probability, leads) {
      exact = probability
      if (leads !== leading) element.classList.toggle("leads", (leading = leads))
      const next = Math.round(probability * FINEST) / FINEST
      if (next !== long) bar.style.setProperty("--share", String((long = next)))
      written(percent(probability))
    },
  }
}
