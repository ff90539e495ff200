import { invite } from "../../../src/core/invitations.js"
import { visitor } from "../../support/web-client.js"
import type { Finding } from "../measure.js"
import { personal, type Scene } from "./scene.js"
import { ask, attack, json, onBoth, type Run, siege } from "./siege.js"

/** S10: invitations, links and names, to become somebody else by. */

export const s10 = attack({
  id: "S10",
  promise: "No invitation and no name makes anybody somebody else",
  counts: "rounds on each store",
  times: { quick: 1, full: 30 },
  needs: ["postgres"],
  plants: ["her own account asks"],
  run: (how) => onBoth((scene) => takenOver(scene, how)),
})

/** Ana's names as they might be mistaken for hers. */
const likeHers = [
  "Anabela Quetzal",
  "anabela quetzal",
  "ANABELA QUETZAL",
  "Anabela\u200B Quetzal",
  "Ａｎａｂｅｌａ Ｑｕｅｔｚａｌ",
  "Anabela Quetzаl",
]

async function takenOver(scene: Scene, { times, seed, plant }: Run): Promise<Finding> {
  const { world, store, cast, url } = scene
  const by = { now: world.clock(), via: "cli" }
  const { ana, bo } = cast.telegram
  const accounts = () =>
    store.prisma.account.findMany({
      where: { personId: { in: cast.ids.ana } },
      select: { platform: true, userId: true },
    })
  const memberships = () =>
    store.prisma.personMember.findMany({ where: { memberId: cast.members.ana }, orderBy: { personId: "asc" } })
  const before = JSON.stringify([await accounts(), await memberships()])
  const finding = await siege(scene, {
    // Whoever joins is new; asking, and being asked, leaves a question. None of it is hers.
    ignoring: [
      ...cast.ids.bo,
      "account ",
      "invitation ",
      "link ",
      "join_request ",
      '"kind": "request"',
      '"kind": "link"',
      "Mallory",
      "person_member ",
      '"action": "join"',
      '"action": "invite"',
      '"action": "link_code"',
      "anabela",
      "ANABELA",
      "Ａｎａ",
      "Anabela\u200B",
      "Quetzаl",
    ],
    async attack({ probe }) {
      for (let n = 0; n < times; n++) {
        for (const name of likeHers.slice(1)) {
          const stranger = visitor(url, { patient: true })
          const code = await invite(world, { kind: "member", memberId: cast.members.bo, role: "staff" }, by)
          await stranger.post("/api/join", { code, name })
          const mine = await (await stranger.post("/api/turns", { key: `m-${seed}-${n}`, text: "my bookings" })).text()
          probe(`a newcomer called ${name}`, !mine.includes(personal.title), mine.replaceAll(name, ""))
          const again = await (await visitor(url, { patient: true }).post("/api/join", { code, name })).text()
          probe("a code that was used", !again.includes("Rival"), again)
        }
        const stolen = /[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}/.exec((await ana.say("/link")).text)?.[0] ?? ""
        const taken = await bo.say(`/link ${stolen}`)
        probe("Bo's account as hers", true, taken.text)
        const second = /[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}/.exec((await ana.say("/link")).text)?.[0] ?? ""
        const mallory = visitor(url, { patient: true })
        await mallory.post("/api/turns", { key: `l-${seed}-${n}`, text: `/link ${second}` })
        const [link] = await store.prisma.link.findMany({ orderBy: { expiresAt: "desc" }, take: 1 })
        const yes = `linked ${link?.id} yes`
        if (plant) await ana.pressData(yes)
        probe(
          "a stolen code, and her yes forged",
          true,
          await (await mallory.post("/api/turns", { key: `y-${seed}-${n}`, action: yes })).text(),
        )
        probe("and by Bo", true, (await bo.pressData(yes)).text)
        const after = await (await mallory.post("/api/turns", { key: `a-${seed}-${n}`, text: "my bookings" })).text()
        probe("and what is hers", !after.includes(personal.title), plant ? "" : after)
        for (const platform of ["her id on the web", "another platform's id"]) {
          const { status, body } = await ask(url, {
            path: "/api/turns",
            headers: { ...json, cookie: `__Host-anchordesk=${ana.from.id}` },
            body: JSON.stringify({ key: `c-${seed}-${n}`, text: "my bookings" }),
          })
          probe(platform, status === 200 && !body.includes(personal.title), body)
        }
      }
    },
    async control() {
      const code = await invite(world, { kind: "member", memberId: cast.members.bo, role: "staff" }, by)
      const told = await (await visitor(url, { patient: true }).post("/api/join", { code, name: "Mallory" })).text()
      return told.includes("Rival Shop") ? undefined : `a right code: ${told.slice(0, 100)}`
    },
  })
  const same = before === JSON.stringify([await accounts(), await memberships()])
  return {
    ...finding,
    violations: [...finding.violations, ...(same ? [] : ["her accounts or her member's people changed"])],
  }
}
