import { type Command, readCommand } from "./commands.js"
import { inProgress } from "./dialogs/about.js"
import { grantSaid } from "./dialogs/allowance.js"
import { denySaid } from "./dialogs/approving.js"
import { ballotSaid, wishesSaid } from "./dialogs/ballot-said.js"
import { mine, pickCancel } from "./dialogs/bookings.js"
import { broadcastSaid, previewBroadcast } from "./dialogs/broadcast.js"
import { allOfThem } from "./dialogs/cancel-several.js"
import { findAsked } from "./dialogs/clerk.js"
import { clerkSaid } from "./dialogs/clerk-said.js"
import { closingSaid, closureCorrected } from "./dialogs/closure.js"
import { commits } from "./dialogs/commits.js"
import { teachSaid } from "./dialogs/course-said.js"
import { courseList } from "./dialogs/courses.js"
import { doorCode } from "./dialogs/door.js"
import { calendarSaid } from "./dialogs/feed.js"
import { formId, readForm } from "./dialogs/form.js"
import { gearNeeded } from "./dialogs/gear.js"
import { handSaid } from "./dialogs/hand.js"
import { hostsAsked } from "./dialogs/hosts.js"
import { joiningStep } from "./dialogs/joining.js"
import { linkGiven } from "./dialogs/linking.js"
import { actingAt, forAsked, onBehalf } from "./dialogs/on-behalf.js"
import { nameSaid } from "./dialogs/personal-data.js"
import { plan } from "./dialogs/plan.js"
import { regretted } from "./dialogs/regret.js"
import { quietAsked } from "./dialogs/reminding.js"
import { dropped, sentence } from "./dialogs/sentence.js"
import { isBad } from "./dialogs/show-details.js"
import { digest } from "./dialogs/staff.js"
import { home, joinAgain } from "./dialogs/start.js"
import { perform } from "./dialogs/steps.js"
import { twoWishes } from "./dialogs/two-wishes.js"
import { shortened } from "./dialogs/unclear.js"
import { supposing } from "./dialogs/what-if.js"
import { openDraft, unpack } from "./draft.js"
import { picked } from "./picked.js"
import { readStep, type Step } from "./press.js"
import type { Answer } from "./scene.js"
import { lines, menu, noted, type Scene } from "./scene.js"
import { cleaned } from "./text.js"
import type { Turn } from "./turn.js"
import { typedLabel } from "./typed.js"

/** What a known person's turn asks for. */

type Answered = { answers: readonly Answer[]; settled?: Step }

export async function answers(scene: Scene): Promise<Answered> {
  const { turn, draft } = scene
  // The same delivery again, after the draft that it agreed to is gone: the engine answers with the first result.
  if (draft?.settled?.turn === turn.key) return { answers: await perform(scene, draft.settled.step) }
  switch (turn.said.kind) {
    case "press":
      return pressed(scene, turn.said.data)
    case "text":
      return written(scene, cleaned(turn.said.text))
    case "form":
      return { answers: [await submitted(scene, turn.said)] }
    case "other":
      return { answers: [{ text: lines(scene.say.words.unreadable[turn.said.what]), choices: menu(scene) }] }
  }
}

async function pressed(scene: Scene, data: string, typed = false): Promise<Answered> {
  const { words } = scene.say
  const step = unpack(data, scene.draft)
  if (step === null) return { answers: [{ text: lines(words.badPress), choices: menu(scene), toast: words.badPress }] }
  if (step === "stale") {
    const open = openDraft(scene.draft, scene.now)
    const { sketch } = open
    const now = sketch && inProgress(open) ? await plan(scene, sketch) : await home(scene)
    return { answers: [{ ...noted(lines(words.stale), now), toast: words.stale }] }
  }
  // A button that carries its whole command repeats itself; one that rests on the draft, or was written out, does not.
  return stepped(scene, step, async (at) =>
    typed || data.startsWith("~") ? carriedOut(at, step) : { answers: await perform(at, step) },
  )
}

/** A step that was shown to somebody, for whomever it was shown. */
async function stepped(scene: Scene, step: Step, carry: (at: Scene) => Promise<Answered>): Promise<Answered> {
  const { words } = scene.say
  const { scene: at, name, whom } = await actingAt(scene, step)
  const done = withWhom(await carry(at), whom)
  const [first, ...rest] = done.answers
  if (!first || name === null) return done
  return { ...done, answers: [{ ...noted(lines(words.actingFor(name)), first), whose: undefined }, ...rest] }
}

/** For whom that was, unless the answer says for whom it is from here on. */
function withWhom(done: Answered, whom: string | null | undefined): Answered {
  const [first, ...rest] = done.answers
  return whom === undefined || !first ? done : { ...done, answers: [{ whom, ...first }, ...rest] }
}

/** What was agreed to outside of the button itself is kept with the turn, for its repeats. */
async function carriedOut(scene: Scene, step: Step): Promise<Answered> {
  const answers = await perform(scene, step)
  return commits(step) ? { answers, settled: step } : { answers }
}

