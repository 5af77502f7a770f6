// A component whose script came by mail: Streamlit would send it again whenever the data change.
import { listen, lying } from "./mailbox.js"

/**
 * @import { Component } from "../instances.js"
 * @typedef {{ script: string, needs: string[] }} Loaded - the box of its script, and all it needs
 * @typedef {{ default: (component: Component<any>) => () => void }} Module
 */

const PATIENCE = 4000 // ms that mail may take before it is asked for again
/** @type {Map<string, Promise<Module>>} */
const modules = new Map()

/** @param {Component<Loaded>} component */
export default function (component) {
  const { data: { script, needs }, setTriggerValue } = component
  let here = true, leave = () => {}
  const stop = listen(script, async (text) => {
    const module = await load(script, text)
    if (here) leave = module.default(component)
  })
  const patience = setTimeout(() => {
    const lacking = needs.find((box) => !lying(box))
    if (lacking) setTriggerValue("lacking", lacking)
  }, PATIENCE)
  return () => {
    here = false
    stop()
    clearTimeout(patience)
    leave()
  }
}

/**
 * @param {string} script
 * @param {Uint8Array<ArrayBuffer>} text
 */
function load(script, text) {
  const url = () => URL.createObjectURL(new Blob([text], { type: "text/javascript" }))
  const module = modules.get(script) ?? import(url())
  modules.set(script, module)
  return module
}
