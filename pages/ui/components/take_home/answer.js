// What a network says to a digit: ten bars, the verdict, and the digit as the network sees it.
import { make } from "../elements.js"
import { colourScale, picture } from "../explorer/colours.js"
import { percent } from "../numbers.js"

/**
 * @import { Palette } from "../explorer/colours.js"
 * @import { Stage } from "../network/stage.js"
 */

const SIDE = 28

export function createAnswer() {
  const verdict = make("p.verdict", { role: "status" }), guess = make("p.guess")
  const digit = make("canvas.seen", { role: "img" })
  const rows = Array.from({ length: 10 }, (_, label) => {
    const bar = make("span.probability"), share = make("span.share")
    return { element: make("li", {}, make("b", {}, label), bar, share), bar, share }
  })
  const bars = make("ol.bars", {}, ...rows.map((row) => row.element))
  const words = make("div.words", {}, digit, make("div", {}, verdict, guess))
  const element = make("div.answer", {}, words, bars)
  return {
    element,
    /**
     * @param {Stage[] | null} stages - null while nothing is written
     * @param {number} threshold - the largest score of what is no digit
     * @param {Palette} colours
     */
    show(stages, threshold, colours) {
      const shares = stages?.at(-1)?.values
      rows.forEach((row, label) => {
        row.bar.style.setProperty("--share", String(shares?.[label] ?? 0))
        row.share.textContent = shares ? percent(shares[label]) : ""
      })
      const [first, second] = shares ? ranked(shares) : [-1, -1]
      rows.forEach((row, label) => row.element.classList.toggle("first", label === first))
      const ink = colourScale(1, false, colours), pixels = stages?.[0].values
      picture(SIDE, SIDE, (pixel) => ink(pixels?.[pixel] ?? 0), digit)
      digit.setAttribute("aria-label", stages ? "Your digit as the network sees it." : "No digit yet.")
      verdict.textContent = stages ? inWords(stages, first, threshold) : "Nothing written yet"
      guess.textContent = shares
        ? `${guessed("First", first, shares)}; ${guessed("second", second, shares)}.`
        : "Write one digit on the pad, as large as you like."
    },
  }
}

/**
 * @param {string} which
 * @param {number} digit
 * @param {Float64Array} shares
 */
const guessed = (which, digit, shares) =>
  `${which} guess ${digit}, ${percent(shares[digit]).replaceAll(" ", "\u00a0")}`

/**
 * The digits, the likeliest first.
 * @param {Float64Array} shares
 */
const ranked = (shares) => [...shares.keys()].sort((a, b) => shares[b] - shares[a])

/**
 * @param {Stage[]} stages
 * @param {number} first
 * @param {number} threshold
 */
function inWords(stages, first, threshold) {
  const scores = stages[stages.length - 2] // before the softmax
  return scores.high < threshold ? "Not like a digit" : `Reads ${first === 8 ? "an" : "a"} ${first}`
}