/** "The second one": of what was listed last. */
function pickedFrom({ draft, now, centre }: Scene, text: string): Step | null {
  const { list, sketch } = openDraft(draft, now)
  return picked(text, { list: list.flatMap((packed) => readStep(packed) ?? []), wish: sketch, zone: centre.zone })
}

async function written(scene: Scene, text: string): Promise<Answered> {
  if (text === "") return { answers: [{ text: lines(scene.say.words.unreadable.empty), choices: menu(scene) }] }
  const label = typedLabel(openDraft(scene.draft, scene.now), text)
  if (label !== null) return pressed(scene, label, true)
  const read = readCommand(text)
  // Only staff close things and look for members; "find …" or "the camera is broken" from anybody else is a sentence like any other.
  const staffOnly = read.is === "find" || read.is === "close" || read.is === "picklist" || read.is === "what if"
  const apart = staffOnly && !/^[/／]/u.test(text) && !scene.ask.actor.person.staff
  const command: Command = apart ? { is: "sentence", text, intent: null } : read
  switch (command.is) {
    case "step":
      return { answers: await perform(scene, command.step) }
    case "sentence": {
      const closure = command.intent === null ? await closureCorrected(scene, command.text) : null
      if (closure) return { answers: [closure] }
      const pick = command.intent === null ? pickedFrom(scene, command.text) : null
      if (pick) return stepped(scene, pick, (at) => carriedOut(at, pick))
      const all = command.intent === null || command.intent === "cancel" ? await allOfThem(scene, text) : null
      if (all) return { answers: [all] }
      if (command.intent === null && (await regretted(scene, command.text)))
        return { answers: await perform(scene, { do: "undo" }) }
      const wished = await wishesSaid(scene, command.text)
      if (wished) return { answers: [wished] }
      const asked =
        command.intent === null || command.intent === "checkin" ? await clerkSaid(scene, command.text) : null
      if (asked) return { answers: [asked] }
      const said = await onBehalf(scene, command.text)
      if (said.is === "answer") return { answers: [said.answer] }
      const two = command.intent === null ? twoWishes(said.scene, said.text) : null
      const heard = await sentence(said.scene, two?.first ?? said.text, command.intent)
      if (heard.is === "agreed") return withWhom(await carriedOut(said.scene, heard.step), said.whom)
      const [first, ...more] = heard.answers
      const note = two ? lines(scene.say.words.afterwards(shortened(two.rest))) : []
      return withWhom({ answers: first ? [noted(note, first), ...more] : [] }, said.whom)
    }
    default:
      return { answers: [await ordered(scene, command)] }
  }
}

async function ordered(scene: Scene, command: Exclude<Command, { is: "step" | "sentence" }>): Promise<Answer> {
  switch (command.is) {
    case "join":
      return command.code === null ? home(scene) : joinAgain(scene, command.code)
    case "digest":
      return digest(scene, command.rest)
    case "request":
      return scene.ask.actor.person.staff ? joiningStep(scene, { do: "requests" }) : home(scene)
    case "course":
      return scene.ask.actor.person.staff ? teachSaid(scene, command.text) : courseList(scene)
    case "deny":
      return denySaid(scene, command.text)
    case "grant":
      return grantSaid(scene, command.hours)
    case "link":
      return linkGiven(scene.world, scene.turn, { code: command.code, say: scene.say, now: scene.now })
    case "name":
      return nameSaid(scene, command.name)
    case "quiet":
      return quietAsked(scene, command.hours)
    case "broadcast":
      return previewBroadcast(scene)
    case "tell":
      return broadcastSaid(scene, command)
    case "close":
      return closingSaid(scene, command.text)
    case "what if":
      return supposing(scene, command.said)
    case "picklist":
      return gearNeeded(scene, command.when)
    case "calendar":
      return calendarSaid(scene, command.room)
    case "ballot":
      return ballotSaid(scene, command.text)
    case "qr":
      return doorCode(scene, command.room)
    case "hand":
      return handSaid(scene, command.name)
    case "hosts":
      return hostsAsked(scene, command.name)
    case "find":
      return findAsked(scene, command.name)
    case "for":
      return forAsked(scene, command.name)
    case "cancel": {
      const { sketch } = openDraft(scene.draft, scene.now)
      return sketch && !sketch.booking ? noted(dropped(scene, sketch).text, await mine(scene)) : pickCancel(scene)
    }
  }
}

async function submitted(scene: Scene, { form, values }: Extract<Turn["said"], { kind: "form" }>): Promise<Answer> {
  const sketch = form === formId ? readForm(values) : null
  const link = [values.link ?? ""].flat().join("").trim()
  const bad = link !== "" && isBad({ link }) ? lines(scene.say.words.shows.badLink) : []
  return sketch
    ? noted(bad, await plan(scene, sketch))
    : noted(lines(scene.say.words.notUnderstood), await plan(scene, {}))
}
