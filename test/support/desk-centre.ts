import { type Centre, centreSchema } from "../../src/core/centre.js"

const studio = (n: number) => ({
  "zh-Hant": `${n}號直播間`,
  "zh-Hans": `${n}号直播间`,
  pt: `Estúdio ${n}`,
  en: `Studio ${n}`,
})

/** A small centre with names in four languages, for conversations: four small rooms, two medium, one large. */
export const deskCentre: Centre = centreSchema.parse({
  name: { "zh-Hant": "濠江直播中心", "zh-Hans": "濠江直播中心", pt: "Centro Rio das Pérolas", en: "Pearl River Live" },
  zone: "Asia/Macau",
  floor: 12,
  hours: {
    week: { daily: "08:00-02:00" },
    holidays: [
      {
        date: "2026-12-25",
        names: { "zh-Hant": "聖誕節", "zh-Hans": "圣诞节", pt: "Natal", en: "Christmas Day" },
      },
    ],
    peak: [{ days: "fri-sat", hours: "19:00-23:00" }],
  },
  sessions: { shortest: 30, longest: 480, turnover: 15, cancelFree: 120 },
  reminders: [1440, 60, 15],
  classes: [
    { id: "small", names: { "zh-Hant": "細房", "zh-Hans": "小房", pt: "Pequeno", en: "Small" }, hostsMax: 2 },
    { id: "medium", names: { "zh-Hant": "中房", "zh-Hans": "中房", pt: "Médio", en: "Medium" }, hostsMax: 4 },
    { id: "large", names: { "zh-Hant": "大房", "zh-Hans": "大房", pt: "Grande", en: "Large" }, hostsMax: 6 },
  ],
  rooms: ["small", "small", "small", "small", "medium", "medium", "large"].map((kind, index) => ({
    id: `studio-${index + 1}`,
    class: kind,
    names: studio(index + 1),
  })),
  gear: [
    {
      id: "ring-light",
      names: { "zh-Hant": "環形燈", "zh-Hans": "环形灯", pt: "luz anelar", en: "ring light" },
      quantity: 6,
    },
    { id: "camera", names: { "zh-Hant": "相機", "zh-Hans": "相机", pt: "câmara", en: "camera" }, quantity: 2 },
    {
      id: "green-screen",
      names: { "zh-Hant": "綠幕", "zh-Hans": "绿幕", pt: "ecrã verde", en: "green screen" },
      quantity: 1,
    },
  ],
  plans: [
    {
      id: "standard",
      names: { "zh-Hant": "標準", "zh-Hans": "标准", pt: "Normal", en: "Standard" },
      hoursPerMonth: 40,
      peakShare: 0.5,
      daysAhead: 30,
      openBookings: 10,
    },
    {
      id: "roomy",
      names: { "zh-Hant": "寬裕", "zh-Hans": "宽裕", pt: "Amplo", en: "Roomy" },
      hoursPerMonth: 50,
      peakShare: 0.5,
      rollOver: 8,
      daysAhead: 30,
      openBookings: 10,
    },
    {
      id: "tiny",
      names: { "zh-Hant": "迷你", "zh-Hans": "迷你", pt: "Mini", en: "Tiny" },
      hoursPerMonth: 3,
      daysAhead: 7,
      openBookings: 2,
      longest: 120,
      classes: ["small"],
    },
  ],
})

const learning = {
  qualifications: [
    {
      id: "mixing",
      names: { "zh-Hant": "導播資格", "zh-Hans": "导播资格", pt: "realização de vídeo", en: "vision mixing" },
      months: 12,
      remindDays: [28],
    },
  ],
  courses: [
    {
      id: "lighting",
      names: { "zh-Hant": "燈光班", "zh-Hans": "灯光班", pt: "Iluminação", en: "Lighting" },
      aliases: ["lights", "燈光", "灯光", "luz"],
      minutes: 90,
      seats: 2,
      least: 2,
      decideHours: 24,
      trainers: 1,
      class: "medium",
    },
    {
      id: "mixing",
      names: { "zh-Hant": "導播班", "zh-Hans": "导播班", pt: "Realização de vídeo", en: "Vision mixing" },
      aliases: ["導播", "导播", "mixer"],
      minutes: 120,
      seats: 3,
      least: 0,
      decideHours: 24,
      trainers: 1,
      rooms: ["studio-7"],
      gives: "mixing",
    },
  ],
}

/** The same with a training scheme: two courses, and a mixer that has to be learnt. */
export const schoolDesk: Centre = {
  ...deskCentre,
  ...learning,
  gear: [
    ...deskCentre.gear,
    {
      id: "mixer",
      names: { "zh-Hant": "導播台", "zh-Hans": "导播台", pt: "mesa de realização", en: "vision mixer" },
      aliases: [],
      quantity: 1,
      requires: "mixing",
    },
  ],
}
