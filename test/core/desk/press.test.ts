import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { packer, unpack } from "../../../src/core/desk/draft.js"
import { parts, pressLimit, readStep, type Sketch, type Step, written } from "../../../src/core/desk/press.js"
import { languages } from "../../../src/core/language.js"

const letters = (alphabet: string, min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: min, maxLength: max })
const lower = "abcdefghijklmnopqrstuvwxyz0123456789"
const id = fc
  .tuple(letters(`${lower}ABCXYZ`, 1, 1), letters(`${lower}ABCXYZ_-`, 0, 39))
  .map(([first, rest]) => first + rest)
const thing = fc.tuple(letters(lower, 1, 1), letters(`${lower}-`, 0, 30)).map(([first, rest]) => first + rest)
const day = fc
  .date({ min: new Date("2000-01-01T00:00:00Z"), max: new Date("2099-12-31T00:00:00Z"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const minute = fc
  .tuple(day, fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([date, h, m]) => `${date}T${String(h).padStart(2, "0")}:${String(m).padStart(2, "0")}`)

const optional = <T extends Record<string, unknown>>(all: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(all, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>
const sketch = optional({
  booking: id,
  start: fc.oneof(day, minute),
  around: day,
  within: fc.record({ from: fc.integer({ min: 0, max: 1440 }), to: fc.integer({ min: 0, max: 2880 }) }),
  minutes: fc.integer({ min: 1, max: 1440 }),
  room: fc.oneof(
    fc.constant("any"),
    thing.map((room) => ({ room })),
    thing.map((name) => ({ class: name })),
  ),
  hosts: fc.integer({ min: 0, max: 999 }),
  gear: fc.array(fc.record({ id: thing, quantity: fc.integer({ min: 1, max: 999 }) }), { maxLength: 20 }),
  repeat: fc.record(
    {
      every: fc.integer({ min: 1, max: 8 }),
      count: fc.integer({ min: 2, max: 99 }),
      weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    },
    { requiredKeys: ["every"] },
  ),
  except: fc.array(
    fc.oneof(
      fc.record({ day, skip: fc.constant(true) }),
      fc.record({ day, room: thing, start: minute }, { requiredKeys: ["day", "room"] }),
      fc.record({ day, start: minute }),
    ),
    { minLength: 1, maxLength: 9 },
  ),
  following: fc.constant(true),
  title: fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
    .filter((text) => text.length <= 120 && !/[\p{Cc}\p{Surrogate}]/u.test(text)),
}) as fc.Arbitrary<Sketch>

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom("plan", "change", "book", "free"), sketch }) as fc.Arbitrary<Step>,
  fc.record({ do: fc.constant("ask"), part: fc.constantFrom(...parts), sketch }) as fc.Arbitrary<Step>,
  fc.record({
    do: fc.constant("ask"),
    part: fc.constant("day"),
    sketch,
    page: fc.constantFrom("2026-12", "2"),
  }) as fc.Arbitrary<Step>,
  fc.record({ do: fc.constant("show"), booking: id }) as fc.Arbitrary<Step>,
  fc.record(
    {
      do: fc.constant("try"),
      booking: id,
      at: fc.oneof(minute, fc.constantFrom("day", "time")),
      room: fc.tuple(fc.constantFrom("@", "~"), thing).map(([kind, name]) => kind + name),
    },
    { requiredKeys: ["do", "booking", "at"] },
  ) as fc.Arbitrary<Step>,
  fc.record(
    { do: fc.constant("wanted"), booking: id, wish: letters("0123456789abcdef", 16, 16) },
    { requiredKeys: ["do", "booking"] },
  ) as fc.Arbitrary<Step>,
  fc.record({ do: fc.constant("cancel"), booking: id }) as fc.Arbitrary<Step>,
  fc.record(
    { do: fc.constant("cancel"), booking: id, sure: fc.constant(true), scope: fc.constantFrom("following", "all") },
    { requiredKeys: ["do", "booking", "sure"] },
  ) as fc.Arbitrary<Step>,
  fc.record({ do: fc.constant("extend"), booking: id, until: minute }) as fc.Arbitrary<Step>,
  fc.record({ do: fc.constant("lang"), language: fc.constantFrom(...languages) }) as fc.Arbitrary<Step>,
  fc.record({ do: fc.constant("act"), member: id }) as fc.Arbitrary<Step>,
  fc.record({ do: fc.constant("mine"), page: fc.constantFrom("1", "2") }) as fc.Arbitrary<Step>,
  fc.record({ do: fc.constant("today"), day }) as fc.Arbitrary<Step>,
  fc.constantFrom<Step>(
    { do: "drop" },
    { do: "hours" },
    { do: "help" },
    { do: "home" },
    { do: "glance" },
    { do: "board" },
    { do: "board", off: "off" },
    { do: "lang" },
    { do: "mine" },
  ),
)

describe("buttons", () => {
  it("read like a sentence", () => {
    const booked: Step = {
      do: "book",
      sketch: {
        start: "2026-11-24T15:00",
        minutes: 120,
        room: { room: "studio-2" },
        hosts: 2,
        gear: [{ id: "ring-light", quantity: 2 }],
      },
    }
    expect(written(booked)).toBe("book 2026-11-24T15:00 120 @studio-2 h2 +ring-light*2")
    expect(written(booked).length).toBeLessThanOrEqual(pressLimit)
  })

  it("come back as the step they were packed from", () => {
    fc.assert(
      fc.property(step, (step) => {
        expect(readStep(written(step))).toEqual(step)
      }),
      { numRuns: 1000 },
    )
  })

  it("fit into 64 ASCII bytes, whatever they say, and are found again through the draft", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 100 }), id, (steps, key) => {
        const { pack, stash } = packer(key)
        const packed = steps.map(pack)
        const draft = {
          key,
          at: "",
          sketch: null,
          asking: null,
          yes: null,
          settled: null,
          list: [],
          shown: [],
          whom: null,
          stash,
        }
        for (const data of packed) expect(data).toMatch(/^[\x20-\x7e]{1,64}$/)
        expect(packed.map((data) => unpack(data, draft))).toEqual(steps)
      }),
      { numRuns: 200 },
    )
  })

  it("never throw for what they were not packed from", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), (data) => {
        unpack(data, null)
      }),
      { numRuns: 1000 },
    )
    const valid = fc.oneof(step.map(written), fc.constant("book 2026-11-24T15:00 120 @s2 h2"))
    fc.assert(
      fc.property(valid, fc.nat(100), (data, cut) => {
        const read = readStep(data.slice(0, cut))
        if (read) expect(readStep(written(read))).toEqual(read)
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    "",
    " ",
    "book  2026-11-24",
    "book 2026-11-31",
    "book 2026-11-24T24:00",
    "book 2026-11-24T15:00 0",
    "book 2026-11-24T15:00 2000",
    "book h1 h2",
    "book @",
    "book @../x",
    "book +a*0",
    "book +*1",
    'book "%ff',
    'book "%00',
    "cancel x yes no",
    "cancel x maybe",
    "lang fr",
    "help me",
    "constructor",
    "__proto__",
    "x".repeat(100_000),
  ])("are nothing when forged: %j", (data) => expect(readStep(data)).toBeNull())

  it("that rest on a draft which has made way are stale, not wrong", () => {
    expect(unpack("~abc.0", null)).toBe("stale")
    expect(unpack("~abc", null)).toBeNull()
    expect(unpack("~abc.9999", null)).toBeNull()
  })
})
