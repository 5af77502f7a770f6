// A table of buttons with a row for each true digit and a column for each answer.
export default function ({ data, parentElement, setTriggerValue }) {
  let table = parentElement.querySelector("table")
  if (!table) {
    table = create(parentElement)
    table.addEventListener("click", (event) => {
      const button = event.target.closest("button")
      if (button) setTriggerValue("picked", Number(button.dataset.place))
    })
    table.addEventListener("keydown", (event) => move(table, event))
  }
  table.setAttribute("aria-label", data.alt)
  const reachable = data.chosen ?? 0 // one stop for the tab key, then the arrows
  const buttons = table.querySelectorAll("button")
  data.cells.forEach((cell, place) => {
    const button = buttons[place]
    button.textContent = cell.text
    button.title = cell.words
    button.setAttribute("aria-label", cell.words)
    button.setAttribute("aria-pressed", String(place === data.chosen))
    button.tabIndex = place === reachable ? 0 : -1
    button.style.background = cell.fill
    button.style.color = cell.ink
  })
}

function create(parent) {
  const digits = [...Array(10).keys()]
  const table = document.createElement("table")
  const head = digits.map((digit) => `<th scope="col">${digit}</th>`).join("")
  const row = (digit) =>
    `<tr>${digit ? "" : '<th class="side" rowspan="10" scope="rowgroup"><span>true digit</span></th>'}
     <th scope="row">${digit}</th>${digits
       .map((read) => `<td><button type="button" data-place="${10 * digit + read}"></button></td>`)
       .join("")}</tr>`
  table.innerHTML = `<thead><tr><td></td><td></td><th colspan="10" scope="colgroup">read as</th></tr>
    <tr><td></td><td></td>${head}</tr></thead><tbody>${digits.map(row).join("")}</tbody>`
  parent.append(table)
  return table
}

function move(table, event) {
  const buttons = [...table.querySelectorAll("button")]
  const here = buttons.indexOf(table.getRootNode().activeElement)
  const [down, right] = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0],
    ArrowDown: [1, 0] }[event.key] ?? [0, 0]
  const row = Math.floor(here / 10) + down
  const column = (here % 10) + right
  if (here < 0 || !(down || right) || row < 0 || row > 9 || column < 0 || column > 9) return
  event.preventDefault()
  buttons[here].tabIndex = -1
  buttons[10 * row + column].tabIndex = 0
  buttons[10 * row + column].focus()
}
