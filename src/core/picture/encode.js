// Writes PNGs with a palette of up to 256 colours: a quarter of the canvas's own full-colour files, in less time. Our drawings
// have few colours; the shades at the edges of letters share what the palette has room for.
import { deflateSync } from "node:zlib"

/**
 * @param {Uint8Array} rgba opaque pixels, row by row
 * @param {number} width
 * @param {number} height
 * @returns {Uint8Array} the PNG (https://www.w3.org/TR/png-3/)
 */
export function encodePng(rgba, width, height) {
  const pixels = new Uint32Array(rgba.buffer, rgba.byteOffset, width * height)
  const { colors, indexOf } = paletteOf(pixels)
  // One byte a pixel, and before each row a zero: "no filter", which suits indexed pixels best.
  const rows = Buffer.alloc((width + 1) * height)
  let previous = pixels[0] ?? 0
  let index = indexOf.get(previous) ?? 0
  for (let y = 0, from = 0, to = 1; y < height; y++, to++) {
    for (let x = 0; x < width; x++) {
      const pixel = pixels[from++] ?? 0
      if (pixel !== previous) {
        previous = pixel
        index = indexOf.get(pixel) ?? 0
      }
      rows[to++] = index
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // 8 bits a pixel, colour type 3: indexed.
  header.set([8, 3, 0, 0, 0], 8)
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1")
  const palette = Buffer.from(colors.flatMap(channels))
  const image = deflateSync(rows, { level: 6 })
  return Buffer.concat([signature, chunk("IHDR", header), chunk("PLTE", palette), chunk("IDAT", image), chunk("IEND")])
}

/** A pixel's red, green and blue; the machine's byte order is little-endian. @type {(pixel: number) => [number, number, number]} */
const channels = (pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255]

/**
 * The palette, and each colour's place in it: a colour joins a more frequent one that is nearer than a tolerance, the smallest
 * with which 256 places suffice.
 * @type {(pixels: Uint32Array) => { colors: number[], indexOf: Map<number, number> }}
 */
function paletteOf(pixels) {
  /** @type {Map<number, number>} */
  const counts = new Map()
  for (let i = 0; i < pixels.length; ) {
    const pixel = pixels[i] ?? 0
    const start = i
    while (i < pixels.length && pixels[i] === pixel) i++
    counts.set(pixel, (counts.get(pixel) ?? 0) + i - start)
  }
  const frequent = [...counts].sort((a, b) => b[1] - a[1]).map(([pixel]) => pixel)
  for (let tolerance = 0; ; tolerance += 4) {
    const found = merge(frequent, tolerance * tolerance)
    if (found !== undefined) return found
  }
}

/** @type {(frequent: number[], nearest: number) => { colors: number[], indexOf: Map<number, number> } | undefined} */
function merge(frequent, nearest) {
  /** @type {number[]} */
  const colors = []
  /** @type {Map<number, number>} */
  const indexOf = new Map()
  for (const color of frequent) {
    let place = nearest === 0 ? -1 : closest(color, colors, nearest)
    if (place < 0) place = colors.push(color) - 1
    if (place > 255) return undefined
    indexOf.set(color, place)
  }
  return { colors, indexOf }
}

/** The place of the closest colour within a squared distance, or -1. @type {(color: number, colors: number[], within: number) => number} */
function closest(color, colors, within) {
  const [red, green, blue] = channels(color)
  let best = -1
  let least = within + 1
  colors.forEach((candidate, place) => {
    const [r, g, b] = channels(candidate)
    const distance = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2
    if (distance < least) {
      least = distance
      best = place
    }
  })
  return best
}

/** @type {(type: string, data?: Uint8Array) => Buffer} */
function chunk(type, data = new Uint8Array()) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  framed.set(body, 4)
  framed.writeUInt32BE(crc(body), body.length + 4)
  return framed
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

/** The checksum of PNG, annex D. @type {(bytes: Uint8Array) => number} */
function crc(bytes) {
  let value = 0xffffffff
  for (const byte of bytes) value = (crcTable[(value ^ byte) & 255] ?? 0) ^ (value >>> 8)
  return (value ^ 0xffffffff) >>> 0
}
