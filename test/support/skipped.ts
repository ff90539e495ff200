/** Says loudly what is not tested for want of something; where nothing may be skipped (the gate), that is a failure. */
export function skipped(what: string): void {
  if (process.env.NOTHING_SKIPPED) throw new Error(`skipped: ${what}`)
  process.stderr.write(`\n*** SKIPPED: ${what} ***\n\n`)
}
