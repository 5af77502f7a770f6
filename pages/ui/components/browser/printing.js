// Leaves the sidebar away and shrinks charts to the paper while a page is printed. Streamlit narrows
// their boxes, but a chart keeps the pixels it was drawn with and is cut off: with a view box it is
// scaled instead.
import { wear } from "./style_sheet.js"

const CSS = "@media print { [data-testid=stSidebar] { display: none } }"
const PAPER = matchMedia("print")

/** Returns what ends it. */
export function fitToPaper() {
  const turned = () => (PAPER.matches ? shrink() : restore())
  PAPER.addEventListener("change", turned)
  addEventListener("beforeprint", shrink)
  addEventListener("afterprint", restore)
  const bare = wear(CSS)
  return () => {
    bare()
    PAPER.removeEventListener("change", turned)
    removeEventListener("beforeprint", shrink)
    removeEventListener("afterprint", restore)
  }
}

function shrink() {
  for (const plot of plots(document)) {
    plot.style.maxWidth = "100%"
    for (const layer of plot.querySelectorAll(":scope > svg")) {
      const [width, height] = ["width", "height"].map((side) => layer.getAttribute(side))
      layer.setAttribute("viewBox", `0 0 ${width} ${height}`)
      layer.setAttribute("preserveAspectRatio", "xMinYMin")
      layer.setAttribute("style", `${layer.getAttribute("style") ?? ""}; max-width: 100%`)
    }
  }
}

function restore() {
  for (const plot of plots(document))
    for (const layer of plot.querySelectorAll(":scope > svg")) layer.removeAttribute("viewBox")
}

/**
 * The boxes of all charts, in components too.
 * @param {Document | ShadowRoot} root
 * @returns {HTMLElement[]}
 */
function plots(root) {
  const inside = [...root.querySelectorAll("*")].flatMap((it) => it.shadowRoot ?? [])
  return [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(".svg-container"))].concat(
    inside.flatMap(plots),
  )
}
