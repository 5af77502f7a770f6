// The derivation in words and numbers, one panel for each kind of layer. A panel is built once for
// a layer and then only has its numbers changed: { element, show(derivation) }.
//
// `view` holds the colours, the message and the stages; `go(index)` follows a source back into the
// layer before. The layers that weigh many inputs have their panels in a file of their own.
import { make, number, put } from "../elements.js"
import { prepare, previous, secondOf, sides, windowOf } from "../network/network.js"
import { counted, plural } from "../numbers.js"
import { colourScale, limitOf } from "./colours.js"
import { convolutionPanel, densePanel, softmaxPanel } from "./panels_of_sums.js"
import { line, note, source, square } from "./derivation_parts.js"

/**
 * @import { Found, Normalised, Pooled, SameCell, Summed } from "../network/derivation.js"
 * @import { Stage } from "../network/stage.js"
 * @import { View } from "./message.js"
 * @import { Go } from "./derivation_parts.js"
 */

/**
 * @template Of
 * @typedef {{ element: HTMLElement, show: (derivation: Of) => void, reset?: () => void }} Panel
 */

/** @type {Record<string, (stage: Stage, view: View, go: Go) => Panel<any>>} */
export const PANELS = {
  Pixels(stage, view) {
    const value = number(), words = make("span")
    const end = make("p.line", {}, "Nothing comes before a pixel: here every number begins.")
    return {
      element: make("div", {}, line`Ink, measured on paper: ${value} ${words}`, end),
      /** @param {Found} derivation */
      show(derivation) {
        put(value, derivation.value)
        words.textContent = view.message.type === "uint8" ? "of 255." : "of 1, as it was drawn."
      },
    }
  },

  Prepared(stage, view, go) {
    const { white, mean, deviation, type, standardise } = view.message
    const ink = source(go), [scaled, again, result] = [number(), number(), number()]
    const element = make("div", {}, make("p.line", {}, "What the first layer reads:"))
    if (type === "uint8") element.append(line`${ink.element} / ${white} = ${scaled}`)
    else element.append(line`${ink.element} lies between 0 and 1 already: ${scaled}`)
    if (standardise)
      element.append(
        line`(${again} − ${mean}) / ${deviation} = ${result}`,
        note(`${mean} and ${deviation} are mean and standard deviation of all training pixels.`),
      )
    return {
      element,
      /** @param {Found & SameCell} derivation */
      show(derivation) {
        const steps = prepare(derivation.input, view.message, view.message)
        ink.show(derivation.input, derivation.index)
        put(scaled, steps[0])
        put(again, steps[0])
        put(result, steps[steps.length - 1])
      },
    }
  },

  ReLU: (stage, view, go) =>
    formulaPanel(
      go,
      (input, result) => line`max(0, ${input}) = ${result}`,
      ({ input }) => (input > 0 ? "Above 0: it passes as it is." : "Not above 0: it becomes 0."),
    ),

  Add(stage, view, go) {
    const before = previous(stage), second = secondOf(stage)
    const [one, other] = [source(go), source(go, second)], result = make("b.number.result")
    return {
      element: make("div", {},
        line`${before.name} ${one.element} + ${second.name} ${other.element} = ${result}`,
        note(`The same cell of two layers: ${stage.name} keeps what ${second.name} says and adds ` +
          `what ${before.name} has to say about it.`)),
      /** @param {Found & Summed} derivation */
      show(derivation) {
        one.show(derivation.input, derivation.index)
        other.show(derivation.other, derivation.index)
        put(result, derivation.value)
      },
    }
  },

  Dropout: (stage, view, go) =>
    formulaPanel(
      go,
      (input, result) => line`${input} = ${result}`,
      () =>
        "Dropout does nothing when a network predicts. In training it sets " +
        `${Math.round(100 * (stage.rate ?? 0))} % of these values to 0, at random, and multiplies the ` +
        "others so that their sum stays about the same.",
    ),

  Flatten(stage, view, go) {
    const place = make("b.place"), before = previous(stage)
    /** @type {(input: HTMLElement, result: HTMLElement) => HTMLElement} */
    const formula = (input, result) => line`${place} ${input} = ${result}`
    const panel = formulaPanel(go, formula, () =>
      "Flatten changes no number. It writes one cell after the other, row by row, with all maps " +
      "of a cell together.")
    const show = (/** @type {Found & SameCell} */ derivation) => {
      const { from = derivation.place, index } = derivation
      const { row, column, map } = from, [, width, maps] = sides(before)
      const sum = `(row ${row} × ${width} + column ${column}) × ${maps} + map ${map}`
      place.textContent = before.shape.length === 3 ? `${sum} = ${counted(index)}:` : `${index}:`
      Object.assign(place.dataset, { ...from, index })
      panel.show(derivation)
    }
    return { ...panel, show }
  },

  BatchNormalization(stage, view, go) {
    const of = {
      mean: make("b.number.mean"), variance: make("b.number.variance"),
      epsilon: make("b.number.epsilon"), gamma: make("b.number.gamma"), beta: make("b.number.beta"),
    }
    /** @type {(input: HTMLElement, result: HTMLElement) => HTMLElement} */
    const formula = (input, result) => make("div", {},
      line`(${input} − mean ${of.mean}) / √(variance ${of.variance} + ε ${of.epsilon})`,
      line`× scale γ ${of.gamma} + shift β ${of.beta} = ${result}`)
    const panel = formulaPanel(go, formula, () =>
      "Mean and variance of this map were measured in training, its scale and shift were learnt.")
    const show = (/** @type {Found & Normalised} */ derivation) => {
      const { mean, variance, epsilon, gamma, beta } = derivation
      put(of.mean, mean)
      put(of.variance, variance)
      put(of.epsilon, epsilon)
      put(of.gamma, gamma)
      put(of.beta, beta)
      panel.show(derivation)
    }
    return { ...panel, show }
  },

  MaxPooling2D: windowPanel,
  AveragePooling2D: windowPanel,
  GlobalAveragePooling2D: windowPanel,
  Conv2D: convolutionPanel,
  Dense: densePanel,
  Softmax: softmaxPanel,
}

