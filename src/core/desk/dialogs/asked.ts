import { openOn, planOf } from "../../centre.js"
import { addDays, clockHours, type LocalDay, localDay, weekday } from "../../time.js"
import { type Answer, type Choice, capital, lines, menu, noted, type Scene } from "../scene.js"
import type { Topic } from "../understand/index.js"
import type { About } from "./about.js"
import { lateFor } from "./arrival.js"
import { ballotStep } from "./ballot.js"
import { remindersAsked } from "./reminding.js"
import { rulesAsked } from "./rules.js"
import { dayOf } from "./sketch.js"
import { askLanguage, hoursLeft, speak } from "./start.js"
import { faultSaid, talk } from "./telling.js"
import { ownBookings } from "./which.js"

/** What is asked or told beside bookings. */

export async function onTopic(scene: Scene, { reading }: About, topic: Topic, text: string): Promise<Answer> {
  const { durationMinutes, shiftMinutes, tongue, start } = reading
  const by = durationMinutes ?? shiftMinutes
  switch (topic) {
    case "hours":
      return start ? hoursOn(scene, dayOf(scene.centre, start)) : openingHours(scene)
    case "rules":
      return rulesAsked(scene)
    case "price":
      return prices(scene)
    case "place":
    case "house": {
      const { placeHow, houseHow } = scene.say.words.asked
      return { text: lines(topic === "place" ? placeHow : houseHow), choices: [[talkChoice(scene)], ...menu(scene)] }
    }
    case "staff":
      return talk(scene, text)
    case "fault":
      return faultSaid(scene, reading, text)
    case "late":
      return lateFor(scene, await ownBookings(scene), by ?? undefined)
    case "remind":
      return remindersAsked(scene, by ? `+${Math.abs(by)}` : undefined)
    case "ballot":
      return ballotStep(scene, { do: "ballots" })
    case "thanks":
      return { text: lines(scene.say.words.asked.welcome), choices: menu(scene) }
    case "language":
      return tongue ? speak(scene, tongue) : askLanguage(scene)
  }
}

const talkChoice = ({ say }: Scene): Choice => ({ label: say.words.asked.talk, step: { do: "talk" } })

async function prices(scene: Scene): Promise<Answer> {
  const { ask, centre, say } = scene
  const { asked } = say.words
  const { member } = ask.actor
  const plan = member && planOf(centre, member.planId)
  const left = plan ? await hoursLeft(scene) : { text: [] }
  return {
    ...noted(
      lines(asked.noPrice, plan ? asked.plan(plan.names[say.language], say.length(plan.hoursPerMonth * 60)) : null),
      { ...left, text: [...left.text, ...lines(asked.priceHow)] },
    ),
    choices: [[talkChoice(scene)], ...menu(scene)],
  }
}

/** The days of a week, those alike together; and days off that come within it. */
function openingHours(scene: Scene): Answer {
  const { centre, say, now } = scene
  const today = localDay(now, centre.zone)
  const monday = addDays(today, 1 - weekday(today))
  const groups: { first: LocalDay; last: LocalDay; open: string }[] = []
  for (const [at, periods] of centre.hours.week.entries()) {
    const day = addDays(monday, at)
    const open = periods.map(clockHours).join(say.words.comma)
    const before = groups.at(-1)
    if (before?.open === open) before.last = day
    else groups.push({ first: day, last: day, open })
  }
  const { asked } = say.words
  const named = ({ first, last }: (typeof groups)[number]): string =>
    groups.length === 1
      ? asked.everyDay
      : [...new Set([first, last])].map((day) => capital(say.weekday(day))).join(" – ")
  const off = centre.hours.holidays.filter(({ date }) => date >= today && date <= addDays(today, soonDays))
  return {
    text: [
      [{ bold: asked.hours }],
      ...lines(
        ...groups.map((group) => asked.hoursOf(named(group), group.open || asked.closed)),
        ...off.map(({ date }) => dayLine(scene, date)),
      ),
    ],
    choices: menu(scene),
    public: true,
  }
}

/** Days off are told so long ahead. */
const soonDays = 14

function dayLine({ centre, say }: Scene, day: LocalDay): string {
  const { asked, comma } = say.words
  const open = openOn(centre, day).map((period) => say.range(period))
  return asked.hoursOf(say.near(day), open.join(comma) || asked.closed)
}

function hoursOn(scene: Scene, day: LocalDay): Answer {
  const { asked } = scene.say.words
  return { text: [[{ bold: asked.hours }], ...lines(dayLine(scene, day))], choices: menu(scene), public: true }
}
