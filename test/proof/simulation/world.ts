import { type Centre, centreSchema } from "../../../src/core/centre.js"
import { after, day } from "../../../src/core/interval.js"
import type { Store } from "../../../src/core/store/open.js"
import { smallCentre } from "../../support/centre.js"
import { schoolCentre } from "../../support/courses.js"
import { withCentre } from "../../support/store.js"
import type { Face } from "./crowd.js"
import type { Random } from "./schedule.js"

/** Where and when a seed takes place: an ordinary day in Macau, or the night of a change of the clock. */
const places = [
  { zone: "Asia/Macau", from: "2026-11-24T12:10:00+08:00" },
  { zone: "Europe/Lisbon", from: "2026-10-24T23:10:00Z" },
  { zone: "Europe/Lisbon", from: "2027-03-27T23:10:00Z" },
  { zone: "America/New_York", from: "2026-11-01T04:10:00Z" },
  { zone: "Australia/Lord_Howe", from: "2026-10-03T13:40:00Z" },
]
export const leads = [120, 30, 10]
export const noShowMinutes = 10

export type Place = { centre: Centre; start: Date }

export function placeOf(random: Random): Place {
  const { zone, from } =
    random.next() < 0.4 ? { zone: "Asia/Macau", from: "2026-11-24T12:10:00+08:00" } : random.pick(places)
  const named = (en: string) => ({ "zh-Hant": en, "zh-Hans": en, pt: en, en })
  const plan = { id: "busy", names: named("Busy"), hoursPerMonth: 12, daysAhead: 7, openBookings: 4 }
  const { hours: _, quiet: __, ...rest } = smallCentre
  const centre = centreSchema.parse({
    ...rest,
    zone,
    floor: 6,
    hours: { week: { daily: "00:00-24:00" } },
    sessions: { shortest: 30, longest: 240, turnover: 15, cancelFree: 30, noShow: noShowMinutes, hold: 4, offer: 5 },
    reminders: leads,
    plans: [plan, { ...plan, id: "tiny", hoursPerMonth: 3, openBookings: 2 }],
    courses: schoolCentre.courses.map((course) => ({ ...course, decideHours: 1 })),
    qualifications: schoolCentre.qualifications,
    approvals: { classes: [], rooms: ["s3"], dates: [], notice: 0, answerWithin: 1 },
  })
  return { centre, start: new Date(from) }
}

/** Three merchants, one of them with two people, and one of the staff, each with one or two accounts. */
export async function people(store: Store, { centre, start }: Place): Promise<Face[]> {
  const { prisma } = store
  const createdAt = after(start, -day)
  await withCentre(store, centre, createdAt)
  const members = ["m1", "m2", "m3"]
  const persons = [
    { id: "p1", member: "m1" },
    { id: "p2", member: "m2" },
    { id: "p3", member: "m3" },
    { id: "p4", member: "m3" },
    { id: "boss", member: null },
  ]
  await prisma.member.createMany({
    data: members.map((id) => ({
      id,
      name: `Member ${id}`,
      planId: id === "m2" ? "tiny" : "busy",
      language: "en",
      createdAt,
    })),
  })
  await prisma.person.createMany({
    data: persons.map(({ id, member }) => ({
      id,
      name: id,
      language: "en",
      staff: member === null,
      actingForId: member,
      createdAt,
    })),
  })
  await prisma.personMember.createMany({
    data: persons.flatMap(({ id, member }) =>
      member ? [{ personId: id, memberId: member, role: "owner" as const }] : [],
    ),
  })
  const faces: Face[] = persons.flatMap(({ id: person, member }) =>
    (person === "p1" ? ["telegram", "slack"] : [person === "boss" ? "slack" : "telegram"]).map((platform) => ({
      person,
      platform,
      member,
      seen: [],
      bookings: [],
    })),
  )
  await prisma.account.createMany({
    data: faces.map(({ person, platform }) => ({
      id: `a-${platform}-${person}`,
      platform,
      userId: person,
      address: `${platform}:${person}`,
      personId: person,
      createdAt,
    })),
  })
  return faces
}
