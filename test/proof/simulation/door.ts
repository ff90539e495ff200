import { EventEmitter } from "node:events"
import { PrismaPg } from "@prisma/adapter-pg"
import pg from "pg"
import { type Store, transactionLimits } from "../../../src/core/store/connection.js"
import { PrismaClient } from "../../../src/core/store/generated/client.js"
import type { Faults } from "./faults.js"
import type { MemoryStore } from "./memory-store.js"
import type { Owner, Random, Schedule } from "./schedule.js"

/**
 * The store as replicas reach it: each statement takes its time to get there, waits for whoever is in a transaction (as at the product's
 * embedded store), is run for real, and its answer takes time to get back. Whoever dies on the way hears nothing more, and what they
 * had begun is rolled back; lines break before a statement has arrived, and after it was carried out.
 */

export type Statement = { text: string; values?: unknown[] } & Record<string, unknown>
export type Weather = {
  /** Chances of a line that breaks, for each statement. */
  cutBefore: number
  cutAfter: number
}

type Request = {
  connection: Connection
  statement: Statement
  resolve: (result: unknown) => void
  reject: (error: Error) => void
}

export type DoorOptions = {
  store: MemoryStore
  schedule: Schedule
  random: Random
  weather: Weather
  faults: Faults
  /** Told of a line that broke. */
  cut: (owner: Owner, how: "before" | "after", statement: Statement) => void
}

export type Door = { ask(connection: Connection, statement: Statement): Promise<unknown>; left(owner: Owner): void }

export class Connection extends EventEmitter {
  broken = false
  readonly owner: Owner
  private readonly door: Door
  constructor(owner: Owner, door: Door) {
    super()
    this.owner = owner
    this.door = door
  }
  query(asked: string | Statement, values?: unknown[]): Promise<unknown> {
    return this.door.ask(this, typeof asked === "string" ? { text: asked, ...(values ? { values } : {}) } : asked)
  }
  release(): void {}
}

export function createDoor({ store, schedule, random, weather, faults, cut }: DoorOptions): Door {
  let holder: Connection | null = null
  const waiting: Request[] = []

  const latency = (): number => (random.next() < 0.03 ? 20 + random.int(700) : 1 + random.int(4))
  const answer = ({ connection, resolve, reject }: Request, result: unknown): void => {
    const back = result instanceof Error ? () => reject(result) : () => resolve(result)
    schedule.after(
      latency(),
      `${result instanceof Error ? "no" : "ok"} ${connection.owner.name}`,
      back,
      connection.owner,
    )
  }
  const letGo = async (): Promise<void> => {
    if (store.inTransaction()) await store.line.query("rollback")
    holder = null
  }
  const breakLine = async (request: Request, how: "before" | "after"): Promise<void> => {
    cut(request.connection.owner, how, request.statement)
    request.connection.broken = true
    if (holder === request.connection || store.inTransaction()) await letGo()
    answer(request, brokenLine())
  }
  const run = async (request: Request): Promise<void> => {
    const { connection, statement } = request
    if (!connection.owner.alive && (holder === connection || random.next() < 0.5)) return
    const { cutBefore, cutAfter } = weather
    const dice = random.next()
    if (dice < cutBefore) return breakLine(request, "before")
    const { text, ...rest } = faults.rewrite?.(statement) ?? statement
    const result: unknown = await store.line.query({ ...rest, text }).catch((error: Error) => error)
    holder = store.inTransaction() ? connection : null
    if (dice < cutBefore + cutAfter) return breakLine(request, "after")
    answer(request, result)
  }
  const pump = async (): Promise<void> => {
    for (let next = holder ? undefined : waiting.shift(); next; next = holder ? undefined : waiting.shift())
      await run(next)
  }
  /** A planted fault: "done" is said before it is. */
  const early = (request: Request): Request => {
    answer(request, { rows: [{ result: { is: "done" } }], rowCount: 1 })
    return { ...request, resolve: () => {}, reject: () => {} }
  }
  return {
    ask: (connection, statement) =>
      new Promise((resolve, reject) => {
        const asked: Request = { connection, statement, resolve, reject }
        const ahead = faults.early?.(statement) === true
        const request = ahead ? early(asked) : asked
        const what = `${connection.owner.name} ${statement.text} ${JSON.stringify(statement.values ?? [])}`
        schedule.after(latency() + (ahead ? 400 : 0), what, async () => {
          if (connection.broken) return answer(request, brokenLine())
          if (holder && holder !== connection) return void waiting.push(request)
          await run(request)
          await pump()
        })
      }),
    left(owner) {
      schedule.after(5, `${owner.name} has left`, async () => {
        if (holder?.owner === owner) await letGo()
        await pump()
      })
    },
  }
}

const brokenLine = (): Error => Object.assign(new Error("Connection terminated unexpectedly"), { code: "ECONNRESET" })

/** A client of the ORM costs as much as a whole run: they are kept, each on a pool whose owner changes. */
export type Seat = { store: Store; sit(owner: Owner, door: Door): Store; leave(): Promise<void> }

export function createSeat(): Seat {
  let at: { owner: Owner; door: Door } | undefined
  const connection = (): Connection => {
    if (!at) throw new Error("nobody sits here")
    return new Connection(at.owner, at.door)
  }
  const pool = new pg.Pool({ max: 1 })
  pool.setMaxListeners(0)
  Object.assign(pool, {
    connect: async () => connection(),
    query: (asked: string | Statement, values?: unknown[]) => connection().query(asked, values),
  })
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool), transactionOptions: transactionLimits })
  // A store of its own for each: what is remembered of the centre goes with whoever dies.
  const fresh = (): Store => ({
    kind: "pglite",
    prisma,
    pool,
    jobs: pool,
    query: ({ text, values }) => pool.query({ text, values }),
    failed: new Promise(() => {}),
    close: async () => {},
  })
  return {
    store: fresh(),
    sit(owner, door) {
      at = { owner, door }
      return fresh()
    },
    leave: () => prisma.$disconnect(),
  }
}

/** For setting things up and for judging: no time goes by. */
export function directDoor(store: MemoryStore): Door {
  return { ask: (_, statement) => store.line.query(statement), left: () => {} }
}
