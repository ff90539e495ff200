import { expect, test } from "vitest"
import { openBallot } from "../../../src/core/ballots.js"
import { close } from "../../../src/core/closing.js"
import { phrase } from "../../../src/core/desk/phrase.js"
import { pressLimit } from "../../../src/core/desk/press.js"
import { newId } from "../../../src/core/ids.js"
import { after, day, hour } from "../../../src/core/interval.js"
import { languages } from "../../../src/core/language.js"
import type { Notice } from "../../../src/core/notices.js"
import type { Booking } from "../../../src/core/outcome.js"
import type { CourseNotice, NoticeData } from "../../../src/core/reminders.js"
import { deny } from "../../../src/core/requests.js"
import { schedule } from "../../../src/core/scheduling.js"
import { end, everyGear, long, longNames, room, start } from "../../support/long-names.js"
import { describeEachStore } from "../../support/store.js"

/** The buttons of what is said unasked: nobody's draft keeps what is too long for one. */

await describeEachStore("buttons on notices", (store) => {
  const { world: at, boss, booked, needsYes } = longNames(store)

  test("none is longer than any platform takes, whatever the notice is of", async () => {
    const world = at()
    const { prisma } = store()
    await needsYes([room(7)])
    const requested = await booked()
    const declined = await booked({ start: after(start, day), end: after(end, day) })
    await deny(world, boss(), { bookingId: declined.id })
    const confirmed = await booked({ room: { room: room(5) }, start: after(start, 2 * day), end: after(end, 2 * day) })
    const gone = await booked({ room: { room: room(5) }, start: after(start, 3 * day), end: after(end, 3 * day) })
    await prisma.booking.update({ where: { id: gone.id }, data: { status: "cancelled" } })
    const had = await booked({
      room: { room: room(5) },
      start: after(world.now, hour),
      end: after(world.now, 2 * hour),
    })
    await prisma.booking.update({ where: { id: had.id }, data: { went: "room" } })
    const closed = await close(world, boss(), {
      ...{ what: { room: room(1) }, start: after(start, 4 * day), end: after(end, 4 * day), reason: "heating" },
    })
    const course = await schedule(world, boss(), { course: long("mixing"), start: after(start, 5 * day) })
    const ballot = await openBallot(world, boss(), {
      ...{ name: "12.12", deadline: after(start, day), wishesMax: 5, winsMax: 1, announce: false },
      windows: [{ start: after(start, 9 * day), end: after(end, 9 * day) }],
    })
    if (closed.is !== "closed" || course.is !== "scheduled" || ballot.is !== "opened") throw new Error("not set up")
    const request = newId()
    await prisma.joinRequest.create({
      data: {
        ...{ id: request, platform: "test", userId: "zoe", address: "test:zoe", personName: "Zoe", business: "Vento" },
        ...{ language: "en", status: "open", at: world.now },
      },
    })
    const [waitingId, offer] = [newId(), newId()]
    await prisma.waiting.create({
      data: {
        ...{ id: waitingId, memberId: "ana", personId: "p-ana", status: "waiting", version: 1 },
        ...{ startsAt: start, endsAt: end, createdAt: world.now },
        wish: { windows: [{ start, end }], minutes: 120, room: "any", hosts: 2, gear: [] },
      },
    })
    await prisma.offer.create({
      data: {
        ...{ id: offer, waitingId, roomId: room(1), startsAt: start, endsAt: end, until: after(world.now, hour) },
        ...{ status: "open", version: 1, createdAt: world.now },
      },
    })
    await prisma.enrolment.create({
      data: {
        ...{ sessionId: course.session.id, personId: "p-ana", memberId: "ana", status: "enrolled" },
        ...{ since: world.now, version: 1 },
      },
    })

    const was = { room: room(1), start: start.toISOString(), end: end.toISOString(), gear: everyGear }
    const [session, version, qualification] = [course.session.id, 1, long("mixing")]
    const word = { kind: "word", person: "p-ana", member: "ana", during: confirmed.id, text: "x".repeat(500) } as const
    const closing = (how: "moved" | "refitted" | "short" | "cancelled" | "back", of: Booking): About => [
      { kind: "closed", how, was, reason: "heating", version: of.version },
      of.id,
    ]
    const told = (how: Extract<NoticeData, { kind: "changed" }>["how"]): About => [
      { kind: "changed", how, was, whose: "Lotus" },
      confirmed.id,
    ]
    const courseOf = (how: Extract<CourseNotice, { kind: "course" }>["how"]): About => [
      { kind: "course", session, how, version, was },
    ]
    const all: { [K in NoticeData["kind"]]: About[] } = {
      reminder: [[{ kind: "reminder", minutesBefore: 60 }, confirmed.id]],
      changed: (["booked", "moved", "extended", "cancelled", "restored", "handed"] as const).map(told),
      room: [[{ kind: "room" }, confirmed.id]],
      digest: [[{ kind: "digest", day: "2026-11-25" }]],
      weekly: [[{ kind: "weekly", from: "2026-11-16" }]],
      late: [[{ kind: "late" }, confirmed.id]],
      arrive: [[{ kind: "arrive" }, confirmed.id]],
      after: [[{ kind: "after" }, confirmed.id]],
      went: [[{ kind: "went" }, had.id]],
      ending: [[{ kind: "ending" }, confirmed.id]],
      missed: [
        [{ kind: "missed", how: "released", minutes: 60 }, confirmed.id],
        [{ kind: "missed", how: "forgiven", minutes: 60 }, confirmed.id],
      ],
      closed: [
        ...(["moved", "refitted", "short", "back"] as const).map((how) => closing(how, confirmed)),
        closing("cancelled", gone),
      ],
      closure: [true, false].map((lifted) => [{ kind: "closure", closure: closed.id, version, by: "boss", lifted }]),
      offer: [[{ kind: "offer", offer }]],
      waited: [[{ kind: "waited", from: start.toISOString(), member: "Lotus" }]],
      asked: [[{ kind: "asked", shown: "open:1" }, requested.id]],
      answered: [
        [{ kind: "answered", how: "approved", more: 3 }, confirmed.id],
        [{ kind: "answered", how: "reopened" }, requested.id],
        [{ kind: "answered", how: "declined", text: "No", more: 3 }, declined.id],
        [{ kind: "answered", how: "lapsed" }, declined.id],
      ],
      wanted: [
        [
          { kind: "wanted", change: { ...was, room: { room: was.room }, hosts: 6 }, name: "0123456789abcdef" },
          confirmed.id,
        ],
      ],
      unchanged: [[{ kind: "unchanged" }, confirmed.id]],
      unanswered: [[{ kind: "unanswered" }, declined.id]],
      request: [[{ kind: "request", request }]],
      requests: [[{ kind: "requests" }]],
      admitted: [[{ kind: "admitted", member: "Lotus" }]],
      declined: [[{ kind: "declined", language: "en" }]],
      people: [
        [{ kind: "people", how: "removed", member: "ana" }],
        [{ kind: "people", how: "owner", member: "ana" }],
        [{ kind: "people", how: "left", member: "ana", name: "Rui", bookings: 9 }],
      ],
      hours: [[{ kind: "hours", member: "ana", granted: 600, month: "2026-11" }]],
      plan: [[{ kind: "plan", member: "ana", plan: long("roomy") }]],
      link: [[{ kind: "link", link: newId(), platform: "test", name: "Ana" }]],
      ballot: (["open", "off", "drawn"] as const).map((how) => [
        { kind: "ballot", ballot: ballot.ballot, how, member: "ana" },
      ]),
      word: [
        [{ ...word, about: "fault", room: room(1), gear: null }],
        [{ ...word, about: "fault", room: room(1), gear: long("ring-light") }],
        [{ ...word, about: "talk", room: null, gear: null }],
      ],
      broadcast: [[{ kind: "broadcast", text: "x" }]],
      course_reminder: [[{ kind: "course_reminder", session, minutesBefore: 60 }]],
      course: [...(["enrolled", "seat", "off", "moved"] as const).map(courseOf)],
      qualified: [[{ kind: "qualified", qualification, until: null }]],
      lapse: [[{ kind: "lapse", qualification, day: "2026-12-01" }]],
      unqualified: [[{ kind: "unqualified", qualification }, confirmed.id]],
    }
    const [spoke, tooLong] = [new Set<string>(), new Set<string>()]
    for (const about of Object.values(all).flat()) {
      const said = (await Promise.all(readers.map((to) => phrase(world, noticeOf(about, to), world.now)))).flatMap(
        (reply) => reply ?? [],
      )
      if (said.length > 0) spoke.add(about[0].kind)
      const presses = said.flatMap(({ buttons = [] }) => buttons.flat().flatMap((one) => ("press" in one ? one : [])))
      for (const { press } of presses)
        if (Buffer.byteLength(press) > pressLimit) tooLong.add(`${about[0].kind}: ${press}`)
    }
    expect([...tooLong]).toEqual([])
    // All of them had something to say; nobody here is short of what they had to learn.
    expect(Object.keys(all).filter((kind) => !spoke.has(kind))).toEqual(["unqualified"])
  })
})

/** What a notice is of: its data, and the booking. */
type About = readonly [NoticeData, string?]

const readers: readonly Notice["to"][] = [
  ...languages.map((language): Notice["to"] => ({
    kind: "person",
    personId: "p-ana",
    language,
    accounts: [],
    several: true,
  })),
  { kind: "channel", address: "test:floor", language: "pt" },
]

function noticeOf([data, bookingId]: About, to: Notice["to"]): Notice {
  const now = new Date("2026-11-23T10:00:00+08:00")
  return {
    key: "k",
    due: now,
    stale: after(now, day),
    attempts: 1,
    data,
    bookingId: bookingId ?? null,
    to,
    unsure: false,
  }
}
