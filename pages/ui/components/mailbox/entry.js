// What Streamlit calls: text holds data by the names of their boxes, other bytes begin with a name.
import { post } from "./mailbox.js"

/** @import { Component } from "../instances.js" */

const NAME = 16 // bytes
const TEXT = "{".charCodeAt(0) // with which no name begins

/** @param {Component<Uint8Array>} component */
export default function ({ data }) {
  const text = (/** @type {number} */ end) => new TextDecoder().decode(data.subarray(0, end))
  if (data[0] !== TEXT) return post(text(NAME), data.slice(NAME))
  for (const [box, content] of Object.entries(JSON.parse(text(data.length)))) post(box, content)
}
