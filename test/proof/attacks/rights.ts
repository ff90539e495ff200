import { randomBytes } from "node:crypto"
import { seeded } from "../../support/random.js"
import type { Finding, Measure } from "../measure.js"
import { type Browser, foreignIds, furnish, rivals, stepsOn } from "./furnish.js"
import type { Scene } from "./scene.js"
import { ask, attack, onBoth, quantile, type Run, type Siege, siege } from "./siege.js"

/** S06 and S07: members at what is others'. */

const s06: Measure = attack({
  id: "S06",
  promise: "A button forged on what is somebody else's does nothing and tells nothing",
  counts: "presses on each store",
  times: { quick: 90, full: 10_000 },
  needs: ["postgres"],
  plants: ["authorisation stripped"],
  run: (how) => onBoth((scene) => forgedButtons(scene, how)),
})

async function forgedButtons(scene: Scene, { seed, times, plant }: Run): Promise<Finding> {
  await furnish(scene)
  const { pick } = seeded(seed)
  const { browsers, ids } = await rivals(scene, Math.ceil(times / 100))
  const foreign = await foreignIds(scene, ids)
  const { bo } = scene.cast.telegram
  const own = scene.cast.members.bo
  return siege(scene, {
    ignoring: [...ids, ...scene.cast.ids.bo],
    async attack({ probe }) {
      const [booking = ""] = await bookingsOf(scene)
      const tried = plant
        ? stepsOn(booking, own).filter((step) => /^(?:show|cancel) /.test(step))
        : Array.from({ length: times }, () => pick(stepsOn(pick(foreign), own)))
      for (const [n, action] of tried.entries()) {
        const by = plant ? scene.cast.web.ana : browsers[n % browsers.length]
        const answer = await by?.post("/api/turns", { key: `forged-${seed}-${n}`, action })
        probe(action, answer?.status === 200, (await answer?.text()) ?? "")
      }
      // And where others see what is pressed: from another chat, cut short, and on somebody's old message.
      const shown = scene.cast.telegram.ana.last()
      for (const action of pickSome(tried, 4)) {
        const answer = await bo.pressData(action, { ...shown, chatId: bo.chat.id })
        probe(`${action}, on Telegram`, true, answer.text, JSON.stringify(answer.buttons))
        const { status, body } = await scene.slack.courier.deliver(scene.cast.slack.bo.parcels.forged(action))
        probe(`${action}, on Slack`, status === 200, String(body))
      }
      await scene.slack.until(() => scene.slack.world.busy === 0, "quiet")
      probe(
        "what was said on Slack",
        true,
        ...scene.cast.slack.bo.sees().map(({ text, blocks }) => `${text} ${JSON.stringify(blocks)}`),
      )
    },
    async control() {
      const [id] = await bookingsOf(scene)
      const answer = await scene.cast.web.ana.post("/api/turns", { key: `own-${seed}`, action: `show ${id}` })
      return /直播|Studio|Estúdio/.test(await answer.text()) ? undefined : "her own booking"
    },
  })
}

/** Ana's. */
const bookingsOf = async ({ store, cast }: Scene): Promise<string[]> => {
  const all = await store.prisma.booking.findMany({
    where: { memberId: cast.members.ana },
    orderBy: { startsAt: "asc" },
  })
  return all.map(({ id }) => id)
}

const pickSome = (all: readonly string[], count: number): string[] => all.slice(0, count)

const s07: Measure = attack({
  id: "S07",
  promise: "Somebody else's and what does not exist are answered alike",
  counts: "pairs on each store",
  times: { quick: 40, full: 3_000 },
  needs: ["postgres"],
  plants: ["the owner asks"],
  run: (how) => onBoth((scene) => enumerated(scene, how)),
})

