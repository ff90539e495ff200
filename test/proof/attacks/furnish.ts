import { inOrder } from "../../../src/core/desk/press-order.js"
import { invite } from "../../../src/core/invitations.js"
import { visitor } from "../../support/web-client.js"
import { booked, dayAhead, type Scene } from "./scene.js"

/** What there is to be attacked, who attacks it, and every button that could be pressed on it. */

type Person = Scene["cast"]["telegram"]["ana"]
export type Browser = ReturnType<typeof visitor>

/** Says it, and presses the button under the answer whose step looks like this. */
export async function tap({ api }: Scene, person: Person, text: string, step: RegExp): Promise<void> {
  const before = person.seen().length
  await person.sayOnly(text)
  const found = () => {
    const message = person
      .seen()
      .findLast(({ buttons }, at) => at >= before && buttons.flat().some(({ data }) => step.test(data ?? "")))
    const data = message?.buttons.flat().find((button) => step.test(button.data ?? ""))?.data
    return message && data ? { message, data } : undefined
  }
  await api.until(() => found() !== undefined, `a button ${step} after ${text}`)
  const { message, data } = found() ?? {}
  if (message && data) await person.pressData(data, message)
}

const furnished = new WeakSet<Scene>()

/** Something of each kind that has an id: of Ana's, of the staff's, of a stranger's. */
export async function furnish(scene: Scene): Promise<void> {
  if (furnished.has(scene)) return
  furnished.add(scene)
  const { ana, bo, cleo, eve } = scene.cast.telegram
  const day = dayAhead(9)
  await booked(bo, `book Studio 7 on ${day} 3pm-5pm, 1 host`)
  await tap(scene, ana, `book Studio 7 on ${day} 3pm-5pm, 1 host`, /^queue/)
  await ana.say("/link")
  await ana.say("/calendar")
  await eve.say("/request Quetzal Tea")
  await cleo.say("/broadcast everyone: The Quetzal pipes leak")
  await tap(scene, cleo, `/close Studio 20 on ${day} 9am-10am: the Quetzal pipes`, /./)
  await tap(scene, cleo, `/course lighting ${day} 11am`, /./)
}

/** Browsers of Bo's staff: each may ask a hundred times before it is asked to go slower. */
export async function rivals(
  { world, cast, url }: Scene,
  count: number,
): Promise<{ browsers: Browser[]; ids: string[] }> {
  const { bo } = cast.members
  const browsers: Browser[] = []
  for (let n = 0; n < count; n++) {
    const code = await invite(
      world,
      { kind: "member", memberId: bo, role: "owner" },
      { now: world.clock(), via: "cli" },
    )
    const browser = visitor(url, { patient: true })
    await browser.post("/api/join", { code, name: `Rival ${n}` })
    browsers.push(browser)
  }
  const people = await world.store.prisma.personMember.findMany({ where: { memberId: bo } })
  return { browsers, ids: [bo, ...people.map(({ personId }) => personId)] }
}

/** What is in the store by an id, and not these people's. */
export async function foreignIds({ store }: Scene, own: readonly string[]): Promise<string[]> {
  const { rows } = await store.pool.query<{ id: string }>(
    [
      "booking",
      "member",
      "person",
      "account",
      "join_request",
      "closure",
      "broadcast",
      "waiting",
      "link",
      "course_session",
    ]
      .map((table) => `select id::text, to_jsonb(t)::text as row from ${table} t`)
      .join(" union all "),
  )
  return (rows as { id: string; row?: string }[])
    .filter(({ row = "" }) => !own.some((whose) => row.includes(whose)))
    .map(({ id }) => id)
}

/** Steps of every kind on this id, finished as they might be. */
export function stepsOn(id: string, own: string): string[] {
  const sketches = ["plan", "change", "book", "want"].flatMap((verb) => [
    `${verb} #${id}`,
    `${verb} #${id} ${soon()}T12:00 60 @s9 h1`,
  ])
  const verbs = [...inOrder.keys(), "cancel", "broadcast"].filter((verb) => !ownOnly.has(verb))
  return [...sketches, ...verbs.flatMap((verb) => ends(own).map((end) => `${verb} ${id}${end}`))]
}
/** What is only ever about whoever presses. */
const ownOnly = new Set(["forgetme", "undo", "lang", "reminders", "mydata", "invite"])
export const soon = (): string => new Date(Date.now() + 12 * 86_400_000).toISOString().slice(0, 10)
const ends = (own: string): string[] => [
  ...["", " yes", " yes all", " yes following", " send", " 1", " 2", " 1 all", " 1 none", " 15", " owner", " staff"],
  ...[" standard", " pro yes", " suspended", " active", " forgive", " good", ` ${own}`, ` ${soon()}T20:00`, " 1 1"],
]
