// Numbers as people read them, and the few lines that make elements.

// Four significant digits, a real minus sign, powers of ten only where they are needed.
function shown(value, digits = 4) {
  if (value === 0) return "0"
  const size = Math.abs(value)
  let text
  if (size >= 1e6 || size < 1e-4) {
    const [mantissa, power] = size.toExponential(digits - 1).split("e")
    text = `${mantissa} × 10${raised(Number(power))}`
  } else text = size.toPrecision(digits)
  if (size >= 1e4 && size < 1e6) text = size.toFixed(0)
  return value < 0 ? `−${text}` : text
}

function raised(power) {
  const digits = [...String(Math.abs(power))].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit])
  return (power < 0 ? "⁻" : "") + digits.join("")
}

// All digits of a double: what the page shows on hover, and what a test reads.
const exact = (value) => String(value).replace("-", "−")

const counted = (count) => count.toLocaleString("en")

const plural = (count, noun) => `${counted(count)} ${noun}${count === 1 ? "" : "s"}`

const times = (...sides) => sides.map(counted).join(" × ")

// make("button.card", { title: "…" }, "text", child, …)
function make(kind, attributes = {}, ...children) {
  const [tag, ...classes] = kind.split(".")
  const element = document.createElement(tag)
  if (classes.length) element.className = classes.join(" ")
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children)
  return element
}

// Put a number into an element: rounded as text, all of it as data and on hover. Most numbers of a
// panel stay the same from one cell to the next, and are left alone.
function put(element, value, digits = 4) {
  if (Object.is(element.number, value)) return element
  element.number = value
  element.textContent = shown(value, digits)
  element.dataset.value = String(value)
  element.title = exact(value)
  return element
}

// A button that the mouse reaches and the Tab key does not: keys have ways of their own.
const quiet = (classes, ...children) =>
  make(`button.${classes}`, { type: "button", tabindex: "-1" }, ...children)

const number = (kind = "b") => make(`${kind}.number`)
