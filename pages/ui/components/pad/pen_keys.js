// Draws on the pad without a mouse: the arrow keys move a pen, two at once go slantwise, space or
// Enter puts it down and lifts it, Delete or Escape clears. What the keys do is told to the canvas
// as a mouse's way, so that a stroke is the same stroke, and is read and prepared alike.
import { arrow } from "../arrows.js"
import { make } from "../elements.js"

const STEP = 10, FINE = 2 // the pad's pixels that an arrow key goes, and with the shift key
const LABEL =
  "Pad. The arrow keys move the pen, with Shift in small steps; space puts it down and lifts it; Delete clears the pad."

export const KEYS_STYLE = `
  .upper-canvas:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: -3px; }
  .pen { position: absolute; display: none; width: 18px; height: 18px; margin: -9px; box-sizing: border-box;
    border: 3px solid var(--st-primary-color); border-radius: 50%; pointer-events: none; z-index: 11; }
  .upper-canvas:focus-visible ~ .pen { display: block; }
  .pen.down { background: var(--st-primary-color); }
  .pen-words { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  @media (forced-colors: active) {
    .pen { border-color: Highlight; }
    .pen.down { background: Highlight; forced-color-adjust: none; }
  }
`

/**
 * @param {HTMLCanvasElement} canvas - that hears the mouse; once for each
 * @param {() => void} clear
 */
export function takeKeys(canvas, clear) {
  if (canvas.hasAttribute("tabindex")) return
  const attributes = { tabindex: "0", role: "application", "aria-label": LABEL }
  for (const [name, value] of Object.entries(attributes)) canvas.setAttribute(name, value)
  const mark = make("i.pen"), said = make("output.pen-words")
  canvas.after(mark, said)
  const at = { x: canvas.width / 2, y: canvas.height / 2 }
  const held = new Set()
  let down = false

  /** @param {"mousedown" | "mousemove" | "mouseup"} kind */
  function mouse(kind) {
    const box = canvas.getBoundingClientRect()
    const clientX = box.left + (at.x * box.width) / canvas.width
    const clientY = box.top + (at.y * box.height) / canvas.height
    const way = { bubbles: true, composed: true, cancelable: true, view: window }
    canvas.dispatchEvent(new MouseEvent(kind, { ...way, clientX, clientY, buttons: kind === "mouseup" ? 0 : 1 }))
  }

  /** @param {boolean} wanted */
  function put(wanted) {
    if (down === wanted) return
    down = wanted
    mouse(down ? "mousedown" : "mouseup")
    said.textContent = down ? "Pen down" : "Pen up"
    mark.classList.toggle("down", down)
  }

  /** @param {number} step */
  function move(step) {
    for (const key of held) {
      const { right, down } = arrow({ key }) ?? { right: 0, down: 0 }
      at.x = Math.min(Math.max(at.x + step * right, 0), canvas.width)
      at.y = Math.min(Math.max(at.y + step * down, 0), canvas.height)
    }
    if (down) mouse("mousemove")
    show()
  }

  function show() {
    mark.style.left = `${(100 * at.x) / canvas.width}%`
    mark.style.top = `${(100 * at.y) / canvas.height}%`
  }

  canvas.addEventListener("keydown", (event) => {
    const { key } = event
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (arrow(event)) {
      held.add(key)
      move(event.shiftKey ? FINE : STEP)
    } else if (key === " " || key === "Enter") {
      if (!event.repeat) put(!down)
    } else if (key === "Delete" || key === "Backspace" || key === "Escape") {
      put(false)
      clear()
      said.textContent = "The pad is empty"
    } else return
    event.preventDefault()
    event.stopPropagation()
  })
  canvas.addEventListener("keyup", ({ key }) => held.delete(key))
  canvas.addEventListener("blur", () => {
    held.clear()
    put(false)
  })
  show()
}
