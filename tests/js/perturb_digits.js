// Changes digits in every way, as asked, and prints them.
import { text } from "node:stream/consumers"
import { perturb } from "../../pages/ui/components/geometry/perturb.js"

/** @typedef {{ digit: number[], levels: import("../../pages/ui/components/geometry/perturb.js").Levels, draws: number[] }} Asked */
const asked = /** @type {Asked[]} */ (JSON.parse(await text(process.stdin)))
const changed = asked.map(({ digit, levels, draws }) =>
  Array.from(perturb(Float32Array.from(digit), levels, draws)))
process.stdout.write(JSON.stringify(changed))
