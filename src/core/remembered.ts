/** More answers than this are forgotten all at once. */
const most = 20_000

/** The answer that was found before; found, and remembered, where there is none. */
export function remembered<K, V>(known: Map<K, V>, key: K, find: (key: K) => V): V {
  const before = known.get(key)
  if (before !== undefined) return before
  if (known.size >= most) known.clear()
  const found = find(key)
  known.set(key, found)
  return found
}
