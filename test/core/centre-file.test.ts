import { describe, expect, test } from "vitest"
import { hostsMax, openOn, storedCentre } from "../../src/core/centre.js"
import { parseCentre, sampleCentreText } from "../../src/core/centre-file.js"
import { languages } from "../../src/core/language.js"
import { localTime } from "../../src/core/time.js"

const sample = sampleCentreText()

function read(text: string) {
  const parsed = parseCentre(text, "centre.yaml")
  if (parsed.is === "wrong") throw new Error(parsed.problems.join("\n"))
  return parsed.centre
}
const problems = (text: string): readonly string[] => {
  const parsed = parseCentre(text, "centre.yaml")
  return parsed.is === "wrong" ? parsed.problems : []
}
const edited = (from: string, to: string): string => {
  expect(sample).toContain(from)
  return sample.replace(from, to)
}

test("the sample is the centre of the examples", () => {
  const centre = read(sample)
  expect(centre.floor).toBe(52)
  expect(centre.rooms.map(({ names }) => names.en)).toEqual(Array.from({ length: 24 }, (_, n) => `Studio ${n + 1}`))
  expect(centre.rooms[0]?.names).toMatchObject({ "zh-Hant": "1號直播間", "zh-Hans": "1号直播间", pt: "Estúdio 1" })
  const sizes = centre.rooms.map((room) => hostsMax(centre, room))
  expect(sizes).toEqual([...Array(12).fill(2), ...Array(8).fill(4), ...Array(3).fill(6), 8])
  expect(centre.plans.map(({ id }) => id)).toEqual(["starter", "standard", "pro"])
  const things = ["ring light", "fill light", "camera", "microphone", "green screen", "teleprompter", "turntable"]
  expect(centre.gear.map(({ names }) => names.en)).toEqual(expect.arrayContaining(things))
  const [monday] = openOn(centre, "2026-11-23")
  expect(monday && [localTime(monday.start, centre.zone), localTime(monday.end, centre.zone)]).toEqual([
    "08:00",
    "02:00",
  ])
  for (const thing of [...centre.rooms, ...centre.gear, ...centre.plans, ...centre.classes])
    expect(Object.keys(thing.names).sort()).toEqual([...languages].sort())
})

describe("what is wrong is told with its line", () => {
  test.each<[from: string, to: string, problem: string, where?: string]>([
    ["class: small, names", "class: smal, names", "rooms[0].class: no class is called smal"],
    ["id: s2,", "id: s1,", "rooms[1].id: the id s1 is used twice"],
    ["2號房, 2号房", "1號房, 2号房", "rooms[1]: the name 1號房 is used twice"],
    ["pt: Estúdio 2, en", "en", "rooms[1].names.pt: is missing"],
    ["{ id: s3,", "{ id: s3, colour: red,", "rooms[2].colour: is not known here"],
    ["{ id: s3,", "{ id: S 3,", "rooms[2].id: a short id of a-z, 0-9 and - was expected"],
    ["quantity: 30", "quantity: many", "gear[0].quantity: a number was expected"],
    ["quantity: 30", "quantity: -1", "gear[0].quantity: Too small"],
    ["id: ring-light", "id: floor", "gear[0].id: floor is taken by the floor itself"],
    ["zone: Asia/Macau", "zone: Macau", "zone: an IANA zone such as Asia/Macau was expected"],
    ["daily: 08:00-02:00", "dayly: 08:00-02:00", "hours.week.dayly: daily, a day like mon, or days like mon-fri were"],
    ["daily: 08:00-02:00", "daily: 08:10-02:00", "hours.week.daily: hours like 08:00-02:00"],
    ["daily: 08:00-02:00", "daily: 08:00-33:00", "hours.week.daily: hours like 08:00-02:00"],
    ["daily: 08:00-02:00", "daily: [08:00-14:00, 12:00-20:00]", "hours.week.daily: hours of one day stand in order"],
    ["holidays: []", "holidays: [{ date: 2027-02-30 }]", "hours.holidays[0].date: a date like 2027-02-06 was expected"],
    ["shortest: 30", "shortest: 25", "sessions.shortest: "],
    ["shortest: 30", "shortest: 600", "sessions.shortest: is longer than the longest"],
    ["longest: 240", "longest: 600", "plans[0].longest: is not from 30 to 480 minutes"],
    ["classes: [small, medium],", "classes: [small, huge],", "plans[0].classes[1]: no class is called huge"],
    [
      "{ id: showroom, hostsMax: 8",
      "{ id: showroom, hostsMax: 53",
      "rooms[23]: takes more hosts than the whole",
      "{ id: s24",
    ],
    ["hours: 20:00-23:00", "hours: 20:00", "hours.peak[0].hours: hours like 08:00-02:00"],
  ])("%s → %s", (from, to, problem, where = from) => {
    const line = sample.slice(0, sample.indexOf(where)).split("\n").length
    expect(problems(edited(from, to))).toContainEqual(expect.stringContaining(`centre.yaml:${line}: ${problem}`))
  })

  test("every problem is told, each in one line", () => {
    expect(problems(edited("floor: 52", "flor: 52"))).toEqual([
      "centre.yaml:5: floor: is missing",
      "centre.yaml:9: flor: is not known here",
    ])
  })

  test("what is stored of a centre file reads back as it was", () => {
    const parsed = parseCentre(sampleCentreText(), "sample")
    if (parsed.is === "wrong") throw new Error(parsed.problems.join())
    expect(storedCentre(JSON.parse(JSON.stringify(parsed.centre)))).toEqual(parsed.centre)
  })

  test.each(["", "- a", "just words", "rooms: [", "a: *nowhere", "floor: 1\nfloor: 2", "\u0000"])(
    "what is no centre at all: %j",
    (text) => {
      expect(problems(text).length).toBeGreaterThan(0)
      for (const problem of problems(text)) expect(problem).toMatch(/^centre\.yaml(:\d+)?: [^\n]+$/)
    },
  )
})

test("hours may be written past midnight in two ways, and the most particular day wins, wherever it stands", () => {
  const week = "sun: closed\n    daily: 08:00 – 26:00\n    fri-sat: [08:00-12:00, 14:00-24:00]"
  const centre = read(edited("daily: 08:00-02:00", week))
  expect(centre.hours.week[0]).toEqual([{ from: 480, to: 1560 }])
  expect(centre.hours.week[5]).toEqual([
    { from: 480, to: 720 },
    { from: 840, to: 1440 },
  ])
  expect(centre.hours.week[6]).toEqual([])
  expect(read(sample).hours.week[0]).toEqual([{ from: 480, to: 1560 }])
})
