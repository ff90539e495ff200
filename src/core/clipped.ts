/** At most so many UTF-16 units of a text, never cut within a character: no store takes halves of one, and no platform shows them. */
export const clipped = (text: string, most: number): string =>
  text.length <= most ? text : text.slice(0, most).replace(/\p{Surrogate}$/u, "")