/**
 * One input, one formula, one sentence.
 * @param {Go} go
 * @param {(input: HTMLElement, result: HTMLElement) => HTMLElement} formula
 * @param {(derivation: SameCell) => string} sentence
 * @returns {Panel<Found & SameCell>}
 */
function formulaPanel(go, formula, sentence) {
  const input = source(go), result = make("b.number.result"), words = note()
  return {
    element: make("div", {}, formula(input.element, result), words),
    show(derivation) {
      input.show(derivation.input, derivation.index)
      put(result, derivation.value)
      words.textContent = sentence(derivation)
    },
  }
}

/**
 * Pooling: the cells of a window, or of a whole map, and what becomes of them.
 * @param {Stage} stage
 * @param {View} view
 * @param {Go} go
 * @returns {Panel<Found & Pooled>}
 */
function windowPanel(stage, view, go) {
  const { kind } = stage, before = previous(stage)
  const whole = kind === "GlobalAveragePooling2D", largestOnly = kind === "MaxPooling2D"
  const columns = whole ? before.shape[1] : windowOf(stage).size
  const size = columns * (whole ? before.shape[0] : columns)
  /** @type {(number | null)[]} */
  let cells = []
  const follow = (/** @type {number} */ place) => {
    const cell = cells[place]
    if (cell !== null) go(cell)
  }
  const grid = square(size, columns, whole ? "the whole map" : "input window", follow)
  const [sum, count, result] = [number(), number(), make("b.number.result")]
  const words = note()
  const equation = largestOnly
    ? line`the largest is ${result}`
    : line`sum ${sum} / ${count} cells = ${result}`
  const text = make("div", {}, equation, words)
  return {
    element: make("div", {}, make("div.opened", {}, grid.element, text)),
    show(derivation) {
      cells = derivation.cells
      const scale = colourScale(limitOf(before), before.low < 0, view.colours)
      grid.show(cells.map((cell) => (cell === null ? NaN : before.values[cell])), scale)
      put(result, derivation.value)
      words.textContent = fate(derivation)
      const { winner = -1, sources, sum: all = NaN, count: there = NaN } = derivation
      const won = sources[winner]
      cells.forEach((cell, place) => grid.cells[place].classList.toggle("winner", cell === won))
      if (largestOnly) return
      put(sum, all)
      put(count, there)
    },
  }
}

/**
 * What is kept of a window, and what is not.
 * @param {Pooled} derivation
 */
function fate({ cells, sources, discarded }) {
  const outside = cells.length - sources.length
  const padding = outside
    ? ` ${plural(outside, "cell")} of padding ${outside === 1 ? "does" : "do"} not count.`
    : ""
  if (discarded === undefined) return `Every cell counts the same.${padding}`
  const others = `${plural(discarded, "other value")} ${discarded === 1 ? "is" : "are"} discarded`
  return `The winner is kept; ${others}.${padding}`
}
