/** Faults in the product's own code: the built program, with something in one of its files changed as it is loaded. */

export type Fault = {
  /** Under `dist/`. */
  file: string
  /** As it stands in the built file; the program does not start where it does not. */
  is: string
  becomes: string
}

const script = (text: string): string => `data:text/javascript;base64,${Buffer.from(text).toString("base64")}`

/** The environment in which the program has this fault. */
export function planted({ file, is, becomes }: Fault): { NODE_OPTIONS: string } {
  const hook = `
    const [file, is, becomes] = ${JSON.stringify([`/dist/${file}`, is, becomes])}
    export async function load(url, context, next) {
      const found = await next(url, context)
      if (!url.endsWith(file)) return found
      const source = String(found.source)
      if (!source.includes(is)) throw new Error("no fault can be planted in " + file + " any more: it has no " + is)
      return { ...found, source: source.replaceAll(is, () => becomes) }
    }`
  const main = `import { register } from "node:module"; register(${JSON.stringify(script(hook))})`
  return { NODE_OPTIONS: `--import=${script(main)}` }
}
