import { createSeat, directDoor, type Seat } from "./door.js"
import { type MemoryStore, openMemoryStore } from "./memory-store.js"

/** A store in memory and the clients on it. Making one takes seconds, so all runs in a process share it. */
export type Ground = { store: MemoryStore; seats: readonly [Seat, Seat]; judge: Seat }

let shared: Promise<Ground> | undefined

export const sharedGround = (): Promise<Ground> => {
  shared ??= make()
  return shared
}

async function make(): Promise<Ground> {
  const store = await openMemoryStore()
  const [judge, first, second] = [createSeat(), createSeat(), createSeat()]
  // What a client does at its first use takes real time, which no seed decides.
  for (const seat of [judge, first, second]) {
    const { prisma } = seat.sit({ name: "first use", alive: true }, directDoor(store))
    await prisma.$transaction(async (tx) => tx.member.findMany())
  }
  return { store, seats: [first, second], judge }
}

/** Who was killed amid a transaction never lets go of it: that is not waited for longer. */
const leaveMs = 5_000

export async function leaveGround(): Promise<void> {
  const ground = await shared
  shared = undefined
  if (!ground) return
  const left = async () => {
    for (const seat of [ground.judge, ...ground.seats]) await seat.leave()
    await ground.store.close()
  }
  await Promise.race([left(), new Promise((resolve) => setTimeout(resolve, leaveMs).unref())])
}

/** What is put into the database's own rules before a run, and taken out of them afterwards. */
export type SchemaFault = { plant: string; mend: string }

/** Runs on the shared store, emptied before and after. */
export async function onGround<T>(fault: SchemaFault | undefined, run: (ground: Ground) => Promise<T>): Promise<T> {
  const ground = await sharedGround()
  await ground.store.empty()
  if (fault) await ground.store.line.query(fault.plant)
  try {
    return await run(ground)
  } finally {
    await ground.store.empty()
    if (fault) await ground.store.line.query(fault.mend)
  }
}
