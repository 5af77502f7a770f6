// A map whose cells are pointed at: by a click or a tap, or with the arrow keys.
import { arrow } from "../arrows.js"
import { make } from "../elements.js"
import { instanceOf, onLeaving } from "../instances.js"

/**
 * @import { Component } from "../instances.js"
 * @typedef {[row: number, column: number]} Cell
 * @typedef {object} Cells
 * @property {Cell} shape - rows and columns
 * @property {string | null} picture - the address of what lies under the map
 * @property {Cell | null} chosen - what was handed in
 * @property {boolean} locked
 */

const PAUSE = 400 // ms without a key after which the cell is told
/** @type {WeakMap<ParentNode, ReturnType<typeof create>>} */
const maps = new WeakMap()

/** @param {Component<Cells>} component */
export default function ({ data, parentElement, setStateValue }) {
  instanceOf(maps, parentElement, create).show(data, (cell) => setStateValue("cell", cell.join()))
  return onLeaving(maps, parentElement)
}

/** @param {HTMLElement | ShadowRoot} parent */
function create(parent) {
  const mark = make("i", { hidden: "" }), said = make("output")
  const map = make("button.map", { type: "button" }, mark)
  const box = make("div", {}, map, said)
  parent.append(box)
  /** @type {Cells} */
  let data
  /** @type {(cell: Cell) => void} */
  let tell
  /** @type {Cell | null} */
  let here = null
  let waiting = 0

  /** @param {Cell | null} cell */
  const words = (cell) => (cell ? `Row ${cell[0]}, column ${cell[1]}` : "No cell chosen yet")

  function draw() {
    const [rows, columns] = data.shape
    mark.hidden = !here
    if (here) {
      mark.style.top = `${(100 * here[0]) / rows}%`
      mark.style.left = `${(100 * here[1]) / columns}%`
    }
    said.textContent = words(here)
    map.setAttribute("aria-label", `Map of ${rows} rows and ${columns} columns. ${words(here)}. The arrow keys move.`)
  }

  /** @param {Cell} cell */
  function choose(cell) {
    here = /** @type {Cell} */ (cell.map((it, side) => Math.min(Math.max(it, 0), data.shape[side] - 1)))
    draw()
  }

  function settle() {
    if (!waiting) return
    clearTimeout(waiting)
    waiting = 0
    if (here) tell(here)
  }

  /** @param {MouseEvent} event @returns {Cell} */
  function under({ clientX, clientY }) {
    const { left, top, width, height } = map.getBoundingClientRect(), [rows, columns] = data.shape
    return [Math.floor((rows * (clientY - top)) / height), Math.floor((columns * (clientX - left)) / width)]
  }

  map.addEventListener("click", (event) => {
    if (event.detail) choose(under(event)) // 0 for a key
    else if (!here) return
    waiting ||= 1
    settle()
  })
  map.addEventListener("pointermove", (event) => (said.textContent = words(under(event))))
  map.addEventListener("pointerleave", draw)
  map.addEventListener("keydown", (event) => {
    const step = arrow(event)
    if (!step) return
    event.preventDefault()
    const [row, column] = here ?? data.shape.map((it) => it >> 1) // from the middle
    choose(here ? [row + step.down, column + step.right] : [row, column])
    clearTimeout(waiting)
    waiting = window.setTimeout(settle, PAUSE)
  })
  map.addEventListener("blur", settle) // on the way to the button that hands it in

  return {
    /** @param {Cells} next @param {(cell: Cell) => void} onChoice */
    show(next, onChoice) {
      data = next
      tell = onChoice
      here = data.chosen ?? here
      map.disabled = data.locked
      map.style.setProperty("--rows", String(data.shape[0]))
      map.style.setProperty("--columns", String(data.shape[1]))
      map.style.setProperty("--picture", data.picture ? `url(${data.picture})` : "none")
      draw()
    },
    release() {
      clearTimeout(waiting)
      box.remove()
    },
  }
}
