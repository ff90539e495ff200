import { openBallot } from "./core/ballots.js"
import { book } from "./core/booking.js"
import { close } from "./core/closing.js"
import { enrol } from "./core/enrolling.js"
import { after, day, hour, minute } from "./core/interval.js"
import { requestToJoin } from "./core/joining.js"
import { quoteAndKeep } from "./core/keeping.js"
import type { Wish } from "./core/outcome.js"
import { quote } from "./core/quote.js"
import { schedule } from "./core/scheduling.js"
import { bookSeries } from "./core/series.js"
import { joinLine } from "./core/waitlist.js"
import { addWishes } from "./core/wishing.js"
import type { Month } from "./demo-cast.js"

/** What a month has beside single sessions: what has its place before those are booked, */
export async function longBefore(month: Month): Promise<void> {
  await courses(month)
  await everyWeek(month)
  await awaitingAnAnswer(month)
}

/** and what came to be after them. */
export async function untilNow(month: Month): Promise<void> {
  await closures(month)
  await inLine(month)
  await byLot(month)
  await undecided(month)
}

async function closures({ world, by, staff, at }: Month): Promise<void> {
  const ask = () => by(staff, at(0, 10))
  await close(world, ask(), { what: { room: "s7" }, start: at(0, 15.5), end: at(0, 23), reason: "冷氣維修" })
  await close(world, ask(), { what: { room: "s22" }, start: at(3, 9), end: at(3, 18), reason: "new backdrop" })
}

/** One that was held, one tonight, and two to come, the last with more people than seats. */
async function courses({ world, by, staff, merchants, at }: Month): Promise<void> {
  const dates = [
    { course: "going-live", start: at(-6, 10), people: 7 },
    { course: "lighting", start: at(1, 11), people: 6 },
    { course: "going-live", start: at(8, 10), people: 5 },
    { course: "vision-mixing", start: at(5, 10), people: 6 },
  ]
  for (const { course, start, people } of dates) {
    const put = await schedule(world, by(staff, after(start, -9 * day)), { course, start })
    if (put.is === "refused") continue
    for (const merchant of merchants.slice(0, people))
      await enrol(world, by(merchant, after(start, -7 * day)), put.session.id)
  }
}

/** Two merchants have their hour of the week. */
async function everyWeek({ world, by, merchants, at }: Month): Promise<void> {
  for (const [n, merchant] of [merchants[1], merchants[11]].entries()) {
    if (!merchant) continue
    const wishes = [1, 8, 15, 22].map((days): Wish => {
      const start = at(days + n, 14 + n)
      return { room: { room: n ? "s21" : "s5" }, start, end: after(start, 2 * hour), hosts: 2, gear: [] }
    })
    await bookSeries(world, by(merchant, at(0, 12)), wishes)
  }
}

/** The showroom and long sessions need a yes; two would like to be members. */
async function awaitingAnAnswer({ world, by, merchants, at, now }: Month): Promise<void> {
  const asked: [number, Wish][] = [
    [3, { room: { room: "s24" }, start: at(0, 22), end: at(0, 24), hosts: 5, gear: [{ id: "camera", quantity: 2 }] }],
    [10, { room: { room: "s24" }, start: at(2, 18), end: at(2, 21), hosts: 6, gear: [], title: "Noite do Douro" }],
    [4, { room: { room: "s23" }, start: at(4, 12), end: at(4, 19), hosts: 2, gear: [] }],
  ]
  for (const [n, wish] of asked) {
    const merchant = merchants[n]
    if (merchant) await book(world, by(merchant, at(0, 17)), wish)
  }
  for (const [n, business] of ["新記糖水", "Atelier Azulejo"].entries()) {
    const identity = { platform: "telegram", userId: `demo-${n}`, address: `telegram:demo-${n}` }
    await requestToJoin(world, {
      ...identity,
      name: n ? "Marta" : "陳生",
      business,
      language: n ? "pt" : "zh-Hant",
      now,
    })
  }
}

/** One of them is looking at the card. */
async function undecided({ world, by, merchants, at, now }: Month): Promise<void> {
  const looking = merchants[13]
  if (!looking) return
  const ask = by(looking, now)
  const wish: Wish = { room: { room: "s7" }, start: at(0, 23.25), end: at(0, 24.75), hosts: 1, gear: [] }
  await quoteAndKeep(world, ask, () => quote(world, ask, wish))
}

/** For a large room this evening, of which there is none. */
async function inLine({ world, by, merchants, at }: Month): Promise<void> {
  for (const [n, merchant] of [merchants[0], merchants[5], merchants[12]].entries())
    if (merchant)
      await joinLine(world, by(merchant, at(0, 18 + n / 4)), {
        ...{ room: n < 2 ? { class: "large" } : "any", minutes: 120, hosts: 2, gear: [] },
        windows: [{ start: at(n < 2 ? 0 : 6, 20.5), end: at(n < 2 ? 0 : 6, 23.5) }],
      })
}

/** The evening a fortnight ahead is given out by lot. */
async function byLot({ world, by, staff, merchants, at, now }: Month): Promise<void> {
  const window = { start: at(24, 19), end: at(24, 23) }
  const opening = { name: "12.12", windows: [window], deadline: at(10, 18), wishesMax: 3, winsMax: 1, announce: false }
  const opened = await openBallot(world, by(staff, now), opening)
  if (opened.is !== "opened") return
  for (const [n, merchant] of [merchants[3], merchants[6], merchants[9], merchants[11]].entries()) {
    const start = after(window.start, n * 30 * minute)
    const wish: Wish = { room: { class: "large" }, start, end: after(start, 2 * hour), hosts: 2, gear: [] }
    if (merchant) await addWishes(world, by(merchant, now), { ballot: opened.ballot, wishes: [wish] })
  }
}
