import { openOn, planOf } from "../../centre.js"
import { checkInWindow } from "../../checkin.js"
import { addDays, clockHours, type LocalDay, localDay, weekday } from "../../time.js"
import { type Answer, type Choice, capital, lines, menu, noted, type Scene } from "../scene.js"
import type { Reading, Topic } from "../understand/index.js"
import type { About } from "./about.js"
import { arrivalChoices, comingFor, lateFor } from "./arrival.js"
import { ballotStep } from "./ballot.js"
import { remindersAsked } from "./reminding.js"
import { rulesAsked } from "./rules.js"
import { dayOf } from "./sketch.js"
import { askLanguage, hoursLeft, speak } from "./start.js"
import { faultSaid, talk } from "./telling.js"
import { meant, ownBookings } from "./which.js"

/** What is asked or told beside bookings. */

export async function onTopic(scene: Scene, { reading }: About, topic: Topic, text: string): Promise<Answer> {
  const { durationMinutes, shiftMinutes, tongue, start } = reading
  const by = durationMinutes ?? shiftMinutes
  switch (topic) {
    case "hours":
      return start ? hoursOn(scene, dayOf(scene.centre, start)) : openingHours(scene)
    case "rules":
      return rulesAsked(scene)
    case "early":
      return earlyAsked(scene, reading)
    case "price":
      return prices(scene)
    case "place":
    case "house":
    case "invoice":
      return { text: lines(scene.say.words.asked.how[topic]), choices: [[talkChoice(scene)], ...menu(scene)] }
    case "hand":
      return handedHow(scene)
    case "staff":
      return talk(scene, text)
    case "fault":
      return faultSaid(scene, reading, text)
    case "late":
      return lateFor(scene, await ownBookings(scene), by ?? undefined)
    case "coming":
      return comingFor(scene, await ownBookings(scene), { minutes: by ?? 0, at: start })
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

/** "Can I come 15 minutes early?": from when, of the session that is meant or of the next. */
async function earlyAsked(scene: Scene, reading: Reading): Promise<Answer> {
  const { say, centre, now } = scene
  const { rules, arrival } = say.words
  const bookings = await ownBookings(scene)
  const [booking = bookings[0]] = meant(scene, reading, bookings)
  const { start } = booking ? checkInWindow(centre, booking) : { start: now }
  const here = booking ? arrivalChoices(scene, booking) : []
  return {
    text: lines(
      rules.checkIn(say.length(centre.sessions.checkIn)),
      booking && start > now ? arrival.opens(say.slot(booking), say.time(start)) : null,
    ),
    choices: [...(here.length > 0 ? [here] : []), [talkChoice(scene)], ...menu(scene)],
    whose: booking?.member.name,
  }
}

/** "Give my Friday slot to Rita": whose it is, the staff change; who is on air, they themselves. */
function handedHow(scene: Scene): Answer {
  return { text: lines(...scene.say.words.asked.handed), choices: [[talkChoice(scene)], ...menu(scene)] }
}

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
