// What the loader calls when the script is there.
import { instanceOf, onLeaving } from "../instances.js"
import { createReading } from "./reading.js"

/**
 * @import { Component } from "../instances.js"
 * @import { Setting } from "./reading.js"
 */

/** @type {WeakMap<ParentNode, ReturnType<typeof createReading>>} */
const readings = new WeakMap()

/** @param {Component<Setting>} component */
export default function ({ data, parentElement }) {
  instanceOf(readings, parentElement, createReading).receive(data)
  parentElement.querySelector("h3")?.setAttribute("aria-level", "2") // on a page only its title is above
  return onLeaving(readings, parentElement)
}
