import { performance } from "node:perf_hooks"
import { createHttp } from "../src/bots/http.js"
import { slack } from "../src/bots/slack/index.js"
import { createDesk } from "../src/core/desk/desk.js"
import { invite } from "../src/core/invitations.js"
import { secret } from "../src/core/secret.js"
import { deskCentre } from "../test/support/desk-centre.js"
import { fakeSlack, secrets } from "../test/support/fake-slack.js"
import { silent } from "../test/support/log.js"
import { freshStore, withCentre } from "../test/support/store.js"
import { addMembers, testWorld } from "../test/support/world.js"

/**
 * How fast Slack is answered while 50 people's questions about free rooms are being worked on; Slack gives up after 3,000 ms.
 * The store is the embedded one, and the loopback Slack shares the process: `npx tsx bench/slack-ack.ts`
 */
const { store, dispose } = await freshStore("pglite")
const world = testWorld(store, "2026-11-23T10:00:00+08:00")
await withCentre(store, deskCentre, world.now)
await addMembers(world, { lotus: "standard" })
const fake = await fakeSlack()
const http = createHttp({ host: "127.0.0.1", log: silent })
const platform = slack(
  { botToken: secret(secrets.botToken), signingSecret: secret(secrets.signingSecret), apiUrl: fake.apiUrl },
  { http, log: silent, now: () => new Date(Date.now()) },
)
await platform.start(createDesk(world).hear)
fake.deliverTo(await http.listen({ host: "127.0.0.1", port: 0 }))

const people = Array.from({ length: 50 }, (_, index) => fake.person(`U0P${String(index).padStart(3, "0")}`))
for (const person of people) {
  const code = await invite(
    world,
    { kind: "member", memberId: "lotus", role: "staff" },
    { now: world.now, via: "bench" },
  )
  await person.command(`join ${code}`)
}
await fake.until(() => people.every((person) => person.sees().length > 0), "everyone joined")

const answered = fake.world.messages.length
const acks: number[] = []
const began = performance.now()
await Promise.all(
  people.map(async (person) => {
    const at = performance.now()
    await person.says("what is free tomorrow from 3 to 5?")
    acks.push(performance.now() - at)
  }),
)
while (fake.world.messages.length < answered + people.length) {
  const at = performance.now()
  await people[0]?.command("hours")
  acks.push(performance.now() - at)
}
acks.sort((a, b) => a - b)
const at = (share: number) => `${acks[Math.floor((acks.length - 1) * share)]?.toFixed(1)} ms`
const took = Math.round(performance.now() - began)
process.stdout.write(
  `${acks.length} acknowledgements in ${took} ms: median ${at(0.5)}, 99th ${at(0.99)}, worst ${at(1)}\n`,
)

await platform.stop()
await http.close()
await fake.close()
await dispose()
