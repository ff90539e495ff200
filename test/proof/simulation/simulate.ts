import { createHash } from "node:crypto"
import type { Reply, Said, Turn } from "../../../src/core/desk/turn.js"
import { minute, second } from "../../../src/core/interval.js"
import { seeded } from "../../support/random.js"
import { type Chaos, createChaos } from "./chaos.js"
import { type Face, saw, whatNext } from "./crowd.js"
import { createDoor, directDoor, type Weather } from "./door.js"
import type { Faults } from "./faults.js"
import type { Ground } from "./ground.js"
import { createInspector } from "./inspect.js"
import { createPlatform, type Trouble } from "./platform.js"
import { createSchedule, type Random, type Schedule, simulated } from "./schedule.js"
import { createTold } from "./told.js"
import { type Place, people, placeOf } from "./world.js"

/** One seed: a busy stretch of a centre's life with everything going wrong, then calm, and the judgement over both. */

export type Ran = {
  violations: string[]
  counts: Record<string, number>
  /** Of all that happened, and of what is in the store in the end. */
  digest: string
}

const steps = 40

export async function simulate(ground: Ground, { seed, faults }: { seed: number; faults: Faults }): Promise<Ran> {
  const random = seeded(seed)
  const place = placeOf(random)
  await ground.store.empty()
  const store = ground.judge.sit({ name: "judge", alive: true }, directDoor(ground.store))
  const faces = await people(store, place)
  const schedule = createSchedule(place.start.getTime())
  return simulated(schedule, random, async () => {
    const life = createLife({ ground, seed, random, place, schedule, faces, faults })
    await life.live()
    return life.judged()
  })
}

type Given = {
  ground: Ground
  seed: number
  random: Random
  place: Place
  schedule: Schedule
  faces: Face[]
  faults: Faults
}

function createLife({ ground, seed, random, place, schedule, faces, faults }: Given) {
  const violations: string[] = []
  const told = createTold()
  const rough = (chance: number): number => (random.next() < 0.25 ? 0 : chance * random.next() * 2)
  const weather: Weather = { cutBefore: rough(0.004), cutAfter: rough(0.004) }
  const trouble: Trouble = { wait: rough(0.15), down: rough(0.08), lost: rough(0.05), refused: rough(0.02) }
  const faceAt = (address: string): Face | undefined =>
    faces.find((face) => `${face.platform}:${face.person}` === address)
  const platform = createPlatform({
    schedule,
    random,
    trouble,
    got: (to, reply) => {
      const face = faceAt(to)
      if (face) saw(face, [reply])
    },
  })
  const inspector = createInspector({ store: ground.store, judge: ground.judge, place, schedule, platform })
  const chaos: Chaos = createChaos({
    ...{ schedule, random, platform, faults, violations, seats: ground.seats, stands: inspector.stands },
    door: (cut) => createDoor({ store: ground.store, schedule, random, weather, cut, faults }),
  })
  const network = createNetwork({ schedule, random, chaos, heard })

  async function heard(face: Face, turn: Turn, replies: readonly Reply[]): Promise<void> {
    saw(face, replies)
    const { wrong, claims } = told.heard(turn.key, turn.said, replies)
    violations.push(...wrong)
    if (claims) violations.push(...(await inspector.claimed(claims)))
  }
  let n = 0
  const say = (face: Face, said: Said): void => {
    const key = `${face.platform}:update:${++n}`
    const address = `${face.platform}:${face.person}` as const
    const from = { id: face.person, name: face.person }
    network.post(face, {
      key,
      platform: face.platform,
      from,
      chat: { address, kind: "private" },
      addressed: true,
      said,
    })
  }
  const scenery = () => ({
    now: new Date(schedule.now()),
    zone: place.centre.zone,
    rooms: place.centre.rooms.map(({ id }) => id),
    gear: ["camera", "ring-light"],
    members: ["m1", "m2", "m3"],
    courses: place.centre.courses.map(({ id }) => id),
  })

  return {
    async live(): Promise<void> {
      chaos.begin()
      for (let step = 0; step < steps && violations.length === 0; step++) {
        const crowd = random.next() < 0.15 ? 3 : 1
        for (let k = 0; k < crowd; k++) {
          const face = random.pick(faces)
          say(face, whatNext(face, scenery(), random))
        }
        if (random.next() < 0.01) platform.blocked.add(`${random.pick(faces).platform}:${random.pick(faces).person}`)
        chaos.happen()
        await schedule.runUntil(schedule.now() + Math.round(-Math.log(1 - random.next()) * 12 * second))
        if (step % 20 === 19) violations.push(...(await inspector.inspect()))
      }
      Object.assign(weather, { cutBefore: 0, cutAfter: 0 })
      Object.assign(trouble, { wait: 0, down: 0, lost: 0, refused: 0 })
      network.calm()
      chaos.calm()
      await schedule.runUntil(schedule.now() + 4 * minute)
      for (const face of faces) say(face, { kind: "press", data: "help" })
      await schedule.runUntil(schedule.now() + minute)
    },
    async judged(): Promise<Ran> {
      if (violations.length === 0) {
        violations.push(...network.unanswered().map((key) => `never answered: ${key}`))
        violations.push(...(await inspector.inspect()), ...(await inspector.atRest(chaos.record)))
      }
      chaos.end()
      const digest = createHash("sha256")
        .update(`${schedule.digest()} ${await inspector.digest()}`)
        .digest("hex")
      return {
        violations: violations.map((one) => `seed ${seed}: ${one}`),
        counts: { ...told.counts, ...platform.counts, ...network.counts, ...chaos.counts, events: schedule.events() },
        digest,
      }
    },
  }
}

