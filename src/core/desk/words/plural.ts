/** Chooses a noun's form by the language's own rules. Portuguese has a third form (`many`) that none of our counts reaches. */
export function plurals(locale: string): (count: number, forms: { one: string; other: string }) => string {
  const rules = new Intl.PluralRules(locale)
  return (count, { one, other }) => `${count} ${rules.select(count) === "one" ? one : other}`
}

/** `, Ana`; nothing for whoever gave no name. */
export const called = (name: string, comma = ", "): string => (name === "" ? "" : `${comma}${name}`)
