// What a network says to what is being written: the app's own reading, in a root of its own, as in
// the app, where its style reaches nothing else.
import { make } from "../elements.js"
import { createTrail } from "../reading/trail.js"
import { createView } from "../reading/view.js"
import { guesses } from "../reading/verdict.js"

/**
 * @import { Palette } from "../explorer/colours.js"
 * @import { Stage } from "../network/stage.js"
 */

/** @param {{ title: string, threshold: number, style: string }} known - of the network */
export function createAnswer({ title, threshold, style }) {
  const waiting = make("p", {}, "Nothing written yet: write one digit on the pad, as large as you like.")
  const holder = make("div"), root = holder.attachShadow({ mode: "open" })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(style)
  root.adoptedStyleSheets = [sheet]
  const view = createView(root), trail = createTrail()
  return {
    element: make("div.answer", {}, waiting, holder),
    /** @param {Palette} colours */
    dress: (colours) => view.dress(colours, true),
    /** @param {Stage[] | null} stages - null while nothing is written */
    show(stages) {
      waiting.hidden = Boolean(stages)
      if (!stages) {
        view.root.hidden = true
        return trail.clear()
      }
      const [scores, last] = stages.slice(-2), now = performance.now()
      const judged = { probabilities: last.values, score: scores.high, threshold, label: null, note: "" }
      view.show(stages[0].values, 1, judged, title)
      trail.add(guesses(last.values).first, now)
      view.showTrail(trail.guesses(now))
    },
    /** Say it to those who do not see it. */
    say: () => view.say(),
  }
}
