// What a reading looks like: the digit, the verdict, how the mind was changed, ten bars.
import { make, penOf } from "../elements.js"
import { FULL, shades } from "../ink.js"
import { percent } from "../numbers.js"
import { guesses, refused, sentence, verdict } from "./words.js"

/**
 * @import { Palette } from "../explorer/colours.js"
 * @import { Judged } from "./words.js"
 * @import { Guess } from "./trail.js"
 */

const SIDE = 28

/** @param {HTMLElement | ShadowRoot} parent */
export function createView(parent) {
  const digit = make("canvas.digit", {
    width: SIDE, height: SIDE, role: "img", "aria-label": "The digit as it is given to the network, 28 × 28 pixels.",
  })
  const note = make("p.note"), heading = make("h3"), words = make("p.words"), trail = make("p.trail", { "aria-hidden": "true" })
  const spoken = make("p.spoken", { role: "status" })
  const rows = Array.from({ length: 10 }, (_, name) => createRow(name))
  const bars = make("div.bars", { role: "img" }, ...rows.map((row) => row.element))
  const said = make("div.said", {}, heading, words, trail)
  const root = make("div.reading", {}, note, make("div.top", {}, digit, said), bars, spoken)
  root.hidden = true
  parent.append(root)
  const pen = penOf(digit), image = pen.createImageData(SIDE, SIDE)
  const cells = new Uint32Array(image.data.buffer), ink = new Uint8Array(SIDE * SIDE)
  let levels = new Uint32Array(FULL + 1) // the colour of every shade of ink

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
      write(note, judged.note)
      write(heading, verdict(judged))
      write(words, sentence(judged, title))
      root.classList.toggle("refused", refused(judged))
      bars.setAttribute("aria-label", `Ten probabilities; the largest is that of ${first}.`)
      rows.forEach((row, name) => row.put(judged.probabilities[name], name === first))
      root.hidden = false
    },

    /** The verdict for those who do not see it, once it stands. */
    say() {
      write(spoken, `${heading.textContent}. ${words.textContent}`)
    },

    /** @param {Guess[]} guesses */
    showTrail(guesses) {
      const marks = guesses.map(({ digit, strength }) => {
        const mark = make("span", {}, digit)
        mark.style.opacity = String(strength)
        return mark
      })
      trail.replaceChildren(...(marks.length > 1 ? ["Its mind: ", ...marks] : []))
    },
  }
}

/** @param {HTMLElement} element @param {string} text */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text
}

/** @param {number} name */
function createRow(name) {
  const bar = make("span.bar"), share = make("span.share")
  const element = make("div.row", {}, make("span.name", {}, name), bar, share)
  let shown = NaN, leading = false
  return {
    element,
    /** @param {number} probability @param {boolean} leads */
    put(probability, leads) {
      if (leads !== leading) element.classList.toggle("leads", (leading = leads))
      if (probability === shown) return
      shown = probability
      bar.style.setProperty("--share", String(probability))
      share.textContent = percent(probability)
      element.title = `${name}: ${Number(probability.toPrecision(9))}`
    },
  }
}
