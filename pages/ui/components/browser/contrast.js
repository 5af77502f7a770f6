// Some words of Streamlit's own are too pale to be read. In the dark those in the theme's first colour, on a
// selected pill, above a slider, under the mouse: that colour has to carry white words, on buttons, so words
// that are not on it get the colour of all words. In the light those of code, which are mixed with that colour.
// Where the system chooses the colours, what is on and what is off would look alike: that keeps its own.

import { wear } from "./style_sheet.js"

const CSS = `
[data-testid=stButtonGroup] button[data-variant][data-selected]:not([data-disabled]),
[data-testid=stSlider] [data-testid=stSliderThumbValue],
[data-testid=stTabs] [role=tab][role=tab]:is([data-selected], [data-hovered], [data-focus-visible]),
button[kind=tertiary][kind=tertiary]:is(:hover, :focus-visible, :active) { color: inherit }
[data-testid=stCode] .token:is(.keyword, .function, .class-name) { color: color-mix(in srgb, #1c83e1 50%, currentcolor) }
[data-testid=stCode] .token:is(.string, .boolean) { color: color-mix(in srgb, #09ab3b 50%, currentcolor) }
[data-testid=stCode] .token:is(.number, .operator) { color: color-mix(in srgb, #d95a00 50%, currentcolor) }
[data-testid=stCode] .token:is(.comment, .punctuation) { color: inherit }
@media (forced-colors: active) {
  :is([data-testid=stCheckbox], [data-testid=stRadio]) label, [data-testid=stSlider], [data-testid=stProgress],
  [data-testid=stButtonGroup] button, [data-testid=stTabs] [role=tablist] { forced-color-adjust: none }
}`

/** Returns what ends it. */
export const makeReadable = () => wear(CSS)
