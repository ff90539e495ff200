import { randomBytes } from "node:crypto"
import type { Actor, Ask } from "../../src/core/outcome.js"
import type { Store } from "../../src/core/store/open.js"
import type { World } from "../../src/core/world.js"
import { silent } from "./log.js"

export type TestWorld = World & { now: Date }

let ids = 0
/** A world on a real store whose clock stands still until `now` is set. Its ids rise, so that what is made at one instant has an order. */
export function testWorld(store: Store, now: string): TestWorld {
  const world: TestWorld = {
    store,
    now: new Date(now),
    clock: () => world.now,
    newId: () => `${(++ids).toString(36).padStart(6, "0")}${randomBytes(3).toString("hex")}`,
    speed: 1,
    log: silent,
  }
  return world
}

/** The same world, in which somebody else does something just before the first statement of these is run. `done`: whether it was. */
export function interrupted(
  world: TestWorld,
  before: (statement: Parameters<Store["query"]>[0]) => boolean,
  something: () => Promise<unknown>,
): TestWorld & { done: () => boolean } {
  let done = false
  const query: Store["query"] = async (statement) => {
    if (before(statement) && !done) {
      done = true
      await something()
    }
    return world.store.query(statement)
  }
  return { ...world, store: { ...world.store, query }, done: () => done }
}

/** Members named by their plan: `{ m1: "standard" }`. Also the person `p-m1` who acts for each. */
export async function addMembers(world: TestWorld, members: Record<string, string>): Promise<void> {
  const { prisma } = world.store
  for (const [id, planId] of Object.entries(members)) {
    await prisma.member.create({ data: { id, name: `Member ${id}`, planId, language: "en", createdAt: world.now } })
    await prisma.person.create({
      data: { id: `p-${id}`, name: `Person ${id}`, language: "en", actingForId: id, createdAt: world.now },
    })
    await prisma.personMember.create({ data: { personId: `p-${id}`, memberId: id, role: "owner" } })
  }
}

export const actorFor = (id: string, planId: string): Actor => ({
  person: { id: `p-${id}`, name: `Person ${id}`, language: "en", staff: false },
  member: { id, name: `Member ${id}`, role: "owner", planId, language: "en", status: "active", version: 1 },
  members: [{ id, name: `Member ${id}`, role: "owner" }],
  via: "test",
})

/** One of the centre's staff, who acts for nobody. */
export const staffActor = (id: string): Actor => ({
  person: { id, name: id, language: "en", staff: true },
  member: null,
  members: [],
  via: "test",
})

let keys = 0
/** Keys are of their process: several may storm one store. */
export const ask = (world: TestWorld, actor: Actor, key = `key-${process.pid}-${++keys}`): Ask => ({
  actor,
  now: world.now,
  key,
})
