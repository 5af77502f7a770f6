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
  const number = plain(text, Number.isInteger(Number(field.step)))
  if (number === text) return
  event.preventDefault()
  if (number !== null) document.execCommand("insertText", false, number)
  else {
    field.setCustomValidity(WHOLE)
    field.reportValidity()
  }
}

/**
 * What a person types or pastes, as a number field understands it: the last mark of a fraction is
 * its decimal one, and a whole number has marks between thousands only; null if it has another.
 * @param {string} text
 * @param {boolean} whole
 */
export function plain(text, whole) {
  if (whole) {
    const digits = text.replace(THOUSANDS, "")
    return MARK.test(digits) ? null : digits
  }
  const place = Math.max(text.lastIndexOf(","), text.lastIndexOf("."))
  if (place < 0) return text
  return `${text.slice(0, place).replace(/[.,]/g, "")}.${text.slice(place + 1)}`
}