async function enumerated(scene: Scene, { seed, times, plant }: Run): Promise<Finding> {
  await furnish(scene)
  const { pick } = seeded(seed + 1)
  const { browsers, ids } = await rivals(scene, Math.ceil(times / 45))
  const { prisma } = scene.store
  // Dates of courses are for every member to see.
  const dates = await prisma.courseSession.findMany({ select: { id: true } })
  const foreign = (await foreignIds(scene, ids)).filter((id) => !dates.some((date) => date.id === id))
  const own = scene.cast.members.bo
  const [hers = ""] = await bookingsOf(scene)
  const nowhere = () => randomBytes(8).toString("hex").slice(0, 10)
  const [feed] = await prisma.feed.findMany()
  const took: Record<"there" | "nowhere", number[]> = { there: [], nowhere: [] }
  const finding = await siege(scene, {
    ignoring: [...ids, ...scene.cast.ids.bo],
    async attack({ probe }) {
      for (let n = 0; n < (plant ? 1 : times); n++) {
        const by = plant ? scene.cast.web.ana : browsers[n % browsers.length]
        const there = plant ? hers : pick(foreign)
        const step = plant ? "show ID" : pick(stepsOn("ID", own))
        const said = async (id: string, part: keyof typeof took) => {
          const began = performance.now()
          const answer = await by?.post("/api/turns", {
            key: `look-${seed}-${n}-${part}`,
            action: step.replace("ID", id),
          })
          const body = (await answer?.text()) ?? ""
          took[part].push(performance.now() - began)
          return `${answer?.status} ${body.replaceAll(id, "ID").replace(/"(?:key|id|at)":"[^"]*"/g, "")}`
        }
        // By turns the first: what is asked first warms what the other needs.
        const first = n % 2 === 0 ? await said(there, "there") : ""
        const none = await said(nowhere(), "nowhere")
        const real = first || (await said(there, "there"))
        probe(`${step.replace("ID", there)} as what does not exist`, real === none, real, real === none ? "" : none)
      }
      await hiddenAddresses(scene, probe, { by: browsers[0], feed: feed?.token ?? "" })
    },
    async control() {
      const { status, body } = await ask(scene.url, { method: "GET", path: `/calendar/${feed?.token}.ics` })
      return status === 200 && body.includes("BEGIN:VCALENDAR") ? undefined : `her own calendar: ${status}`
    },
  })
  const quarters = (times: number[]) => [0.25, 0.5, 0.75].map((share) => Math.round(quantile(times, share) * 10) / 10)
  const figure = `of another's, and of none: answered after ms (quarters) on ${scene.kind}`
  const told = `${quarters(took.there).join(" ")}, and ${quarters(took.nowhere).join(" ")}`
  return { ...finding, figures: { ...finding.figures, [figure]: told } }
}

/** Addresses that only who was given them knows: calendars, files, the board. */
async function hiddenAddresses(
  scene: Scene,
  probe: Parameters<Siege["attack"]>[0]["probe"],
  { by, feed }: { by: Browser | undefined; feed: string },
): Promise<void> {
  const { store, url } = scene
  await scene.cast.web.ana.post("/api/turns", { key: "my-file", text: "/mydata" })
  const files = await store.prisma.webFile.findMany({ select: { id: true } })
  const none = await ask(url, { method: "GET", path: `/calendar/${"A".repeat(32)}.ics` })
  for (const token of [
    `${feed.slice(0, -1)}${feed.endsWith("A") ? "B" : "A"}`,
    feed.toLowerCase(),
    feed.slice(0, -4),
    `${feed}A`,
    "..%2f..%2fetc",
    "%00",
    "*",
  ]) {
    const { status, body } = await ask(url, { method: "GET", path: `/calendar/${token}.ics` })
    probe("a calendar guessed", status === none.status && body === none.body, body)
  }
  const nothing = await (await by?.get(`/api/files/${"A".repeat(22)}`))?.text()
  for (const { id } of files) {
    const theirs = await by?.get(`/api/files/${id}`)
    probe("another's file", theirs?.status === 404 && (await theirs.text()) === nothing)
    const { status, body } = await ask(url, { method: "GET", path: `/api/files/${id}` })
    probe("a file without a session", status === 401, body)
  }
  probe("there was a file to look for", files.length > 0)
  for (const path of ["day?day=2026-12-01", "members?q=", "events"]) {
    for (const cookie of ["", `__Host-anchordesk-board=${"A".repeat(43)}`, by?.cookie() ?? ""]) {
      const { status, body } = await ask(url, { method: "GET", path: `/board/api/${path}`, headers: { cookie } })
      probe(`the board's ${path}`, status === 401, body)
    }
  }
}

export const rightsAttacks = [s06, s07]
