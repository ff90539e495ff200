import type { Language } from "../../../src/core/language.js"
import type { Cell, Day } from "../../../src/core/picture/day.js"
import type { Heatmap } from "../../../src/core/picture/heatmap.js"
import type { Week } from "../../../src/core/picture/week.js"

/** A full day of the sample centre in each language: what the pictures are looked at with, measured with and tested on. */

const texts = {
  "zh-Hant": {
    week: "11月23日至29日",
    left: "濠江優品 · 本月尚餘 14.5 小時",
    days: ["一", "二", "三", "四", "五", "六", "日"],
    average: "平均",
    use: "房間使用率 · 11月16日至22日",
    show: "新品",
    title: "11月24日 星期二",
    subtitle: "現時 9 間直播間空閒 · 場內主播高峰 52 / 52",
    room: (n: number) => `${n}號直播間`,
    showroom: "展示廳",
    groups: ["小型 · 最多 2 位主播", "中型 · 最多 4 位主播", "大型 · 最多 6 位主播", "展示廳 · 最多 8 位主播"],
    members: ["濠江優品", "氹仔手信", "金沙美妝直播", "喺度買", "麗影服飾", "鮮味海產"],
    words: {
      free: "空閒",
      taken: "已預訂",
      own: "你的預訂",
      held: "待確認",
      closed: "停用",
      load: "場內主播人數（上限 52）",
      full: "主播名額已滿",
    },
  },
  "zh-Hans": {
    week: "11月23日至29日",
    left: "濠江优品 · 本月还剩 14.5 小时",
    days: ["一", "二", "三", "四", "五", "六", "日"],
    average: "平均",
    use: "房间使用率 · 11月16日至22日",
    show: "新品",
    title: "11月24日 星期二",
    subtitle: "现时 9 间直播间空闲 · 场内主播高峰 52 / 52",
    room: (n: number) => `${n}号直播间`,
    showroom: "展示厅",
    groups: ["小型 · 最多 2 位主播", "中型 · 最多 4 位主播", "大型 · 最多 6 位主播", "展示厅 · 最多 8 位主播"],
    members: ["濠江优品", "氹仔手信", "金沙美妆直播", "时尚约定", "丽影服饰", "鲜味海产"],
    words: {
      free: "空闲",
      taken: "已预订",
      own: "您的预订",
      held: "待确认",
      closed: "停用",
      load: "场内主播人数（上限 52）",
      full: "主播名额已满",
    },
  },
  pt: {
    week: "23 a 29 de novembro",
    left: "Açúcar & Canela · restam 14,5 horas este mês",
    days: ["seg.", "ter.", "qua.", "qui.", "sex.", "sáb.", "dom."],
    average: "Média",
    use: "Ocupação dos estúdios, 16 a 22 de novembro",
    show: "Saldos",
    title: "Terça-feira, 24 de novembro",
    subtitle: "9 estúdios livres agora · pico de apresentadores 52 / 52",
    room: (n: number) => `Estúdio ${n}`,
    showroom: "Salão de exposição",
    groups: ["Pequenos · até 2 apresentadores", "Médios · até 4", "Grandes · até 6", "Salão · até 8"],
    members: ["Lojas São João", "Açúcar & Canela", "Moda Conceição", "Pérola do Oriente", "Vinhos d’Évora", "Chá Flor"],
    words: {
      free: "Livre",
      taken: "Ocupado",
      own: "A sua reserva",
      held: "Por confirmar",
      closed: "Fechado",
      load: "Apresentadores em simultâneo (máximo 52)",
      full: "Lotação esgotada",
    },
  },
  en: {
    week: "23 to 29 November",
    left: "Harbour Goods · 14.5 hours left this month",
    days: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    average: "Average",
    use: "Use of rooms, 16 to 22 November",
    show: "Gifts",
    title: "Tuesday 24 November",
    subtitle: "9 rooms free now · anchors peak at 52 of 52",
    room: (n: number) => `Studio ${n}`,
    showroom: "Showroom",
    groups: ["Small · up to 2 hosts", "Medium · up to 4 hosts", "Large · up to 6 hosts", "Showroom · up to 8 hosts"],
    members: ["Harbour Goods", "Lotus Beauty", "Taipa Kitchen", "Silver Thread", "Nine Dragons Tea", "Moss & Co."],
    words: {
      free: "Free",
      taken: "Taken",
      own: "Yours",
      held: "On hold",
      closed: "Closed",
      load: "Anchors on air (limit 52)",
      full: "Floor full",
    },
  },
} as const satisfies Record<Language, unknown>

const classOf = (room: number) => (room < 12 ? 0 : room < 20 ? 1 : room < 23 ? 2 : 3)

