import { rmSync } from "node:fs"
import { fakeSlack, secrets } from "../test/support/fake-slack.js"
import { services } from "../test/support/service.js"
import { addressOf } from "./chats.js"
import { crowdFolder, dateIn, slackId } from "./crowd.js"
import { abba, type Benchmark, percentile } from "./harness.js"
import { post } from "./post.js"

/**
 * How fast Slack is answered while fifty people's questions about free rooms are worked on and others book; Slack gives up after
 * 3,000 ms, and what takes longer counts as long as it takes. The service has its embedded store.
 */

const asking = 50
const booking = 30
const probes = 150
/** Each of them is somebody else: a chat is answered once a second. */
const people = asking + booking + probes
const rooms = 24

type Slack = Awaited<ReturnType<typeof fakeSlack>>
type Person = ReturnType<Slack["person"]>
type Parcel = ReturnType<Person["parcels"]["command"]>

export const acks: Benchmark = {
  id: "B7",
  title: "Slack's acknowledgement under load, on the embedded store",
  cheap: false,
  async run({ pairs }) {
    const dataDir = await crowdFolder({ rooms }, people)
    const slack = await fakeSlack()
    const run = services({
      DATA_DIR: dataDir,
      SLACK_BOT_TOKEN: secrets.botToken,
      SLACK_SIGNING_SECRET: secrets.signingSecret,
      SLACK_API_URL: slack.apiUrl,
    })
    try {
      const desk = await addressOf(await run.start())
      const crowd = Array.from({ length: people }, (_, n) => slack.person(slackId(n)))
      const delivered = async (parcel: Parcel): Promise<number> => {
        const { headers, body } = slack.courier.sign(parcel)
        const start = performance.now()
        await post(`${desk}/slack/events`, headers, body)
        return performance.now() - start
      }
      let day = 2
      let over = 0
      const stalls: number[] = []
      const idleStalls: number[] = []
      /** Acknowledgements one after the other, of people who only ask for the hours left. */
      const probed = async (): Promise<number[]> => {
        const took: number[] = []
        for (const person of crowd.slice(asking + booking)) took.push(await delivered(person.parcels.command("hours")))
        return took
      }
      const idle = async (): Promise<number> => {
        await longestStall(desk)
        const took = await probed()
        idleStalls.push(await longestStall(desk))
        return percentile(took, 0.999)
      }
      const loaded = async (): Promise<number> => {
        await longestStall(desk)
        day++
        const load = crowd.slice(0, asking + booking).map(async (person, n) => {
          const took = [
            await delivered(
              person.parcels.message(n < asking ? "what is free tomorrow from 15:00 to 17:00?" : wish(n, day)),
            ),
          ]
          if (n >= asking) took.push(await delivered(person.parcels.message("yes")))
          return took
        })
        const [took, ...others] = await Promise.all([probed(), ...load])
        const all = [took, ...others].flat()
        over += all.filter((ms) => ms > 1000).length
        stalls.push(await longestStall(desk))
        await quiet(slack)
        return percentile(all, 0.999)
      }
      const against = "idle"
      const ratio = await abba({
        what: `acknowledged under ${asking} questions and ${booking} bookings / ${against}`,
        goal: { kind: "at_most", ratio: 3 },
        unit: "ms p99.9",
        pairs,
        ours: loaded,
        theirs: idle,
      })
      const longest = Math.max(...stalls)
      return [
        { ...ratio, facts: { ...ratio.facts, "acknowledgements over 1,000 ms": over } },
        {
          what: "longest stall of the event loop, ms",
          goal: { kind: "at_most", ratio: 25 },
          ratio: longest,
          spread: 0,
          pairs: stalls.length,
          // What a busy machine makes of it without anything to do.
          facts: { "with nobody else there, ms": Math.max(...idleStalls) },
        },
      ]
    } finally {
      await run.end()
      await slack.close()
      rmSync(dataDir, { recursive: true, force: true })
    }
  },
}

const wish = (n: number, day: number): string =>
  `book Studio ${1 + (n % rooms)} on ${dateIn(day)} from ${n < asking + rooms ? "10:00 to 11:00" : "14:00 to 15:00"}, 1 host`

/** In ms, since it was asked for last, as the service says it itself. */
async function longestStall(desk: string): Promise<number> {
  const text = await (await fetch(`${desk}/metrics`)).text()
  return 1000 * Number(/^nodejs_eventloop_lag_max_seconds (\S+)/m.exec(text)?.[1])
}

/** Everybody has been answered. */
async function quiet({ world }: Slack): Promise<void> {
  for (let seen = -1; seen < world.calls.length; ) {
    seen = world.calls.length
    await new Promise((rested) => setTimeout(rested, 1_300))
  }
}
