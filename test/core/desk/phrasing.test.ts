import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { phrasing } from "../../../src/core/desk/phrasing.js"
import { understand } from "../../../src/core/desk/understand/index.js"
import { vocabulary } from "../../../src/core/desk/vocabulary.js"
import { after, minute } from "../../../src/core/interval.js"
import { languages } from "../../../src/core/language.js"
import { localMinute } from "../../../src/core/time.js"
import { deskCentre } from "../../support/desk-centre.js"

const now = new Date("2026-11-23T10:00:00+08:00")
const centre = { ...deskCentre, version: 1, ballots: [] }
const first = new Date("2026-11-24T08:00:00+08:00")

/** Sessions of the coming month within opening hours, on the quarter hour. */
const session = fc
  .record({
    day: fc.nat(29),
    quarter: fc.nat(4 * 18 - 2),
    length: fc.integer({ min: 2, max: 32 }),
    room: fc.nat(centre.rooms.length - 1),
  })
  .map(({ day, quarter, length, room }) => {
    const start = after(first, (day * 1440 + quarter * 15) * minute)
    const most = 4 * 18 - quarter
    return { start, end: after(start, Math.min(length, most) * 15 * minute), room: centre.rooms[room]?.id ?? "" }
  })

describe.each(languages)("what the desk says of a session in %s", (language) => {
  const say = phrasing(language, centre, now)
  const read = (text: string) => understand(text, { now, zone: centre.zone, language, centre: vocabulary(centre) })

  it("is read back as the same session", () => {
    fc.assert(
      fc.property(session, (slot) => {
        for (const text of [say.slot(slot), `${say.date(slot.start)} ${say.range(slot)} ${say.room(slot.room)}`]) {
          const { start, end, room } = read(text)
          expect({ text, start, end, room: room?.id }).toEqual({
            text,
            start: localMinute(slot.start, centre.zone),
            end: localMinute(slot.end, centre.zone),
            room: slot.room,
          })
        }
      }),
      { numRuns: 200 },
    )
  })

  it("reads lengths and hosts back", () => {
    // «7 horas» by itself is seven o'clock in Portuguese.
    const lasting = language === "pt" ? "durante " : ""
    for (let minutes = 30; minutes <= 480; minutes += 15) {
      expect(read(`${lasting}${say.length(minutes)}`).durationMinutes).toBe(minutes)
    }
    for (let hosts = 1; hosts <= 8; hosts++) expect(read(say.words.hosts(hosts)).hosts).toBe(hosts)
  })

  it("reads its own examples of help as they are meant", () => {
    const intents = say.words.help.slice(2).map((example) => read(example).intent)
    expect(intents).toEqual(["book", "availability", "reschedule", "cancel"])
  })
})