/** A repeatable sequence of numbers from 0 to 1 (Lehmer's generator). */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

/** Bookings for every room over the day, busier in the evening. */
function bookings(language: Language, staff: boolean): Cell[] {
  const random = numbers(7)
  const cells: Cell[] = []
  for (let room = 0; room < 24; room++) {
    let at = 480
    while (at < 1560) {
      const busy = at > 1080 && at < 1440 ? 0.85 : 0.45
      const end = Math.min(1560, at + 60 + Math.floor(random() * 9) * 15)
      const roll = random()
      const member = Math.floor(random() * 6)
      const hosts = 1 + Math.floor(random() * 2 * (classOf(room) + 1))
      if (roll < busy) {
        const kind = roll < 0.03 ? "held" : member === 0 && !staff ? "own" : "taken"
        const named = staff || kind === "own"
        const label = staff ? texts[language].members[member] : texts[language].show
        cells.push({ room, start: at, end, kind, ...(named && label ? { label, note: String(hosts) } : {}) })
      }
      at = end + (roll < busy ? 15 : 0)
    }
  }
  return [
    ...cells.filter(({ room, end }) => room !== 5 || end <= 960),
    { room: 5, start: 975, end: 1560, kind: "closed" },
  ]
}

export function sampleDay(
  language: Language,
  { staff = false, now = 1_175 }: { staff?: boolean; now?: number } = {},
): Day {
  const text = texts[language]
  const cells = bookings(language, staff)
  const load = Array.from({ length: 72 }, (_, i) => {
    const at = 480 + i * 15
    const busy = cells.filter(({ kind, start, end }) => kind !== "closed" && start <= at && at < end)
    return Math.min(52, busy.reduce((sum, { room }) => sum + 1.9 + classOf(room), 0) | 0)
  })
  return {
    title: text.title,
    subtitle: text.subtitle,
    rooms: Array.from({ length: 24 }, (_, i) => ({
      name: i === 23 ? text.showroom : text.room(i + 1),
      group: text.groups[classOf(i)] ?? "",
    })),
    from: 480,
    to: 1560,
    cells,
    floor: { load, limit: 52 },
    now,
    words: text.words,
  }
}

/** A merchant's week: alone, side by side, over midnight, held, past and to come. */
export function sampleWeek(language: Language): Week {
  const text = texts[language]
  const short = (n: number) => (language.startsWith("zh") ? `${n}號` : String(n))
  const room = (n: number) => ({ label: text.room(n), short: short(n) })
  return {
    title: text.week,
    subtitle: text.left,
    days: text.days.map((name, i) => ({ name, date: String(23 + i) })),
    from: 480,
    to: 1560,
    entries: [
      { day: 0, start: 600, end: 720, kind: "own", ...room(2), detail: text.show },
      { day: 1, start: 840, end: 960, kind: "own", ...room(12), detail: text.show },
      { day: 1, start: 1200, end: 1320, kind: "own", ...room(2), detail: text.show },
      { day: 1, start: 1230, end: 1350, kind: "own", ...room(14), detail: text.show },
      { day: 2, start: 1200, end: 1230, kind: "own", ...room(3) },
      { day: 3, start: 540, end: 600, kind: "held", ...room(21), detail: text.show },
      { day: 4, start: 480, end: 1560, kind: "closed", label: text.words.closed },
      { day: 5, start: 1380, end: 1560, kind: "own", label: text.showroom, detail: text.show },
      { day: 6, start: 1200, end: 1290, kind: "own", ...room(1) },
      { day: 6, start: 1200, end: 1320, kind: "own", ...room(2) },
      { day: 6, start: 1260, end: 1380, kind: "held", ...room(3) },
    ],
    now: { day: 1, minutes: 1175 },
    words: text.words,
  }
}

/** A week's use, fuller in the evenings and at the weekend, with a closed morning. */
export function sampleUse(language: Language): Heatmap {
  const text = texts[language]
  const random = numbers(11)
  return {
    title: text.use,
    days: text.days,
    from: 480,
    to: 1560,
    classes: text.groups.map((name, size) => ({
      name,
      use: text.days.map((_, day) =>
        Array.from({ length: 18 }, (_, hour) => {
          if (day === 0 && hour < 4) return null
          const evening = hour >= 10 && hour < 16 ? 0.45 : 0.1
          return Math.min(1, evening + (day > 4 ? 0.2 : 0) + random() * 0.5 - size * 0.06)
        }).map((share) => (share === null ? null : Math.max(0, share))),
      ),
    })),
    words: { average: text.average, closed: text.words.closed },
  }
}
