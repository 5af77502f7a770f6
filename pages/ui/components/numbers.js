// Numbers as people read them.

/**
 * Four significant digits, a real minus sign, powers of ten only where they are needed.
 * @param {number} value
 */
export function shown(value, digits = 4) {
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

/** @param {number} power */
function raised(power) {
  const digits = [...String(Math.abs(power))].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)])
  return (power < 0 ? "⁻" : "") + digits.join("")
}

/**
 * All digits of a double: what the page shows on hover.
 * @param {number} value
 */
export const exact = (value) => String(value).replace("-", "−")

/** @param {number} count */
export const counted = (count) => count.toLocaleString("en")

/**
 * @param {number} count
 * @param {string} noun
 */
export const plural = (count, noun) => `${counted(count)} ${noun}${count === 1 ? "" : "s"}`

/** @param {number[]} sides */
export const times = (...sides) => sides.map(counted).join(" × ")

/**
 * A share (0 to 1) in three significant digits: "97.8 %"; only what is whole is "100 %".
 * @param {number} share
 */
export function percent(share) {
  if (Number.isNaN(share)) return "unknown"
  if (share === 0 || share === 1) return `${100 * share} %`
  if (share < 0.0005) return "< 0.05 %"
  const text = (100 * share).toPrecision(3)
  return text === "100" ? "> 99.9 %" : `${text} %`
}
