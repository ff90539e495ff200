/** Median, 99th percentile and the most of a list of figures. */
export function spread(name: string, values: readonly number[]): Record<string, number> {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0)
  return { [`${name}, p50`]: at(0.5), [`${name}, p99`]: at(0.99), [`${name}, most`]: at(1) }
}
