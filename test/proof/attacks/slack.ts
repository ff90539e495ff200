import { createHmac } from "node:crypto"
import type { OutgoingHttpHeaders } from "node:http"
import { secrets } from "../../support/fake-slack.js"
import { seeded } from "../../support/random.js"
import type { Parcel } from "../../support/slack/deliveries.js"
import type { Finding, Measure } from "../measure.js"
import { dayAhead, type Scene } from "./scene.js"
import { ask, attack, fewer, sceneOf, siege } from "./siege.js"

/** S01 to S03: requests to Slack's path that are not Slack's, or are Slack's of a while ago. */

type Sent = { headers: OutgoingHttpHeaders; body: string }
const path = "/slack/events"

const signature = (at: number | string, body: string, secret = secrets.signingSecret): string =>
  `v0=${createHmac("sha256", secret).update(`v0:${at}:${body}`).digest("hex")}`

const resigned = ({ headers, body }: Sent, at = Math.floor(Date.now() / 1000)): Sent => ({
  body,
  headers: { ...headers, "x-slack-request-timestamp": String(at), "x-slack-signature": signature(at, body) },
})

const only = (headers: OutgoingHttpHeaders, ...without: string[]): OutgoingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !without.includes(name)))

/** A right request, made wrong in one way. */
const forgeries: Record<string, (right: Sent, at: number) => Sent> = {
  "no signature": ({ headers, body }) => ({ headers: only(headers, "x-slack-signature"), body }),
  "no date": ({ headers, body }) => ({ headers: only(headers, "x-slack-request-timestamp"), body }),
  "an empty signature": (right) => signed(right, ""),
  "a version alone": (right) => signed(right, "v0="),
  "another secret": (right, at) => signed(right, signature(at, right.body, "another-secret")),
  "no secret": (right, at) =>
    signed(right, `v0=${createHmac("sha256", "").update(`v0:${at}:${right.body}`).digest("hex")}`),
  "a cut signature": (right) => signed(right, signatureOf(right).slice(0, -1)),
  "a longer signature": (right) => signed(right, `${signatureOf(right)}0`),
  "another version": (right) => signed(right, signatureOf(right).replace("v0=", "v1=")),
  "no version": (right) => signed(right, signatureOf(right).replace("v0=", "")),
  "capital letters": (right) => signed(right, signatureOf(right).toUpperCase()),
  "capital digits": (right) =>
    signed(
      right,
      signatureOf(right).replace(/=.*/, (hex) => hex.toUpperCase()),
    ),
  "two signatures": (right) => signed(right, [signatureOf(right), signatureOf(right)]),
  "two dates": ({ headers, body }, at) => ({
    body,
    headers: { ...headers, "x-slack-request-timestamp": [String(at), String(at)] },
  }),
  "another body": ({ headers, body }) => ({ headers, body: body.replace("Mallory", "Mallorx") }),
  "a longer body": ({ headers, body }) => ({ headers, body: `${body}&text=more` }),
  "the same body written otherwise": ({ headers, body }) => ({ headers, body: body.replaceAll("+", "%20") }),
  "a date that is none": (right) => dated(right, "NaN"),
  "an empty date": (right) => dated(right, ""),
  "another date": ({ headers, body }, at) => ({
    body,
    headers: { ...headers, "x-slack-request-timestamp": String(at - 1) },
  }),
  "too old": (right, at) => resigned(right, at - 302),
  "an hour old": (right, at) => resigned(right, at - 3_600),
  "a minute ahead": (right, at) => resigned(right, at + 63),
  "an hour ahead": (right, at) => resigned(right, at + 3_600),
  "endlessly ahead": (right) => dated(right, "Infinity"),
}
const signed = ({ headers, body }: Sent, value: string | string[]): Sent => ({
  headers: { ...headers, "x-slack-signature": value },
  body,
})
const dated = ({ headers, body }: Sent, at: string): Sent => ({
  body,
  headers: { ...headers, "x-slack-request-timestamp": at, "x-slack-signature": signature(at, body) },
})
const signatureOf = ({ headers }: Sent): string => String(headers["x-slack-signature"])

const post = (url: string, { headers, body }: Sent) => ask(url, { path, headers, body })

/** One person's deliveries are done in order: when each replica has answered this, it has done all before it. */
async function settled({ slack, cast, urls }: Scene, who: "ana" | "bo" = "ana"): Promise<string | undefined> {
  const person = cast.slack[who]
  for (const url of urls) {
    const before = person.sees().length
    await post(url, slack.courier.sign(person.parcels.command("hours")))
    const failed = await slack
      .until(() => person.sees().length > before, "an answer")
      .then(() => undefined)
      .catch((error: Error) => error.message.slice(0, 100))
    if (failed) return failed
  }
  return undefined
}

const s01: Measure = attack({
  id: "S01",
  promise: "What Slack did not sign, or signed at another time, is refused",
  counts: "requests",
  times: { quick: 150, full: 10_000 },
  needs: ["postgres"],
  plants: ["signature unchecked"],
  async run({ seed, times, plant }): Promise<Finding> {
    const scene = await sceneOf("replicas")
    const { pick } = seeded(seed)
    const { parcels } = scene.cast.slack.ana
    const kinds = Object.entries(forgeries)
    return siege(scene, {
      async attack({ probe }) {
        for (let n = 0; n < fewer(times, plant); n++) {
          // Each at least once, then as the dice say.
          const [name, forge] = kinds[n] ?? pick(kinds)
          const right = scene.slack.courier.sign(parcels.command(`/name Mallory ${n}`))
          const forged = forge(right, Math.floor(Date.now() / 1000))
          const { status, body } = await post(scene.url, plant ? resigned(forged) : forged)
          probe(name, status === 401, body)
        }
        await settled(scene)
      },
      control: () => settled(scene),
    })
  },
})

