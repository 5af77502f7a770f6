// Words that Streamlit writes in the theme's first colour, on a selected pill or above a slider, cannot be
// read in the dark: that colour has to carry white words, on buttons. They get the colour of all words.

const CSS = `
[data-testid=stButtonGroup] button[data-variant][data-selected]:not([data-disabled]),
[data-testid=stSlider] [data-testid=stSliderThumbValue],
[data-testid=stTabs] [role=tab][role=tab][data-selected] { color: inherit }`

/** Returns what ends it. */
export function makeReadable() {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(CSS)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((it) => it !== sheet)
  }
}
