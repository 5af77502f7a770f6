// What stands around the strip and the panel, to be pressed and to be read.
import { make } from "../elements.js"
import { SCALES } from "./colours.js"

/** Heading, number, buttons, and room for the panel. */
export function createText() {
  const title = make("h3"), value = make("output.value"), words = make("p.purpose")
  const [back, up, play] = ["One layer back", "Return", "Slide the window"].map((label) =>
    make("button.action", { type: "button" }, label),
  )
  const panelHolder = make("div.panel"), then = make("p.then")
  const head = make("div.head", {}, title, value), actions = make("div.actions", {}, back, up, play)
  const element = make("div.text", {}, head, words, actions, panelHolder, then)
  return { element, title, value, words, then, back, up, play, panelHolder }
}

/** The switch: one colour scale for each map, for each layer, or for the whole network. */
export function createScopes() {
  const group = make("fieldset.scopes", {}, make("legend", {}, "One colour scale for"))
  for (const [scope, words] of Object.entries(SCALES)) {
    const input = make("input", { type: "radio", name: "scope", value: scope })
    input.checked = scope === "layer"
    group.append(make("label", {}, input, words))
  }
  return group
}