const s02: Measure = attack({
  id: "S02",
  promise: "A request of Slack's that is sent again, to any replica, has no second effect",
  counts: "copies of each request",
  times: { quick: 9, full: 1_000 },
  needs: ["postgres"],
  plants: ["every copy asks for more"],
  async run({ times, plant }): Promise<Finding> {
    const scene = await sceneOf("replicas")
    const { slack, cast, urls, store } = scene
    const bo = cast.slack.bo
    const bookings = () => store.prisma.booking.count({ where: { memberId: cast.members.bo, status: "confirmed" } })
    const before = await bookings()
    await bo.command(`book a small room on ${dayAhead(12)} 10am-11am, 1 host`)
    await slack.until(() => bo.last()?.labels.includes("Confirm"), "a card")
    const captured = [
      ["a press", () => bo.parcels.press("Confirm")],
      ["a command", () => bo.parcels.command("hours")],
      ["a message", () => bo.parcels.message("what do I have?")],
    ] as const satisfies [string, () => Parcel][]
    const finding = await siege(scene, {
      ignoring: [...cast.ids.bo, "claim ", "ledger ", "usage "],
      async attack({ probe }) {
        for (const [name, make] of captured) {
          const parcel = make()
          for (let n = 0; n < fewer(times, plant); n++) {
            const sent = slack.courier.sign(plant ? another(parcel, n) : parcel)
            const { status, body } = await post(urls[n % urls.length] ?? "", sent)
            probe(`${name}, again`, status === 200, body)
          }
        }
        await settled(scene, "bo")
      },
    })
    const effects = (await bookings()) - before
    return {
      figures: { ...finding.figures, "bookings of one press": effects },
      violations: [...finding.violations, ...(effects === 1 ? [] : [`one press booked ${effects} times`])],
    }
  },
})

/** The same press, for another hour. */
const another = ({ type, payload }: Parcel, n: number): Parcel => ({
  type,
  payload: JSON.parse(
    JSON.stringify(payload)
      .replace(/T10:00/g, `T${10 + (n % 8)}:00`)
      .replace(/trigger\.\d+/g, `trigger.9${n}`),
  ) as Parcel["payload"],
})

/** Slack's own check of an address is not signed; nothing else may ride on it. */
const smuggled = (form: URLSearchParams, payload: string): [string, OutgoingHttpHeaders, string][] => {
  const type = { "content-type": "application/x-www-form-urlencoded" }
  const also = (first: string) => `${first}&${form}`
  return [
    ["a command", type, also("ssl_check=1")],
    ["a command, before", type, `${form}&ssl_check=1`],
    ["a command, twice", type, also("ssl_check=1&ssl_check=1")],
    ["a command, in other words", type, also("ssl_check=01")],
    ["a command, true", type, also("ssl_check=true")],
    ["a command, of a list", type, also("ssl_check[]=1")],
    ["a press", type, `ssl_check=1&payload=${encodeURIComponent(payload)}`],
    [
      "a press, twice",
      type,
      `payload=${encodeURIComponent(payload)}&ssl_check=1&payload=${encodeURIComponent(payload)}`,
    ],
    ["JSON", { "content-type": "application/json" }, JSON.stringify({ ...Object.fromEntries(form), ssl_check: "1" })],
    ["a text that reads like it", { "content-type": "text/plain" }, also("ssl_check=1")],
    [
      "with a character set",
      { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
      also("ssl_check=1"),
    ],
  ]
}

const s03: Measure = attack({
  id: "S03",
  promise: "Slack's unsigned check of the address carries nothing into the desk",
  counts: "rounds of all ways",
  times: { quick: 2, full: 200 },
  needs: ["postgres"],
  plants: ["signature unchecked"],
  async run({ times, plant }): Promise<Finding> {
    const scene = await sceneOf("replicas")
    const { parcels } = scene.cast.slack.ana
    const seen = () => scene.cast.slack.ana.sees().length
    return siege(scene, {
      async attack({ probe }) {
        const before = seen()
        for (let n = 0; n < fewer(times, plant); n++) {
          const command = new URLSearchParams(parcels.command(`/name Mallory ${n}`).payload as Record<string, string>)
          const press = JSON.stringify(parcels.forged("reminders +30").payload)
          for (const [name, headers, body] of smuggled(command, press).slice(0, plant ? 2 : undefined)) {
            const bare = body.replace(/ssl_check[^&]*&?/g, "")
            const sent = plant ? resigned({ headers, body: bare }) : { headers, body }
            const answer = await post(scene.url, sent)
            probe(name, answer.status === 401 || answer.body === "", answer.body)
          }
        }
        await settled(scene)
        probe("no handler ran", seen() === before + scene.urls.length)
      },
      control: () => settled(scene),
    })
  },
})

export const slackAttacks = [s01, s02, s03]
