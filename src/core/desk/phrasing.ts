import { type Centre, courseOf, gearOf, roomOf } from "../centre.js"
import type { Language } from "../language.js"
import type { GearWish, Slot } from "../outcome.js"
import { addDays, type LocalDay, localDay, localTime } from "../time.js"
import { type DateParts, type Say, type Words, words } from "./words/index.js"

/** How one centre's rooms, times and lengths are said in one language. */
export type Phrasing = Say & {
  language: Language
  words: Words
  /** Today or tomorrow where it is one, else `Wed 25 Nov`: for buttons. */
  dayLabel(day: LocalDay): string
  /** `Tomorrow, Tue 24 Nov`: for sentences. */
  near(day: LocalDay): string
  lengthShort(minutes: number): string
  /** `Monday` */
  weekday(day: LocalDay): string
  /** `Mon` */
  weekdayShort(day: LocalDay): string
  /** A share of 0 to 1: `34%`. */
  percent(share: number): string
  /** `01:00 Wed` beside times of another day, else `15:00`. */
  timeOn(instant: Date, day: LocalDay): string
  /** `ring light ×2, camera ×1` */
  gearList(gear: readonly GearWish[]): string
  /** `Studio 2`, or `Small studio (number to follow)` */
  place(at: Pick<Slot, "room" | "roomClass">): string
  /** `Tue 24 Nov, 15:00–17:00 · Studio 2` */
  slot(slot: Slot): string
}

/** The locales whose names of days and months are used; pt-MO and zh-*-MO print 12-hour times and are not. */
const locales: Record<Language, string> = { en: "en-GB", pt: "pt-PT", "zh-Hant": "zh-Hant-HK", "zh-Hans": "zh-Hans-CN" }

const formats = Object.fromEntries(
  Object.entries(locales).map(([language, locale]) => {
    const format = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options })
    // Where months are numbered, the number is how they are said; "十一月" would be the other way.
    const month = language.startsWith("zh") ? "numeric" : "long"
    return [
      language,
      {
        weekday: format({ weekday: "long" }),
        weekdayShort: format({ weekday: language.startsWith("zh") ? "narrow" : "short" }),
        month: format({ month }),
        monthShort: format({ month: month === "long" ? "short" : "numeric" }),
        list: new Intl.ListFormat(locale),
        percent: new Intl.NumberFormat(locale, { style: "percent" }),
      },
    ]
  }),
) as Record<
  Language,
  Record<"weekday" | "weekdayShort" | "month" | "monthShort", Intl.DateTimeFormat> & {
    list: Intl.ListFormat
    percent: Intl.NumberFormat
  }
>

function dateParts(language: Language, day: LocalDay): DateParts {
  const noon = new Date(`${day}T12:00:00Z`)
  const { weekday, weekdayShort, month, monthShort } = formats[language]
  return {
    weekday: weekday.format(noon),
    weekdayShort: weekdayShort.format(noon),
    day: noon.getUTCDate(),
    monthNumber: noon.getUTCMonth() + 1,
    month: month.format(noon),
    monthShort: monthShort.format(noon),
    year: noon.getUTCFullYear(),
  }
}

export function phrasing(language: Language, centre: Centre, now: Date): Phrasing {
  const w = words[language]
  const { zone } = centre
  const today = localDay(now, zone)
  const on = (day: Date | LocalDay) => (typeof day === "string" ? day : localDay(day, zone))
  const time = (instant: Date) => localTime(instant, zone)
  const short = (day: LocalDay) => w.date.short(dateParts(language, day))
  const relative = (day: LocalDay) => (day === today ? w.today : day === addDays(today, 1) ? w.tomorrow : null)
  const split = (minutes: number): [number, number] => [Math.floor(minutes / 60), minutes % 60]
  const range = ({ start, end }: { start: Date; end: Date }) => `${time(start)}–${ending(start, end)}`
  const ending = (start: Date, end: Date) => {
    if (on(start) === on(end)) return time(end)
    // Midnight still belongs to the evening: 18:00–24:00.
    return time(end) === "00:00" && on(end) === addDays(on(start), 1) ? "24:00" : w.nextDay(time(end))
  }
  const when = (at: { start: Date; end: Date }) => w.dayTime(short(on(at.start)), range(at))
  const room = (id: string) => roomOf(centre, id)?.names[language] ?? id
  const className = (id: string) => centre.classes.find((kind) => kind.id === id)?.names[language] ?? id
  const place = ({ room: id, roomClass }: Pick<Slot, "room" | "roomClass">) =>
    roomClass ? w.flexible.room(className(roomClass)) : room(id)
  const gear = (id: string) => gearOf(centre, id)?.names[language] ?? id
  return {
    language,
    words: w,
    room,
    className,
    place,
    gear,
    course: (id) => courseOf(centre, id)?.names[language] ?? id,
    qualification: (id) => centre.qualifications.find((one) => one.id === id)?.names[language] ?? id,
    gearList: (wishes) => formats[language].list.format(wishes.map(({ id, quantity }) => `${gear(id)} ×${quantity}`)),
    date: (day) => w.date.full(dateParts(language, on(day))),
    day: (day) => short(on(day)),
    dayLabel: (day) => relative(day) ?? short(day),
    near: (day) => [relative(day), short(day)].filter(Boolean).join(w.comma),
    time,
    range,
    when,
    slot: (slot) => `${when(slot)}${w.dot}${place(slot)}`,
    moment: (instant) => w.dayTime(short(on(instant)), time(instant)),
    timeOn: (instant, day) =>
      on(instant) === day ? time(instant) : w.timeOn(time(instant), dateParts(language, on(instant)).weekdayShort),
    length: (minutes) => w.length(...split(minutes)),
    weekday: (day) => dateParts(language, day).weekday,
    weekdayShort: (day) => dateParts(language, day).weekdayShort,
    percent: (share) => formats[language].percent.format(share),
    lengthShort: (minutes) => w.lengthShort(...split(minutes)),
    month: (month) => {
      const { month: name, year } = dateParts(language, `${month}-01`)
      return month.slice(0, 4) === today.slice(0, 4) ? name : w.monthYear(name, year)
    },
    list: (items) => formats[language].list.format(items),
  }
}
