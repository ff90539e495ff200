import type { Centre } from "../../src/core/centre.js"
import { schedule } from "../../src/core/scheduling.js"
import type { Store } from "../../src/core/store/open.js"
import { smallCentre } from "./centre.js"
import { withCentre } from "./store.js"
import { addMembers, ask, staffActor, type TestWorld, testWorld } from "./world.js"

const named = (en: string) => ({ "zh-Hant": en, "zh-Hans": en, pt: en, en })

/** The small centre with a training scheme: a room and a mixer that must be learnt; a course of two seats that is held with two. */
export const schoolCentre: Centre = {
  ...smallCentre,
  rooms: smallCentre.rooms.map((room) => (room.id === "l1" ? { ...room, requires: "large" } : room)),
  gear: [...smallCentre.gear, { id: "mixer", names: named("mixer"), aliases: [], quantity: 1, requires: "mixing" }],
  qualifications: [
    { id: "large", names: named("Large studio"), months: 6, remindDays: [28, 7] },
    { id: "mixing", names: named("Mixing"), unusedMonths: 6, remindDays: [14] },
  ],
  courses: [
    {
      id: "large-studio",
      names: named("The large studio"),
      aliases: [],
      minutes: 120,
      seats: 2,
      least: 2,
      decideHours: 24,
      trainers: 1,
      rooms: ["s1", "s2"],
      gives: "large",
    },
    {
      id: "mixer",
      names: named("The mixer"),
      aliases: [],
      minutes: 60,
      seats: 3,
      least: 0,
      decideHours: 24,
      trainers: 2,
      gives: "mixing",
    },
  ],
}

/** The school at ten on Monday, 23 November 2026, with these members and Boss of the staff. */
export async function openSchool(store: Store, members: readonly string[]): Promise<TestWorld> {
  const world = testWorld(store, "2026-11-23T10:00:00+08:00")
  await withCentre(store, schoolCentre, world.now)
  await addMembers(world, Object.fromEntries(members.map((id) => [id, "standard"])))
  await store.prisma.person.create({
    data: { id: "boss", name: "Boss", language: "en", staff: true, createdAt: world.now },
  })
  return world
}

/** Puts on a date of a course, and says its id. */
export async function putOn(world: TestWorld, course: string, start: string, room?: string): Promise<string> {
  const done = await schedule(world, ask(world, staffActor("boss")), {
    course,
    start: new Date(start),
    ...(room ? { room } : {}),
  })
  if (done.is === "refused") throw new Error(done.refusal.why)
  return done.session.id
}
