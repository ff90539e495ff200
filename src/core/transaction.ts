import { minute } from "./interval.js"
import { Prisma } from "./store/generated/client.js"
import type { World } from "./world.js"

/** Transactions of several statements, for what changes rows of many at once. */

type Patience = { maxWait: number; timeout: number }

/** For what changes many rows, or looks through a year of them. */
export const patience: Patience = { maxWait: minute, timeout: minute }

/** Of two that wait for each other the database ends one: that one is done again, so many times in all. */
const triesMax = 5

/** `work` may run several times, each from the beginning: what it does besides its statements must bear that. */
export async function transaction<T>(
  { store }: Pick<World, "store">,
  work: (tx: Prisma.TransactionClient) => Promise<T>,
  patience?: Patience,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await store.prisma.$transaction(work, patience)
    } catch (error) {
      if (tries === triesMax || !isDeadlock(error)) throw error
    }
  }
}

/** The store's own code, whichever way the statement went through. */
function isDeadlock(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false
  const meta = error.meta as { driverAdapterError?: { cause?: { originalCode?: string } } } | undefined
  return error.code === "P2034" || meta?.driverAdapterError?.cause?.originalCode === "40P01"
}
