// What the browser does otherwise than a person expects, put right on every page.
import { makeReadable } from "./contrast.js"
import { understandCommas } from "./decimal_comma.js"
import { fitToPaper } from "./printing.js"
import { keepVisits } from "./visits.js"

export default function () {
  keepVisits()
  const ends = [understandCommas(), fitToPaper(), makeReadable()]
  return () => ends.forEach((end) => end())
}
