import { spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fakeSlack, secrets } from "../test/support/fake-slack.js"
import { fakeTelegram, token } from "../test/support/fake-telegram.js"
import { services } from "../test/support/service.js"
import { addressOf, type Chats, chats, type Ends, type Platform, platforms, webhookSecret } from "./chats.js"
import { type Crowd, openCrowd } from "./crowd.js"
import type { Answers, Kind } from "./hand/desk.js"
import { abba, type Benchmark, type Goal, median, type Ratio } from "./harness.js"

const size = { rooms: 24 }
const people = 300
/** Turns a measurement, one after the other. */
const turns = 25
const warming = 60

const kinds: readonly { kind: Kind; what: string; goal: Goal }[] = [
  { kind: "help", what: "a static reply", goal: { kind: "at_most", ratio: 1.5 } },
  { kind: "free", what: "availability", goal: { kind: "at_most", ratio: 2 } },
  { kind: "book", what: "a booking", goal: { kind: "at_most", ratio: 1.25 } },
]

/** From the update's arrival to the reply's, one at a time: the built service against a bare bot on the same framework, which asks the same database what it must and sends the same bytes. */
export const turnsBenchmark: Benchmark = {
  id: "B6",
  title: "a chat turn, update in to reply sent",
  cheap: false,
  async run({ pairs, say }) {
    const [ours, theirs] = [await openCrowd(size, people), await openCrowd(size, people)]
    const telegram = await fakeTelegram({ now: () => performance.now() })
    const slack = await fakeSlack()
    const folder = mkdtempSync(join(tmpdir(), "anchordesk-turns-"))
    const env = { TELEGRAM_API_ROOT: telegram.apiRoot, SLACK_API_URL: slack.apiUrl }
    const desk = await startDesk(ours, { ...env, DATA_DIR: folder })
    const chat = chats({ telegram, slack, people, rooms: size.rooms })
    let hand: Side | undefined
    try {
      const answers = await record(chat, desk.ends)
      for (const { kind } of kinds)
        say(`${kind}: ${platforms.map((one) => answers[one][kind].map(({ method }) => method).join("+")).join(", ")}`)
      hand = await startHand(theirs, { ...env, ANSWERS: join(folder, "answers.json") }, answers)
      // Both sides have run a while before they are looked at.
      for (const platform of platforms)
        await chat.turns(platform, "free", warming, { to: hand.ends[platform], by: "hand" })
      return await measured(chat, { pairs, desk: desk.ends, hand: hand.ends }, say)
    } finally {
      await hand?.stop()
      await desk.stop()
      await telegram.close()
      await slack.close()
      await ours.dispose()
      await theirs.dispose()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

type Sides = { pairs: number; desk: Ends; hand: Ends }

async function measured(chat: Chats, { pairs, desk, hand }: Sides, say: (line: string) => void): Promise<Ratio[]> {
  const ratios: Ratio[] = []
  for (const platform of platforms) {
    for (const { kind, what, goal } of kinds) {
      say(`${platform}: ${what} …`)
      const side = (ends: Ends, by: "desk" | "hand") => async () =>
        median(await chat.turns(platform, kind, turns, { to: ends[platform], by }))
      const name = `${platform}: ${what} / a bare bot`
      const sides = { ours: side(desk, "desk"), theirs: side(hand, "hand") }
      ratios.push(await abba({ what: name, goal, unit: "ms p50", pairs, ...sides }))
    }
  }
  return ratios
}

/** What the desk says, for the bare bots to say as well; everybody has said something by then, as in a centre that has been open for a while. */
async function record(chat: Chats, desk: Ends): Promise<Record<Platform, Answers>> {
  const answers: Partial<Record<Platform, Answers>> = {}
  for (const platform of platforms) {
    // Slack is asked once who somebody is.
    const side = { to: desk[platform], by: "desk" } as const
    await chat.turns(platform, "help", platform === "bolt" ? people : warming, side)
    const heard: Partial<Answers> = {}
    for (const { kind } of kinds) {
      await chat.turns(platform, kind, 1, side)
      heard[kind] = chat.said()
    }
    answers[platform] = heard as Answers
  }
  return answers as Record<Platform, Answers>
}

type Side = { ends: Ends; stop(): Promise<void> }

/** Twice, since a service speaks to Telegram through one framework; both on one Postgres, as replicas are. */
async function startDesk(crowd: Crowd, env: NodeJS.ProcessEnv): Promise<Side> {
  const run = services({
    ...env,
    DATABASE_URL: crowd.databaseUrl,
    PUBLIC_URL: "https://desk.example.com",
    TELEGRAM_BOT_TOKEN: token,
    TELEGRAM_WEBHOOK_SECRET: webhookSecret,
    SLACK_BOT_TOKEN: secrets.botToken,
    SLACK_SIGNING_SECRET: secrets.signingSecret,
    LOG_LEVEL: "info",
  })
  const [first, second] = [await run.start(), await run.start({ TELEGRAM_FRAMEWORK: "telegraf" })]
  const [one, two] = [await addressOf(first), await addressOf(second)]
  return {
    ends: { grammy: one, telegraf: two, bolt: one, web: one },
    stop: async () => void (await run.end()),
  }
}

async function startHand(crowd: Crowd, env: NodeJS.ProcessEnv, answers: Record<Platform, Answers>): Promise<Side> {
  await crowd.pool.query(readFileSync("bench/hand/booking.sql", "utf8"))
  writeFileSync(env.ANSWERS ?? "", JSON.stringify(answers))
  const child = spawn(process.execPath, ["--import", "tsx", "bench/hand/bots.ts"], {
    env: { PATH: process.env.PATH, DATABASE_URL: crowd.databaseUrl, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  })
  const gone = new Promise<void>((done) => child.once("close", () => done()))
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (data) => resolve(String(data)))
    child.once("exit", () => reject(new Error("the bare bots ended")))
  })
  return {
    ends: JSON.parse(line),
    stop: () => {
      child.kill("SIGKILL")
      return gone
    },
  }
}
