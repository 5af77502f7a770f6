// The parts that derivations are written with: squares of numbers, cards, rows.

const MOST_NUMBERS = 7 // a larger window is a picture only

// A square of numbers, each cell coloured by its value; NaN is padding. `choose` gets the place of
// a cell that is clicked.
function square(size, columns, title, choose) {
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
    show(values, scale) {
      values.forEach((value, place) => fill(cells[place], value, scale, columns > MOST_NUMBERS))
    },
  }
}

function fill(cell, value, scale, wordless) {
  if (Number.isNaN(value)) {
    if (Object.is(cell.number, value)) return
    cell.number = value
    cell.classList.add("padding")
    cell.textContent = wordless ? "" : "0"
    cell.dataset.value = "0"
    cell.title = "padding"
    cell.style.background = cell.style.color = cell.colour = ""
    return
  }
  if (Number.isNaN(cell.number)) cell.classList.remove("padding")
  put(cell, value, 3)
  if (wordless) cell.textContent = ""
  const colour = scale(value), background = css(colour)
  if (cell.colour === background) return
  cell.style.background = cell.colour = background
  cell.style.color = legible(colour)
}

// One line of a sum: what it is, how it comes about, a bar for how much it gives or takes, and it.
function term(kind = "button") {
  const what = make("span.what"), how = make("span.how"), bar = make("span.bar"), amount = number()
  const parts = [what, how, bar, amount]
  const element = kind === "button" ? quiet("term", ...parts) : make(`${kind}.term`, {}, ...parts)
  return {
    element,
    show(words, value, most, product = "") {
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

// A line of words and numbers: line`the sum of ${a} + ${b}` with elements in between.
function line(strings, ...parts) {
  const paragraph = make("p.line")
  strings.forEach((words, place) => {
    paragraph.append(words)
    if (place < parts.length) paragraph.append(parts[place])
  })
  return paragraph
}

// Where a cell is, in words: "map 3, row 2, column 7" or "unit 5".
function placeInWords(stage, index) {
  const [, width, maps] = sides(stage)
  const cell = Math.floor(index / maps), map = index % maps
  const unit = stage.kind === "Softmax" ? "digit" : "unit"
  if (stage.shape.length === 1) return `${unit} ${counted(map)}`
  const at = `row ${Math.floor(cell / width)}, column ${cell % width}`
  return maps === 1 ? at : `map ${map}, ${at}`
}

// A cell by its layer and, for a flattened one, by what it was before.
function nameOf(stage, index) {
  const from = beforeFlatten(stage)
  const name = `${stage.name}, ${placeInWords(stage, index)}`
  return from ? `${name} (${from.name}, ${placeInWords(from, index)})` : name
}

// The same as short as it goes: "851 = pool2 map 19 (2, 3)".
function shortNameOf(stage, index) {
  const from = beforeFlatten(stage)
  if (!from) return `${stage.name} ${placeInWords(stage, index)}`
  const [, width, maps] = from.shape, cell = Math.floor(index / maps)
  const map = maps === 1 ? "" : ` map ${index % maps}`
  return `${index} = ${from.name}${map} (${Math.floor(cell / width)}, ${cell % width})`
}

// The maps that a vector was flattened from, if nothing has changed its numbers since.
function beforeFlatten(stage) {
  while (stage.kind === "Dropout") stage = stage.before
  return stage.kind === "Flatten" && stage.before.shape.length === 3 ? stage.before : null
}
