// Which digit the explorer follows: one of those that came with the page, or the one just written.
import { make } from "../elements.js"
import { colourScale, picture } from "../explorer/colours.js"
import { decodePixels } from "../network/network.js"

/**
 * @import { Palette } from "../explorer/colours.js"
 *
 * @typedef {{ size: number[], type: string, pixels: string, code: string }} Digit
 * @typedef {Digit & { label: number }} Example
 */

const WRITTEN = "written" // the value of the choice that is not an example

/**
 * @param {Example[]} examples
 * @param {(digit: Digit) => void} choose
 */
export function createChoice(examples, choose) {
  const group = make("fieldset.choice", {}, make("legend", {}, "Follow"))
  const own = option(WRITTEN, "Your digit")
  const others = examples.map((example, place) => ({ ...option(String(place), ""), example }))
  /** @type {Digit | null} */
  let written = null
  for (const { element, picture, example } of others) {
    element.append(picture, make("span.hidden", {}, `a test digit: ${example.label}`))
    group.append(element)
  }
  group.append(own.element)
  own.input.disabled = true
  group.addEventListener("change", (event) => {
    if (!(event.target instanceof HTMLInputElement)) return
    const chosen = event.target.value === WRITTEN ? written : examples[Number(event.target.value)]
    if (chosen) choose(chosen)
  })
  return {
    element: group,
    /** @param {Palette} colours */
    dress: (colours) => others.forEach(({ picture, example }) => paint(picture, example, colours)),
    /** @param {number} place */
    takeExample(place) {
      others[place].input.checked = true
      choose(examples[place])
    },
    /**
     * What is written is what is followed; once it is wiped away, the first example again.
     * @param {Digit | null} digit
     */
    takeWritten(digit) {
      const followed = own.input.checked
      written = digit
      own.input.disabled = !digit
      if (digit) {
        own.input.checked = true
        choose(digit)
      } else if (followed) this.takeExample(0)
    },
  }
}

/**
 * @param {string} value
 * @param {string} words
 */
function option(value, words) {
  const input = make("input", { type: "radio", name: "digit", value })
  return { input, element: make("label", {}, input, words), picture: make("canvas", { "aria-hidden": "true" }) }
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Digit} digit
 * @param {Palette} colours
 */
function paint(canvas, { size, type, pixels }, colours) {
  const [height, width] = size, values = decodePixels(pixels, type)
  const ink = colourScale(type === "uint8" ? 255 : 1, false, colours)
  picture(width, height, (pixel) => ink(values[pixel]), canvas)
}
