// What Python sends for a digit (payload.py), and what the explorer shows of it.

/**
 * @import { Preparation } from "../network/forward.js"
 * @import { Layer, Stage } from "../network/stage.js"
 * @import { Palette } from "./colours.js"
 *
 * @typedef {Preparation & {
 *   network: string,
 *   size: number[],
 *   type: string,
 *   pixels: string,
 *   layers: Layer[],
 *   codes: Record<string, string>,
 *   colours: Palette,
 *   start: string,
 * }} Message
 *
 * @typedef {{ message: Message, colours: Palette, stages: Stage[], scope: string }} View
 */

export {}
