import { hashOf, invite, newCode } from "../../../src/core/invitations.js"
import { seeded } from "../../support/random.js"
import { visitor } from "../../support/web-client.js"
import type { Finding, Measure } from "../measure.js"
import { ask, attack, json, sceneOf, siege } from "./siege.js"

/** S09: guessing and racing for invitations, on three replicas. */

const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
const bits = 16 * Math.log2(letters.length)

export const s09: Measure = attack({
  id: "S09",
  promise: "Invitations cannot be guessed, are used once whoever races for them, and are nowhere in the store",
  counts: "guesses",
  times: { quick: 60, full: 20_000 },
  needs: ["postgres"],
  plants: ["codes of four letters"],
  async run({ seed, times, plant }): Promise<Finding> {
    const scene = await sceneOf("replicas")
    const { world, cast, urls, store } = scene
    const { pick, int } = seeded(seed)
    const by = { now: world.clock(), via: "cli" }
    const live = await invite(world, { kind: "member", memberId: cast.members.bo, role: "staff" }, by)
    const length = plant ? 1 : 16
    if (plant) for (const letter of letters) await short(scene, letter)
    const guess = () => Array.from({ length }, () => letters[int(letters.length)]).join("")
    let hits = 0
    const finding = await siege(scene, {
      ignoring: [
        "account ",
        "person ",
        "person_member ",
        "invitation ",
        "join_request ",
        '"action": "join"',
        '"action": "invite"',
      ],
      async attack({ probe }) {
        for (let n = 0; n < times; n += 12) {
          // Twelve tries of one newcomer: the last are refused whatever they say.
          const newcomer = visitor(pick(urls), { patient: true })
          for (let m = 0; m < 12; m++) {
            const code = m === 11 ? live : guess()
            const said = await (await newcomer.post("/api/join", { code })).text()
            const joined = said.includes("Rival Shop")
            hits += joined ? 1 : 0
            probe(m > 9 ? "an eleventh try in an hour" : "a guess", !joined)
          }
        }
        const racers = Array.from({ length: 30 }, (_, n) => visitor(urls[n % urls.length] ?? "", { patient: true }))
        const said = await Promise.all(
          racers.map(async (racer) => (await racer.post("/api/join", { code: live })).text()),
        )
        const winners = said.filter((text) => text.includes("Rival Shop")).length
        probe(`one wins a race of thirty: ${winners}`, winners === 1)
        const { rows } = await store.pool.query("select 1 from invitation i where to_jsonb(i)::text like any($1)", [
          [`%${live}%`, `%${live.replaceAll("-", "")}%`],
        ])
        probe("kept as a hash alone", rows.length === 0)
        const made = Array.from({ length: 500 }, newCode)
        probe(
          "no two alike",
          new Set(made).size === made.length && made.every((code) => code.replaceAll("-", "").length === 16),
        )
      },
      async control() {
        const code = await invite(world, { kind: "member", memberId: cast.members.bo, role: "staff" }, by)
        const { body } = await ask(scene.url, {
          path: "/api/join",
          headers: json,
          body: JSON.stringify({ code: code.toLowerCase() }),
        })
        return body.includes("Rival Shop") ? undefined : `a right code: ${body.slice(0, 100)}`
      },
    })
    const expected = (1_000_000 * 1_000) / 2 ** bits
    return {
      ...finding,
      figures: {
        ...finding.figures,
        hits,
        "bits of a code": bits,
        "hits expected of a million guesses at a thousand codes": expected.toExponential(1),
      },
    }
  },
})

/** What could be guessed. */
async function short({ store, cast }: Awaited<ReturnType<typeof sceneOf>>, code: string): Promise<void> {
  await store.prisma.invitation.create({
    data: {
      hash: hashOf(code),
      kind: "member",
      memberId: cast.members.bo,
      role: "staff",
      expiresAt: new Date(Date.now() + 3_600_000),
    },
  })
}
