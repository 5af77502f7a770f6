// Lets a decimal comma be typed into a number field in whatever language the browser speaks: many
// drop it in silence, and 0,01 becomes 1. In a field of whole numbers its mark is refused aloud.

const WHOLE = "This is a whole number: it has no decimal point or comma."
const THOUSANDS = /[.,](?=\d{3}(?!\d))/g
const MARK = /[.,]/

/** Returns what ends it. */
export function understandCommas() {
  document.addEventListener("beforeinput", understand, true)
  return () => document.removeEventListener("beforeinput", understand, true)
}

/** @param {InputEvent} event */
function understand(event) {
  const field = event.target
  if (!(field instanceof HTMLInputElement) || field.type !== "number") return
  field.setCustomValidity("")
  const text = event.data ?? event.dataTransfer?.getData("text/plain") ?? ""
  if (!MARK.test(text)) return
  const whole = Number.isInteger(Number(field.step))
  const plain = whole ? text.replace(THOUSANDS, "") : fraction(text)
  if (plain === text && !whole) return
  event.preventDefault()
  if (whole && MARK.test(plain)) {
    field.setCustomValidity(WHOLE)
    field.reportValidity()
  } else document.execCommand("insertText", false, plain)
}

/** A number with a decimal point: the last mark is the decimal one. @param {string} text */
function fraction(text) {
  const place = Math.max(text.lastIndexOf(","), text.lastIndexOf("."))
  return `${text.slice(0, place).replace(/[.,]/g, "")}.${text.slice(place + 1)}`
}
