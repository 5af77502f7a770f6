// What Streamlit calls: data in words say for which box they are, bytes begin with its name.
import { post } from "./mailbox.js"

/** @import { Component } from "../instances.js" */

const NAME = 16 // bytes

/** @param {Component<{ box: string } | Uint8Array>} component */
export default function ({ data }) {
  if (data instanceof Uint8Array)
    post(new TextDecoder().decode(data.subarray(0, NAME)), data.slice(NAME))
  else post(data.box, data)
}
