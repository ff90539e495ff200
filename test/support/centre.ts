import { type Centre, centreSchema } from "../../src/core/centre.js"

const named = (en: string) => ({ "zh-Hant": en, "zh-Hans": en, pt: en, en })

/** A small centre for rules: three small rooms, one large, open 08:00–02:00, turnover 15 min, floor 8. */
export const smallCentre: Centre = centreSchema.parse({
  name: named("Test centre"),
  zone: "Asia/Macau",
  floor: 8,
  hours: {
    week: { daily: "08:00-02:00" },
    peak: [{ days: "fri-sat", hours: "19:00-23:00" }],
  },
  sessions: { shortest: 30, longest: 480, turnover: 15, cancelFree: 120 },
  classes: [
    { id: "small", names: named("Small"), hostsMax: 2 },
    { id: "large", names: named("Large"), hostsMax: 6 },
  ],
  rooms: [
    { id: "s1", class: "small", names: named("Studio 1") },
    { id: "s2", class: "small", names: named("Studio 2") },
    { id: "s3", class: "small", names: named("Studio 3") },
    { id: "l1", class: "large", names: named("Studio 4") },
  ],
  gear: [
    { id: "ring-light", names: named("ring light"), quantity: 3 },
    { id: "camera", names: named("camera"), quantity: 1 },
  ],
  plans: [
    { id: "standard", names: named("Standard"), hoursPerMonth: 40, peakShare: 0.5, daysAhead: 30, openBookings: 10 },
    {
      id: "tiny",
      names: named("Tiny"),
      hoursPerMonth: 3,
      daysAhead: 7,
      openBookings: 2,
      longest: 120,
      classes: ["small"],
    },
  ],
})
