// A grid of buttons, each showing its part of one picture with all the digits.
export default function ({ data, parentElement, setTriggerValue }) {
  let grid = parentElement.querySelector(".tiles")
  if (!grid) {
    grid = document.createElement("div")
    grid.className = "tiles"
    parentElement.append(grid)
    grid.addEventListener("keydown", (event) => move(grid, event))
  }
  const last = Math.max(data.tiles.length - 1, 1)
  grid.style.setProperty("--sheet", `url(${data.sheet})`)
  grid.style.setProperty("--count", data.tiles.length)
  grid.replaceChildren(
    ...data.tiles.map(({ label, name }, place) => {
      const button = document.createElement("button")
      button.type = "button"
      button.title = name
      button.setAttribute("aria-label", name)
      button.setAttribute("aria-pressed", String(place === data.chosen))
      const picture = document.createElement("span")
      picture.className = "picture"
      picture.style.backgroundPositionY = `${(100 * place) / last}%`
      const text = document.createElement("span")
      text.textContent = label
      button.append(picture, text)
      button.addEventListener("click", () => setTriggerValue("picked", place))
      return button
    }),
  )
}

// Arrow keys go from tile to tile.
function move(grid, event) {
  const buttons = [...grid.children]
  const here = buttons.indexOf(grid.getRootNode().activeElement)
  const columns = buttons.filter((button) => button.offsetTop === buttons[0].offsetTop).length
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key]
  if (!step || !buttons[here + step]) return
  event.preventDefault()
  buttons[here + step].focus()
}
