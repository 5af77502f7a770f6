// What Streamlit calls. The reader's script lies in the component's own HTML.
import { instanceOf, onLeaving } from "../instances.js"
import { createReading } from "./reading.js"

/**
 * @import { Component } from "../instances.js"
 * @import { Setting } from "./reading.js"
 */

/** @type {WeakMap<ParentNode, ReturnType<typeof createReading>>} */
const readings = new WeakMap()

/** @param {Component<Setting>} component */
export default function ({ data, parentElement, setTriggerValue }) {
  const source = () => parentElement.querySelector("script")?.textContent ?? ""
  const reading = instanceOf(readings, parentElement, (parent) => createReading(parent, source()))
  reading.receive(data, (token) => setTriggerValue("lacking", token))
  return onLeaving(readings, parentElement)
}
