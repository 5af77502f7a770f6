// What the browser does otherwise than a person expects, put right on every page.
import { makeReadable } from "./contrast.js"
import { understandCommas } from "./decimal_comma.js"
import { closeOff } from "./locked.js"
import { remember } from "./memory.js"
import { fitToPaper } from "./printing.js"
import { keepVisits } from "./visits.js"

/**
 * @import { Component } from "../instances.js"
 * @import { Told } from "./memory.js"
 */

/** @param {Component<Told & { locked: string[] }>} component */
export default function ({ data, setTriggerValue }) {
  keepVisits()
  const ends = [
    understandCommas(),
    fitToPaper(),
    makeReadable(),
    closeOff(data.locked),
    remember(data, (kept) => setTriggerValue("kept", kept)),
  ]
  return () => ends.forEach((end) => end())
}
