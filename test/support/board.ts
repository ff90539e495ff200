import type { AddressInfo } from "node:net"
import { pino } from "pino"
import { board } from "../../src/bots/board/index.js"
import type { BoardOptions } from "../../src/bots/board/routes.js"
import { createHttp } from "../../src/bots/http.js"
import { book } from "../../src/core/booking.js"
import type { Centre } from "../../src/core/centre.js"
import { parseCentre, sampleCentreText } from "../../src/core/centre-file.js"
import { checkIn } from "../../src/core/checkin.js"
import { close } from "../../src/core/closing.js"
import { boardOf } from "../../src/core/desk/board.js"
import { createDesk } from "../../src/core/desk/desk.js"
import { requestToJoin } from "../../src/core/joining.js"
import { quoteAndKeep } from "../../src/core/keeping.js"
import { runningLate } from "../../src/core/late.js"
import type { Wish } from "../../src/core/outcome.js"
import { quote } from "../../src/core/quote.js"
import { seeded } from "./random.js"
import { withCentre } from "./store.js"
import { actorFor, ask, staffActor, type TestWorld } from "./world.js"

/** The board over real HTTP on a real store, and a believable evening for it to show. */

export const sampleCentre: Centre = (() => {
  const read = parseCentre(sampleCentreText(), "the sample centre")
  if (read.is === "wrong") throw new Error(read.problems.join())
  return read.centre
})()

export async function startBoard(world: TestWorld, options: Partial<BoardOptions> & { demo?: string } = {}) {
  const { demo, ...rest } = options
  const logged: string[] = []
  const log = pino({ level: "debug" }, { write: (line: string) => void logged.push(line) })
  const http = createHttp({ host: "127.0.0.1", publicUrl: rest.publicUrl, log })
  const boards = boardOf(world)
  const platform = board(
    { secureCookies: false, every: 50, ...rest },
    { ...boards, http, log, now: () => new Date(), demo: demo === undefined ? undefined : () => boards.openAs(demo) },
  )
  await platform.start(createDesk(world).hear)
  await http.listen({ host: "127.0.0.1", port: 0 })
  const url = `http://127.0.0.1:${(http.server.address() as AddressInfo).port}`
  world.pages = url
  const close = async (): Promise<void> => {
    await platform.stop()
    await http.close()
  }
  return { url, http, logged, close, boards }
}

export type BoardServer = Awaited<ReturnType<typeof startBoard>>

const names = [
  "蓮花直播 Lotus Live",
  "鉅發手信",
  "海韵珠宝",
  "Padaria Sol",
  "Jade Beauty",
  "Casa do Mar",
  "明珠美妝",
  "Harbour Toys",
  "阿婆豬扒包",
  "小红日记",
  "Vinhos do Douro Macau, Importação e Exportação",
  "Night Market TV",
  "澳門葡撻之家",
  "Silk Road Tea",
  "Lusitano Sapatos",
  "潮汐茶飲",
]

const at = (day: string, time: string): Date => new Date(`${day}T${time}:00+08:00`)

/** One of the staff, known by no account. */
export async function addStaff(world: TestWorld, id: string, language = "en"): Promise<void> {
  const person = { id, name: id, language, staff: true, createdAt: world.now }
  await world.store.prisma.person.create({ data: person })
}

async function addMerchants(world: TestWorld): Promise<void> {
  const { prisma } = world.store
  for (const [n, name] of names.entries()) {
    const id = `m${n}`
    await prisma.member.create({ data: { id, name, planId: "pro", language: "en", createdAt: world.now } })
    await prisma.person.create({ data: { id: `p-${id}`, name, language: "en", actingForId: id, createdAt: world.now } })
    await prisma.personMember.create({ data: { personId: `p-${id}`, memberId: id, role: "owner" } })
  }
}

/**
 * Tuesday 24 November 2026 at 20:10: a busy evening, most who should be there are, two are late (one said so), one did not come; a
 * place is kept, a room is closed, a course was held, two ask to join.
 */
export async function fullEvening(world: TestWorld, day = "2026-11-24"): Promise<void> {
  world.now = at("2026-11-23", "10:00")
  await withCentre(world.store, sampleCentre, world.now)
  await addMerchants(world)
  const { int, pick } = seeded(11)
  const gear = ["ring-light", "camera", "microphone", "turntable"]
  for (const [n, room] of sampleCentre.rooms.entries()) {
    let start = at(day, "09:00").getTime() + int(12) * 15 * 60_000
    while (start < at("2026-11-25", "00:30").getTime()) {
      const minutes = pick([60, 90, 90, 120, 120, 180])
      const wish: Wish = {
        room: { room: room.id },
        start: new Date(start),
        end: new Date(start + minutes * 60_000),
        hosts: 1 + int(2) + (n > 11 ? int(2) : 0),
        gear: int(3) === 0 ? [{ id: pick(gear), quantity: 1 + int(2) }] : [],
      }
      const member = actorFor(`m${int(names.length)}`, "pro")
      if (room.id !== "s7" || wish.end <= at(day, "15:00")) await book(world, ask(world, member), wish)
      const evening = start > at(day, "17:00").getTime()
      start += (minutes + 15 + (evening ? int(3) * 15 : (2 + int(9)) * 15)) * 60_000
    }
  }
  await close(world, ask(world, staffActor("lai")), {
    what: { room: "s7" },
    start: at(day, "15:30"),
    end: at(day, "23:00"),
    reason: "冷氣維修",
  })
  await arrive(world, day)
  await aroundIt(world, day)
}

/** Whoever is due by now is there, but for a few. */
async function arrive(world: TestWorld, day: string): Promise<void> {
  const now = at(day, "20:10")
  const { booking } = world.store.prisma
  const begun = await booking.findMany({ where: { startsAt: { lte: now } }, orderBy: { startsAt: "asc" } })
  const running = begun.filter(({ endsAt }) => endsAt > now)
  const away = running.slice(-2).map(({ id }) => id)
  for (const { id, startsAt } of begun.filter((one) => !away.includes(one.id))) {
    world.now = startsAt
    await checkIn(world, ask(world, staffActor("lai")), id)
  }
  world.now = now
  const [said] = away
  if (said) await runningLate(world, ask(world, staffActor("lai")), said, 30)
}

async function aroundIt(world: TestWorld, day: string): Promise<void> {
  const { now } = world
  const wish: Wish = { room: "any", start: at(day, "23:00"), end: at("2026-11-25", "00:30"), hosts: 1, gear: [] }
  const keeper = ask(world, actorFor("m3", "pro"))
  await quoteAndKeep(world, keeper, () => quote(world, keeper, wish))
  await world.store.prisma.courseSession.create({
    data: {
      ...{
        id: "c1",
        courseId: "lighting",
        roomId: "s23",
        hosts: 1,
        seats: 8,
        least: 3,
        status: "scheduled",
        version: 1,
      },
      ...{ startsAt: at(day, "18:15"), endsAt: at(day, "19:45"), createdAt: now },
    },
  })
  for (const [n, business] of ["新記糖水", "Atelier Azulejo"].entries()) {
    const identity = { platform: "telegram", userId: String(n), address: `telegram:${n}` }
    await requestToJoin(world, { ...identity, name: n ? "Marta" : "陳生", business, language: "en", now })
  }
}
