import { invite } from "../../../src/core/invitations.js"
import { removeStaff } from "../../../src/core/staff.js"
import { visitor } from "../../support/web-client.js"
import type { Finding } from "../measure.js"
import { type Browser, furnish, rivals, soon } from "./furnish.js"
import type { Scene } from "./scene.js"
import { ask, attack, json, onBoth, type Run, type Siege, siege } from "./siege.js"

/** S08: members, and who was of the staff, at what is the staff's. */

/** What only the staff may say. */
const staffSays = [
  ...[
    "/today",
    "/in",
    "/next",
    "/live",
    "/board",
    "/board off",
    "/requests",
    "/closures",
    "/picklist",
    "/hosts",
    "/hosts quetzal",
  ],
  ...[
    "/find quetzal",
    "/for quetzal bakery",
    "/grant 5",
    "/whatif close Studio 2 tomorrow",
    "/broadcast everyone: hello",
  ],
  ...["/close everything tomorrow 9am-10am: x", "/course lighting tomorrow 11am", "/digest here 09:00", "/digest off"],
  ...[
    "/decline because",
    "/qr Studio 1",
    "/calendar Studio 2",
    "/calendar all",
    "/suspend quetzal bakery",
    "/plan quetzal bakery",
  ],
  ...["who is in?", "find quetzal", "close Studio 2 tomorrow", "book Studio 4 tomorrow 3pm for quetzal bakery"],
]
const staffPresses = (member: string): string[] => [
  ...[
    "today",
    "in",
    "next",
    "live",
    "board",
    "board off",
    "requests",
    "closures",
    "picklist",
    "hosts",
    `member ${member}`,
  ],
  ...[
    `act ${member}`,
    `grant ${member} 600`,
    `tier ${member} pro yes`,
    `standing ${member} suspended`,
    "calendar same *",
  ],
  ...[
    `close all ${soon()}T10:00 ${soon()}T11:00 yes x`,
    `teach lighting ${soon()}T13:00 s13 - yes`,
    `details ${soon()}`,
  ],
  `lay ${soon()}T18:00/${soon()}T20:00 ${soon()}T09:00 3 1 x tell`,
]

export const s08 = attack({
  id: "S08",
  promise: "What is the staff's is refused to members, and to who was of the staff from the next action on",
  counts: "rounds on each store",
  times: { quick: 1, full: 20 },
  needs: ["postgres"],
  plants: ["still of the staff"],
  run: (how) => onBoth((scene) => escalated(scene, how)),
})

async function escalated(scene: Scene, { times, seed, plant }: Run): Promise<Finding> {
  await furnish(scene)
  const { browsers, ids } = await rivals(scene, times)
  // One for each round, or most of it would be waiting for leave to ask again.
  const former: Gone[] = []
  for (const _ of browsers) former.push(await formerStaff(scene, { keep: plant !== undefined }))
  return siege(scene, {
    ignoring: [...ids, ...scene.cast.ids.bo, ...former.map(({ id }) => id)],
    async attack({ probe }) {
      for (const [n, browser] of browsers.entries())
        for (const [who, by] of [
          ["a member", browser],
          ["who was of the staff", former[n]?.browser ?? browser],
        ] as const) {
          const said = staffSays.map((text) => ({ text }))
          const pressed = staffPresses(scene.cast.members.ana).map((action) => ({ action }))
          for (const [m, what] of [...said, ...pressed].slice(0, plant ? 12 : undefined).entries()) {
            const answer = await by.post("/api/turns", { key: `staff-${seed}-${n}-${m}`, ...what })
            probe(`${who}: ${JSON.stringify(what)}`, answer.status === 200, await answer.text())
          }
        }
      for (const gone of former) await formerDoors(scene, probe, gone)
    },
    async control() {
      const answer = await scene.cast.telegram.cleo.say("/find Quetzal")
      return JSON.stringify(answer).includes("Quetzal") ? undefined : `the staff's own: ${answer.text}`
    },
  })
}

type Gone = { id: string; browser: Browser; cookie: string; link: string; feed: string }

/** One of the staff with everything that they can have, who then is none any more. */
async function formerStaff(scene: Scene, { keep }: { keep: boolean }): Promise<Gone> {
  const { world, url, store } = scene
  const by = { now: world.clock(), via: "cli" }
  const browser = visitor(url, { patient: true })
  await browser.post("/api/join", { code: await invite(world, { kind: "staff", name: "Dora" }, by), name: "Dora" })
  const { id } = await store.prisma.person.findFirstOrThrow({ where: { name: "Dora" }, orderBy: { createdAt: "desc" } })
  const linkOf = async (key: string) => {
    const told = await (await browser.post("/api/turns", { key: `${key}-${id}`, text: "/board" })).text()
    return /#in=([\w-]{43})/.exec(told)?.[1] ?? ""
  }
  const entered = await ask(url, {
    path: "/board/api/enter",
    headers: json,
    body: JSON.stringify({ link: await linkOf("used") }),
  })
  const cookie = [entered.headers["set-cookie"]].flat()[0]?.split(";")[0] ?? ""
  const link = await linkOf("unused")
  await browser.post("/api/turns", { key: `feed-${id}`, action: "calendar same *" })
  const feed = (await store.prisma.staffFeed.findFirst({ where: { personId: id } }))?.token ?? ""
  if (!cookie || !link || !feed) throw new Error(`no board or feed to lose: ${cookie} ${link} ${feed}`)
  if (!keep) await removeStaff(world, id, by)
  return { id, browser, cookie, link, feed }
}

async function formerDoors(scene: Scene, probe: Parameters<Siege["attack"]>[0]["probe"], gone: Gone): Promise<void> {
  const headers = { ...json, cookie: gone.cookie }
  for (const path of ["day?day=2026-12-01", "members?q=", "events"]) {
    if (
      path === "events" &&
      (await ask(scene.url, { method: "GET", path: "/board/api/members?q=", headers })).status === 200
    )
      continue
    const { status, body } = await ask(scene.url, { method: "GET", path: `/board/api/${path}`, headers })
    probe(`their board: ${path}`, status === 401, body)
  }
  const press = JSON.stringify({ key: "x", press: "today", member: scene.cast.members.ana, language: "en" })
  const pressed = await ask(scene.url, { path: "/board/api/turns", headers, body: press })
  probe("their board: a press", pressed.status === 401, pressed.body)
  const entered = await ask(scene.url, {
    path: "/board/api/enter",
    headers: json,
    body: JSON.stringify({ link: gone.link }),
  })
  probe("their link", entered.status === 410, entered.body)
  const { status, body } = await ask(scene.url, { method: "GET", path: `/calendar/${gone.feed}.ics` })
  probe("their calendar of the floor", status === 404, body)
}
