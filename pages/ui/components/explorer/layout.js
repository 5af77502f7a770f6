// Where every cell of a stage stands in its block of the strip. All lengths are whole CSS pixels,
// so that what is pointed at is exactly what is drawn.

const STRIP = 352 // height of the maps
const GAP = 4 // between two maps
const MOST_SLICES = 144 // a kernel of more slices is not drawn beside its map

function layOut(stage) {
  return stage.shape.length === 3 ? mapBlock(stage) : unitBlock(stage)
}

// Feature maps in columns, top to bottom, each with its kernel to its left.
function mapBlock(stage) {
  const [rows, columns, maps] = stage.shape
  const side = Math.max(rows, columns)
  const target = maps === 1 ? 168 : maps <= 4 ? 84 : maps <= 12 ? 68 : 52
  const cell = Math.min(Math.max(Math.floor(target / side), 2), 14)
  const mosaic = kernelMosaic(stage)
  const tile = {
    width: columns * cell + (mosaic ? mosaic.width + GAP : 0),
    height: Math.max(rows * cell, mosaic ? mosaic.height : 0),
  }
  const down = Math.max(Math.min(Math.floor((STRIP + GAP) / (tile.height + GAP)), maps), 1)
  const across = Math.ceil(maps / down)
  const corner = (map) => ({
    x: Math.floor(map / down) * (tile.width + GAP) + (mosaic ? mosaic.width + GAP : 0),
    y: (map % down) * (tile.height + GAP),
  })
  return {
    cell, mosaic, across, down, corner,
    width: across * (tile.width + GAP) - GAP,
    height: Math.max(down * (tile.height + GAP) - GAP, 1),
    box(index) {
      const at = Math.floor(index / maps), { x, y } = corner(index % maps)
      return { x: x + (at % columns) * cell, y: y + Math.floor(at / columns) * cell,
               width: cell, height: cell }
    },
    mapBox: (map) => ({ ...corner(map), width: columns * cell, height: rows * cell }),
    hit(x, y) {
      const map = Math.floor(x / (tile.width + GAP)) * down + Math.floor(y / (tile.height + GAP))
      if (x < 0 || y < 0 || map >= maps || Math.floor(y / (tile.height + GAP)) >= down) return null
      const { x: left, y: top } = corner(map)
      const row = Math.floor((y - top) / cell), column = Math.floor((x - left) / cell)
      return inside(row, column, rows, columns) ? (row * columns + column) * maps + map : null
    },
  }
}

// Units read like text: left to right, then down.
function unitBlock(stage) {
  const units = stage.shape[0]
  const cell = units <= 16 ? 24 : units <= 256 ? 14 : units <= 1024 ? 9 : units <= 4096 ? 7 : 4
  const most = Math.floor(STRIP / cell)
  const columns = units <= 16 ? 1 : Math.max(Math.ceil(units / most), 4)
  const rows = Math.ceil(units / columns)
  return {
    cell, columns, mosaic: null, width: columns * cell, height: rows * cell,
    box: (index) => ({ x: (index % columns) * cell, y: Math.floor(index / columns) * cell,
                       width: cell, height: cell }),
    hit(x, y) {
      const row = Math.floor(y / cell), column = Math.floor(x / cell)
      const index = row * columns + column
      return inside(row, column, rows, columns) && index < units ? index : null
    },
  }
}

// The slices of a kernel, one for each map that it reads, as small tiles on a square.
function kernelMosaic(stage) {
  if (stage.kind !== "Conv2D") return null
  const channels = stage.before.shape[2], { size } = stage.window
  if (channels > MOST_SLICES) return null
  const across = Math.ceil(Math.sqrt(channels)), gap = channels === 1 ? 0 : 1
  const pixel = Math.max(Math.floor(24 / (size * across)), 1) // one weight is so many pixels wide
  const step = size * pixel + gap, side = across * step - gap
  return { across, pixel, step, width: side, height: Math.ceil(channels / across) * step - gap }
}

// The cell beside another in its map, or the one above or below; null at the edge.
function neighbour(stage, block, index, down, right) {
  if (stage.shape.length === 3) {
    const [rows, columns, maps] = stage.shape
    const cell = Math.floor(index / maps)
    const row = Math.floor(cell / columns) + down, column = (cell % columns) + right
    return inside(row, column, rows, columns)
      ? (row * columns + column) * maps + (index % maps)
      : null
  }
  const next = index + down * block.columns + right
  return next >= 0 && next < stage.shape[0] ? next : null
}

// The same place in another map; for a vector, the next or previous unit.
function sameInMap(stage, index, step) {
  const maps = stage.shape.at(-1)
  const map = (index % maps) + step
  return map >= 0 && map < maps ? index + step : null
}

// The cell of another stage at the same relative place, to go through the layers sideways.
function across(stage, index, other) {
  if (other.values.length === stage.values.length) return index
  const [rows, columns, maps] = sides(stage), [height, width, others] = sides(other)
  const cell = Math.floor(index / maps)
  const row = Math.min(Math.floor((Math.floor(cell / columns) * height) / rows), height - 1)
  const column = Math.min(Math.floor(((cell % columns) * width) / columns), width - 1)
  return (row * width + column) * others + Math.min(index % maps, others - 1)
}
