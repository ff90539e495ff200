import { execFileSync } from "node:child_process"
import { addMember, inviteTo } from "../../../src/core/members.js"
import { seeded } from "../../support/random.js"
import { visitor } from "../../support/web-client.js"
import type { Finding } from "../measure.js"
import { payloads } from "./payloads.js"
import type { Fault } from "./plant.js"
import { bookedOnWeb, dayAhead, type Scene } from "./scene.js"
import { attack, fewer, sceneOf, siege } from "./siege.js"

/** S11: names and notes that are markup, commands or formulas to whoever shows them. */

const visible = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, "")
/** The same letters and digits, in order: shown, and as text. */
const shows = (answer: string, payload: string): boolean => visible(answer).includes(visible(payload).slice(0, 12))

/** What Slack reads as a mention, a channel or a link. */
const forSlack = /<[!@#]|<https?:\/\/evil/

const faults: Record<string, Fault> = {
  "markup let through": {
    file: "bots/slack/render.js",
    is: '.replaceAll("<", "&lt;").replaceAll(">", "&gt;")',
    becomes: "",
  },
}

export const s11 = attack({
  id: "S11",
  promise: "Names and notes are shown as text everywhere, and never keep a message from arriving",
  counts: "payloads as names on each platform",
  times: { quick: 5, full: 30 },
  needs: [],
  plants: Object.keys(faults),
  async run({ seed, times, plant }): Promise<Finding> {
    const scene = await sceneOf("alone", plant === undefined ? undefined : faults[plant])
    const { int } = seeded(seed)
    const from = plant ? payloads.findIndex((payload) => forSlack.test(payload)) : int(payloads.length)
    const tried = Array.from({ length: fewer(times, plant) }, (_, n) => payloads[(from + n) % payloads.length] ?? "")
    const { bo } = scene.cast.telegram
    await merchants(scene, tried)
    return siege(scene, {
      ignoring: [...scene.cast.ids.bo, "Rival", "member "],
      async attack({ probe }) {
        for (const [n, payload] of tried.entries()) {
          // A strict fake refuses what it cannot parse: then nothing would arrive.
          const named = await bo.say(`/name ${payload}`)
          const menu = await bo.say("/menu")
          probe(`${payload} on Telegram`, shows(menu.text, payload) || shows(named.text, payload), menu.text)
          await onSlack(scene, payload, probe)
          await onTheWeb(scene, { payload, key: `${seed}-${n}` }, probe)
        }
        await inExports(scene, probe)
      },
      control: async () => ((await bo.say("/name Bo")).text.includes("Bo") ? undefined : "a plain name"),
    })
  },
})

/** As Slack brings what somebody has typed. */
const typed = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")

type Probe = (name: string, refused: boolean, ...answers: string[]) => void

async function onSlack({ slack, cast }: Scene, payload: string, probe: Probe): Promise<void> {
  const person = cast.slack.bo
  const seen = person.sees().length
  await person.command(`/name ${typed(payload)}`)
  await slack.until(() => person.sees().length > seen, "an answer on Slack")
  const told = person.sees().slice(seen)
  const raw = told.map(({ text, blocks }) => `${text} ${JSON.stringify(blocks)}`).join(" ")
  // Outside of what is marked as plain.
  const mrkdwn = raw
    .replace(/\{"type":"text","text":"(?:[^"\\]|\\.)*"/g, "")
    .replace(/\{"type":"plain_text","text":"(?:[^"\\]|\\.)*"/g, "")
  probe(`${payload} on Slack`, !forSlack.test(mrkdwn), raw)
}

async function onTheWeb(
  { cast }: Scene,
  { payload, key }: { payload: string; key: string },
  probe: Probe,
): Promise<void> {
  await cast.web.bo.post("/api/turns", { key: `n-${key}`, text: `/name ${payload}` })
  const answer = await cast.web.bo.post("/api/turns", { key: `m-${key}`, text: "/menu" })
  const { replies } = (await answer.json()) as { replies: { text: string; lines: unknown[] }[] }
  const links = JSON.stringify(replies).match(/"url":"(?!https?:)[^"]*"/g) ?? []
  probe(`${payload} on the web`, links.length === 0 && answer.status === 200, JSON.stringify(replies))
}

/** Merchants are called that too, and what they book. */
async function merchants(scene: Scene, names: readonly string[]): Promise<void> {
  const { world, url } = scene
  const by = { now: world.clock(), via: "cli" }
  for (const [n, name] of names.entries()) {
    const clean = name.replace(/[\p{Cc}\p{Surrogate}]/gu, " ").slice(0, 60)
    const { id } = await addMember(
      world,
      { name: `${clean} Rival ${n} ${Date.now()}`, plan: "standard", language: "en" },
      by,
    )
    const browser = visitor(url, { patient: true })
    await browser.post("/api/join", {
      code: (await inviteTo(world, id, { role: "owner", ...by })).inviteCode,
      name: clean || "x",
    })
    const sentence = `book Studio ${10 + (n % 10)} on ${dayAhead(11)} 3pm-4pm, 1 host, titled "${clean.replaceAll('"', "")}"`
    await bookedOnWeb(browser, `b-${n}`, sentence)
  }
}

/** Spreadsheets, calendars and terminals. */
async function inExports({ env }: Scene, probe: Probe): Promise<void> {
  const [from, to] = [0, 20].map((days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10))
  const exported = (format: string) =>
    execFileSync(
      process.execPath,
      ["bin/anchordesk.js", "bookings", "export", "--from", from ?? "", "--to", to ?? "", "--format", format],
      { env, encoding: "utf8" },
    )
  const [csv, ics] = [exported("csv"), exported("ics")]
  const cells = csv.split(/\r\n/).flatMap((line) => line.match(/(?:^|,)(?:"(?:[^"]|"")*"|[^,]*)/g) ?? [])
  const formulas = cells.map((one) => one.replace(/^,?"?/, "")).filter((one) => /^[=+\-@\t\r＝＋－＠]/.test(one))
  probe(`no formula in the spreadsheet: ${formulas}`, formulas.length === 0)
  probe(
    "no line of its own in the calendar",
    !/^(?:ATTACH|X-EVIL)/m.test(ics) &&
      (ics.match(/^BEGIN:VEVENT/gm)?.length ?? 0) === (ics.match(/^UID:/gm)?.length ?? 0),
  )
  probe("no control characters in the terminal", !/\p{Cc}/u.test(csv.replaceAll("\r\n", "")))
  probe("they were exported", csv.split("\r\n").filter((line) => line.includes(" Rival ")).length > 1)
}
