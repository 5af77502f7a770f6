// The lines of Keras that give the number on show, and a button that copies them.
import { make } from "../elements.js"
import { placeOf } from "../network/network.js"
import { shown } from "../numbers.js"

/** @import { Derivation } from "../network/derivation.js" */

export function createCode() {
  const lines = make("code"), copy = make("button.action", { type: "button" }, "Copy")
  const said = make("span.copied", { role: "status" })
  const summary = make("summary", {}, "The same in Keras")
  const element = make("details.code", {}, summary, make("pre", { tabindex: "0" }, lines), copy, said)
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(lines.textContent)
      said.textContent = "Copied."
    } catch { // without https there is no clipboard: select the lines instead
      getSelection()?.selectAllChildren(lines)
      said.textContent = "Press Ctrl+C to copy."
    }
    setTimeout(() => (said.textContent = ""), 2000)
  })
  return {
    element,
    /**
     * @param {Derivation} derivation
     * @param {string} code - with CELL and VALUE to be filled in
     */
    show({ stage, index, value }, code) {
      const { row, column, map } = placeOf(stage, index)
      const place = stage.shape.length === 3 ? [row, column, map].join(", ") : String(index)
      lines.textContent = code.replace("CELL", place).replace("VALUE", shown(value))
    },
  }
}
