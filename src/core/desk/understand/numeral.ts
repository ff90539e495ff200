const units: Readonly<Record<string, number>> = {
  〇: 0,
  零: 0,
  一: 1,
  壹: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}
const tens: Readonly<Record<string, number>> = { 十: 1, 廿: 2, 卅: 3 }

/**
 * The Chinese numeral at `at`: 十二, 二十, 廿八, 一百二十, or figures one by one (二〇二六). Stops where the next character
 * would begin another number, so that 四七点 is 4 and then 7 o'clock.
 */
export function numeral(text: string, at: number): { value: number; to: number } | null {
  const figure = (i: number): number | undefined => units[text[i] ?? ""]
  const years = /^[〇零一二三四五六七八九]{4}/u.exec(text.slice(at, at + 4))
  if (years) return { value: Number([...years[0]].map((c) => units[c]).join("")), to: at + 4 }
  let i = at
  let value = 0
  const lead = figure(i)
  if (lead !== undefined && text[i + 1] === "百") {
    value = lead * 100
    i += 2
    if (text[i] === "零") i += 1
    else if (figure(i) === undefined && tens[text[i] ?? ""] === undefined) return { value, to: i }
  }
  const first = figure(i)
  const ten = tens[text[i] ?? ""]
  if (ten !== undefined) return tenAnd(text, i, value + ten * 10)
  if (first === undefined) return i > at ? { value, to: i } : null
  if (text[i + 1] !== "十") return { value: value + first, to: i + 1 }
  return tenAnd(text, i + 1, value + first * 10)
}

/** What follows a ten: 十五, 十來分鐘, and 十幾分鐘, which are about fifteen. */
function tenAnd(text: string, ten: number, value: number): { value: number; to: number } {
  const next = text[ten + 1] ?? ""
  const ones = units[next]
  if (ones !== undefined) return { value: value + ones, to: ten + 2 }
  return /^[来多几]分/u.test(text.slice(ten + 1, ten + 3))
    ? { value: value + (next === "几" ? 5 : 0), to: ten + 2 }
    : { value, to: ten + 1 }
}