type Networking = {
  schedule: Schedule
  random: Random
  chaos: Chaos
  heard: (face: Face, turn: Turn, replies: readonly Reply[]) => Promise<void>
}

/** Deliveries of what people say: late, in another order, twice and more often, lost and brought again until they are answered. */
function createNetwork({ schedule, random, chaos, heard }: Networking) {
  const open = new Map<string, { answered: boolean }>()
  const counts = { turns: 0, duplicates: 0, redelivered: 0, lostOnTheWay: 0, late: 0 }
  let rough = 1

  const deliver = (face: Face, turn: Turn, delay: number): void => {
    const state = open.get(turn.key)
    schedule.after(delay, `turn ${turn.key} ${JSON.stringify(turn.said)}`, () => {
      const replica = chaos.anyone()
      const again = (): void => {
        if (state?.answered) return
        counts.redelivered++
        deliver(face, turn, 1)
      }
      // Asked again until it is answered, as platforms do.
      schedule.after(20 * second + random.int(20) * second, `again? ${turn.key}`, again)
      if (!replica) return
      if (random.next() < 0.04 * rough) {
        counts.lostOnTheWay++
        return
      }
      void replica.hear(turn).then((replies) => {
        schedule.after(0, `answered ${turn.key} ${JSON.stringify(replies[0]?.text)}`, async () => {
          if (state) state.answered = true
          await heard(face, turn, replies)
        })
      })
    })
  }
  return {
    counts,
    post(face: Face, turn: Turn): void {
      counts.turns++
      open.set(turn.key, { answered: false })
      const slow = random.next() < 0.1 * rough
      if (slow) counts.late++
      deliver(face, turn, slow ? random.int(90) * second : random.int(400))
      for (let twice = random.next(); twice < 0.22 * rough; twice = random.next()) {
        counts.duplicates++
        deliver(face, turn, random.next() < 0.5 ? random.int(800) : random.int(180) * second)
      }
    },
    calm(): void {
      rough = 0
    },
    unanswered: (): string[] => [...open].flatMap(([key, { answered }]) => (answered ? [] : [key])),
  }
}
