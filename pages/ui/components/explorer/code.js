// The lines of Keras that give the number on show, and a button that copies them.
function createCode() {
  const lines = make("code"), copy = make("button.action", { type: "button" }, "Copy")
  const said = make("span.copied", { role: "status" })
  const summary = make("summary", {}, "The same in Keras")
  const element = make("details.code", {}, summary, make("pre", {}, lines), copy, said)
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(lines.textContent)
      said.textContent = "Copied."
    } catch { // without https there is no clipboard: select the lines instead
      getSelection().selectAllChildren(lines)
      said.textContent = "Press Ctrl+C to copy."
    }
    setTimeout(() => (said.textContent = ""), 2000)
  })
  return {
    element,
    show(stage, index, value) {
      const [, width, maps] = sides(stage)
      const cell = Math.floor(index / maps)
      const onMap = [Math.floor(cell / width), cell % width, index % maps]
      const place = stage.shape.length === 3 ? onMap.join(", ") : index
      lines.textContent = stage.code.replace("CELL", place).replace("VALUE", shown(value))
    },
  }
}
