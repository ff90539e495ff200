import type { Store } from "../../../src/core/store/open.js"

type Query = Store["query"]
type Statement = Parameters<Query>[0]

const isWrite = ({ name }: Statement): boolean => name === "apply_write" || name === "apply_moving"

/** Faults, each of which a measure must find, put between the engine and its store. */
const faults = {
  /** A repeat is a new turn. */
  "turn's key ignored": (query) => (statement) => {
    if (!isWrite(statement)) return query(statement)
    const { turn: _, ...write } = JSON.parse(String(statement.values[0]))
    return query({ ...statement, values: [JSON.stringify(write)] })
  },
  /** "Booked" is said, and the write follows. */
  "said before the commit": (query) => (statement) => {
    if (!isWrite(statement)) return query(statement)
    setTimeout(() => void query(statement).catch(() => {}), 20)
    return Promise.resolve({ rows: [{ result: { is: "done" } }], rowCount: 1, command: "SELECT", oid: 0, fields: [] })
  },
  /** Who dies keeps what it had claimed of the outbox. */
  "leases for ever": (query) => (statement) => {
    if (statement.name !== "claim-due") return query(statement)
    const [now, , only] = statement.values
    return query({ ...statement, values: [now, new Date("2100-01-01T00:00:00Z"), only] })
  },
} satisfies Record<string, (query: (statement: Statement) => Promise<unknown>) => (statement: Statement) => unknown>

/** A store with a fault; the store as it is for a word that names none of these. */
export function planted(store: Store, plant: string | undefined): Store {
  const fault = Object.entries(faults).find(([name]) => name === plant)?.[1]
  return fault ? { ...store, query: fault(store.query) as Query } : store
}
