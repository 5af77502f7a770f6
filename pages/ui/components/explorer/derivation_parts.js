// The parts that derivations are written with: squares of numbers, cards, rows.
import { make, number, numbers, put, quiet } from "../elements.js"
import { css, legible } from "./colours.js"

/**
 * @import { Scale } from "./colours.js"
 * @import { Stage } from "../network/stage.js"
 *
 * Follow a source into the layer before, or into another that is read.
 * @typedef {(index: number, from?: Stage) => void} Go
 */

/** @type {WeakMap<HTMLElement, string>} */
const backgrounds = new WeakMap()
const MOST_NUMBERS = 7 // a larger window is a picture only

/**
 * A square of numbers, each cell coloured by its value; NaN is padding. `choose` gets the place of
 * a cell that is clicked.
 * @param {number} size - how many cells
 * @param {number} columns
 * @param {string} title
 * @param {(place: number) => void} [choose]
 */
export function square(size, columns, title, choose) {
  const grid = make("div.grid")
  grid.style.gridTemplateColumns = `repeat(${columns}, auto)`
  if (columns > MOST_NUMBERS) grid.classList.add("small")
  const cells = Array.from({ length: size }, (_, place) => {
    const cell = choose ? quiet("cell") : make("span.cell")
    if (choose) cell.addEventListener("click", () => choose(place))
    return cell
  })
  grid.append(...cells)
  const caption = make("figcaption", {}, title)
  const element = make("figure.square", {}, grid, caption)
  return {
    element, cells, caption,
    /**
     * @param {ArrayLike<number>} values
     * @param {Scale} scale
     */
    show(values, scale) {
      const wordless = columns > MOST_NUMBERS
      cells.forEach((cell, place) => fill(cell, values[place], scale, wordless))
    },
  }
}

/**
 * @param {HTMLElement} cell
 * @param {number} value
 * @param {Scale} scale
 * @param {boolean} wordless
 */
function fill(cell, value, scale, wordless) {
  if (Number.isNaN(value)) {
    if (Object.is(numbers.get(cell), value)) return
    numbers.set(cell, value)
    backgrounds.delete(cell)
    cell.classList.add("padding")
    cell.textContent = wordless ? "" : "0"
    cell.dataset.value = "0"
    cell.title = "padding"
    cell.style.background = cell.style.color = ""
    return
  }
  if (Number.isNaN(numbers.get(cell))) cell.classList.remove("padding")
  put(cell, value, 3)
  if (wordless) cell.textContent = ""
  const colour = scale(value), background = css(colour)
  if (backgrounds.get(cell) === background) return
  backgrounds.set(cell, background)
  cell.style.background = background
  cell.style.color = legible(colour)
}

/**
 * One line of a sum: what it is, how it comes about, a bar for how much it gives or takes, and it.
 * @param {"button" | "p"} kind
 */
export function term(kind = "button") {
  const what = make("span.what"), how = make("span.how"), bar = make("span.bar"), amount = number()
  const parts = [what, how, bar, amount]
  const element = kind === "button" ? quiet("term", ...parts) : make("p.term", {}, ...parts)
  return {
    element,
    /**
     * @param {string} words
     * @param {number} value
     * @param {number} most - the value that fills the bar
     */
    show(words, value, most = 0, product = "") {
      what.textContent = words
      how.textContent = product
      put(amount, value)
      element.dataset.value = String(value)
      const share = most ? Math.min(Math.abs(value) / most, 1) : 0
      bar.style.setProperty("--share", share.toFixed(3))
      bar.classList.toggle("negative", value < 0)
    },
  }
}

/**
 * A line of words and numbers: line`the sum of ${a} + ${b}` with elements in between.
 * @param {TemplateStringsArray} strings
 * @param {...(Node | string | number)} parts
 */
export function line(strings, ...parts) {
  const paragraph = make("p.line")
  strings.forEach((words, place) => {
    paragraph.append(words)
    const part = parts[place] ?? ""
    paragraph.append(part instanceof Node ? part : String(part))
  })
  return paragraph
}

export const note = (words = "") => make("p.note", {}, words)

/**
 * A number that can be clicked to go to the cell it comes from.
 * @param {Go} go
 * @param {Stage} [stage] - where it comes from, unless from the layer before
 */
export function source(go, stage) {
  const element = quiet("number.source")
  let from = 0
  element.addEventListener("click", () => go(from, stage))
  return {
    element,
    /**
     * @param {number} value
     * @param {number} index - the cell it is the value of
     */
    show(value, index) {
      put(element, value)
      from = index
    },
  }
}
