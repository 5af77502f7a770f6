// The few lines that make elements, and put numbers into them.
import { exact, shown } from "./numbers.js"

/**
 * make("button.card", { title: "…" }, "text", child, …)
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag | `${Tag}.${string}`} kind
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string | number)} children
 */
export function make(kind, attributes = {}, ...children) {
  const [tag, ...classes] = kind.split(".")
  const element = document.createElement(/** @type {Tag} */ (tag))
  if (classes.length) element.className = classes.join(" ")
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value))
  element.append(...children.map((child) => (child instanceof Node ? child : String(child))))
  return element
}

/**
 * What a canvas is drawn on with.
 * @param {HTMLCanvasElement} canvas
 */
export function penOf(canvas) {
  const pen = canvas.getContext("2d")
  if (!pen) throw new Error("This browser draws on no canvas.")
  return pen
}

/**
 * The number that stands in an element, of those that hold one.
 * @type {WeakMap<HTMLElement, number>}
 */
export const numbers = new WeakMap()

/**
 * Put a number into an element: rounded as text, all of it as data and on hover. Most numbers of a
 * panel stay the same from one cell to the next, and are left alone.
 * @template {HTMLElement} Element
 * @param {Element} element
 * @param {number} value
 */
export function put(element, value, digits = 4) {
  if (Object.is(numbers.get(element), value)) return element
  numbers.set(element, value)
  element.textContent = shown(value, digits)
  element.dataset.value = String(value)
  element.title = exact(value)
  return element
}

/**
 * A button that the mouse reaches and the Tab key does not: keys have ways of their own.
 * @param {string} classes
 * @param {...(Node | string)} children
 */
export const quiet = (classes, ...children) =>
  make(`button.${classes}`, { type: "button", tabindex: "-1" }, ...children)

/** @param {"b" | "td"} kind */
export const number = (kind = "b") => make(`${kind}.number`)
