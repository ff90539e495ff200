/**
 * Sentences that mean one thing and carry little with them, as people say them in four languages. They are commands without a
 * slash: what says more than this is read by `understand`.
 */

export type Plain =
  /** They will be late, by so many minutes. */
  { is: "late"; minutes: number | null }

/** A message without what politeness and haste add to it. */
const bared = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll("’", "'")
    .replace(/^(?:sorry|hi|hello|olá|desculpe|desculpa|唔好意思|不好意思|對唔住|对不起)[\s,，!！.]*/u, "")
    .replace(/[\s.。!！?？~]+$/u, "")
    .trim()

const lateForms = [
  /^(?:(?:i|we)(?:'m| am|'re| are|'ll| will)? )?(?:be |running |going to be |gonna be |be running )*(?:(?:about |around )?(?<n>\d{1,3}) ?min\w* )?late(?: by)?(?: (?:about |around )?(?<m>\d{1,3}) ?min\w*)?$/u,
  /^(?:vou|vamos|estou|estamos)? ?(?:a )?(?:chegar )?(?:(?:cerca de |uns )?(?<n>\d{1,3}) ?min\w* )?(?:atrasad[oa]s?|atrasar(?:-me|-nos)?|tarde|atraso)(?: (?:de |cerca de |uns )?(?<m>\d{1,3}) ?min\w*)?$/u,
  /^(?:我哋?|我们)?(?:可能)?(?:會|会|要)?(?:遲到?|迟到?|晚到?)(?:大概|大約|大约)?(?<n>\d{1,3}|[一二三四五]?十五?)?(?:分鐘|分钟|分)?(?:到)?$/u,
]

const tens = "零一二三四五"
/** `20`, `二十`, `十五`: minutes. */
function minutesIn(text: string | undefined): number | null {
  if (text === undefined) return null
  if (/^\d+$/.test(text)) return Number(text)
  const [, ten = "", five] = /^(.?)十(五?)$/u.exec(text) ?? []
  return (ten === "" ? 10 : tens.indexOf(ten) * 10) + (five ? 5 : 0)
}

export function plainly(text: string): Plain | null {
  const said = bared(text)
  for (const form of lateForms) {
    const found = form.exec(said)?.groups
    if (found) return { is: "late", minutes: minutesIn(found.n ?? found.m) }
  }
  return null
}
