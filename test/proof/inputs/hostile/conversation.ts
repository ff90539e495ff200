import fc from "fast-check"
import { read as readSlack } from "../../../../src/bots/slack/read.js"
import { formView, homeView, messages } from "../../../../src/bots/slack/render.js"
import { read as readTelegram } from "../../../../src/bots/telegram/read.js"
import { render } from "../../../../src/bots/telegram/render.js"
import { said, turnBody } from "../../../../src/bots/web/read.js"
import type { Reply, Said, Turn } from "../../../../src/core/desk/turn.js"
import { invite } from "../../../../src/core/invitations.js"
import { importMembers } from "../../../../src/core/member-file.js"
import { seeded } from "../../../support/random.js"
import type { Found } from "./found.js"
import { type House, speakers } from "./house.js"
import { anyFile, anyPayload, anyText, some } from "./material.js"
import { bodies, me, presses, slackPayloads, slackSelf, updates } from "./payloads.js"

/** Hostile turns at the desk, on a real store: whoever speaks is answered, in whole characters, and nothing fails inside. */

type Input = { text: string; about: string }

/** What is said, as one of the platforms reads it. */
const sources: readonly { about: string; weight: number; of: fc.Arbitrary<string> }[] = [
  { about: "text", weight: 8, of: anyText },
  { about: "press", weight: 4, of: anyPayload(presses) },
  { about: "button", weight: 4, of: fc.constant("") },
  { about: "web", weight: 3, of: anyPayload(bodies) },
  { about: "telegram", weight: 3, of: anyPayload(updates) },
  { about: "slack", weight: 3, of: anyPayload(slackPayloads) },
  { about: "newcomer", weight: 2, of: anyText },
  {
    about: "members",
    weight: 1,
    of: anyFile("name,plan,language\nLotus Live,standard,en\n鉅發手信,tiny,zh-Hant\nPadaria Sol,roomy,pt\n"),
  },
]
const inputs: fc.Arbitrary<Input> = fc.oneof(
  ...sources.map(({ about, weight, of }) => ({ weight, arbitrary: of.map((text) => ({ text, about })) })),
)

/** Presses, deletions and closures leave less and less to speak of. */
const resetEvery = 400

export async function atTheDesk(
  house: House,
  { seed, times, found }: { seed: number; times: number; found: Found },
): Promise<void> {
  const dice = seeded(seed)
  let replies: readonly Reply[] = []
  for (const [n, input] of some(inputs, times, seed).entries()) {
    if (n % resetEvery === resetEvery - 1) await house.reset()
    const who = dice.pick(Object.keys(speakers.web)) as keyof typeof speakers.web
    await found.judged(`the desk: ${input.about}`, JSON.stringify(input.text), async () => {
      const heard =
        input.about === "members"
          ? await imported(house, input.text)
          : await spoken(house, input, { who, n, replies, dice })
      for (const failure of house.failures()) throw new Error(failure)
      if (heard === null) return "refused"
      replies = heard
      return "read"
    })
  }
}

async function imported({ world }: House, csv: string): Promise<null> {
  const by = { now: world.now, via: "cli" }
  await importMembers(world, csv, { dryRun: true, ...by })
  await importMembers(world, csv, { dryRun: false, ...by })
  return null
}

type Speaking = {
  who: keyof typeof speakers.web
  n: number
  replies: readonly Reply[]
  dice: ReturnType<typeof seeded>
}

/** @returns what was answered; null where the platform's reader let it go */
async function spoken(house: House, input: Input, speaking: Speaking): Promise<readonly Reply[] | null> {
  const turn = await turnOf(house, input, speaking)
  if (turn === null) return null
  const replies = await house.hear(turn)
  if (replies.length === 0 && turn.addressed) throw new Error("nobody answered")
  drawn(replies)
  return replies
}

async function turnOf(house: House, { about, text }: Input, { who, n, replies, dice }: Speaking): Promise<Turn | null> {
  const id = speakers.web[who]
  const web = (what: Said): Turn => ({
    ...{
      key: `web:${n}`,
      platform: "web",
      from: { id, name: text.slice(0, 300), language: text.slice(0, 20) },
      addressed: true,
    },
    ...{ chat: { address: `web:${id}`, kind: "private" }, said: what },
  })
  switch (about) {
    case "button": {
      const buttons = replies
        .flatMap(({ buttons = [] }) => buttons.flat())
        .flatMap((one) => ("press" in one ? [one.press] : []))
      return web({ kind: "press", data: buttons.length > 0 ? dice.pick(buttons) : "home" })
    }
    case "press":
      return web({ kind: "press", data: String(json(text) ?? text) })
    case "web": {
      const body = turnBody.safeParse(json(text))
      return body.success ? web(said(body.data)) : null
    }
    case "telegram":
      return fresh(readTelegram(json(text), me)?.turn ?? null, n)
    case "slack": {
      const heard = readSlack(json(text), { user: slackSelf })
      return fresh(heard !== null && "turn" in heard ? heard.turn : null, n)
    }
    case "newcomer": {
      const code = await invite(
        house.world,
        { kind: "member", memberId: "m2", role: "staff" },
        { now: house.world.now, via: "cli" },
      )
      const address = `telegram:${10_000 + n}` as const
      return {
        ...web({ kind: "text", text: `/start ${code}` }),
        platform: "telegram",
        from: { id: String(10_000 + n), name: text.slice(0, 2000) },
        chat: { address, kind: "private" },
      }
    }
    default:
      return web({ kind: "text", text })
  }
}

/** Keys of their own: the same delivery again would be answered as before. */
const fresh = (turn: Turn | null, n: number): Turn | null => turn && { ...turn, key: `${turn.key}:${n}` }

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** As each platform shows it: nothing throws, and no character is cut in two. */
export function drawn(replies: readonly Reply[]): void {
  const all = replies.map((reply) => [
    ...[reply.text, reply.buttons, reply.toast, reply.file?.name, reply.form],
    ...[render(reply), messages(reply), reply.form && formView(reply.form, "{}")],
  ])
  const text = JSON.stringify([all, homeView(replies)])
  const half = /\\ud[89a-f][0-9a-f]{2}|\\u0000/i.exec(text.replaceAll("\\\\", ""))
  if (half)
    throw new Error(`half of a character was said: ${text.slice(Math.max(0, half.index - 60), half.index + 20)}`)
}
