/** Sentences that tell everybody something, or all who are booked then: 「通知今晚所有人電梯壞咗」, "let everyone on tonight know the lift is out". */

/** `when`: what stands before "everyone", of whom or when it may be; `rest`: whom of them, and the message, as they were written. */
export type ToAll = { when: string; rest: string }

const forms = [
  /^(?<before>.{0,30}?)(?<!\p{L})(?:please )?(?:message|tell|notify|warn|inform|text|write to|send (?:a )?message to|let(?=.*\bknow\b))\s+(?<mid>.{0,30}?)(?:everyone|everybody|(?:all|those|the people|people)(?: of (?:them|you))?(?: the)?(?: (?:people|members|merchants|guests|hosts|bookings|sessions))?|(?:the )?(?:members|merchants|guests|bookings|sessions))(?!\p{L})(?<rest>.+)$/isu,
  /^(?<before>.{0,30}?)(?<!\p{L})(?:por favor,? )?(?:avis(?:a|ar|e|em)|di(?:z|ga|zer)|inform(?:a|ar|e)|escrev(?:e|er|a)|mand(?:a|ar|e) (?:uma )?mensagem|comunic(?:a|ar|que)) (?<mid>.{0,30}?)(?:a |ao |aos |às |para )?(?:tod[oa]s? (?:a gente|o mundo)|tod[oa]s(?: [oa]s (?:membros|clientes|lojas|pessoas))?|quem(?= (?:tem|têm|est[áa]|vem|reserv))|os (?:membros|clientes))(?!\p{L})(?<rest>.+)$/isu,
  /^(?<before>.{0,12}?)(?:請|请|幫我|帮我|麻煩|麻烦)?(?:通知|話[畀俾比]|告[訴诉]|發訊息[畀俾]|发消息给|發[畀俾]|发给|同)(?<mid>[^:：,，]{0,16}?)(?:(?:所有|全部|全體|全体)(?<whom>[^:：,，]{0,12}?)(?:[嘅的]?(?:人|會員|会员|客人?|商[戶户]))|大家|(?<booked>(?:有|已)?(?:訂|订|預約|预约)[^:：,，]{0,4}?[嘅的]?(?:所有|全部)?(?:人|會員|会员|客人?|商[戶户])))(?<rest>.+)$/isu,
]

const telling =
  /^(?:please )?(?:tell|message|notify|warn|inform|text|let)(?! (?:me|us|him|her|in)(?!\p{L}))(?!\p{L})|^(?:avis|inform|dig|diz|mand)\p{L}+ |^(?:請|请|幫我|帮我|麻煩)?(?:通知|話[畀俾比]|告[訴诉])(?!我)/iu

/** What somebody is told may well say that something is closed or broken. */
export const tells = (text: string): boolean => telling.test(text.trim()) || toAll(text) !== null

export function toAll(text: string): ToAll | null {
  const found = forms.map((form) => form.exec(text.trim())?.groups).find(Boolean)
  if (!found) return null
  const { before = "", mid = "", whom = "", booked = "", rest = "" } = found
  // Who that is nobody knows here: by no means everybody.
  const some =
    /^\s*(?:who (?:are |were )?|that (?:are |were )?)?(?:affected|concerned|in the way|moved|afetad[oa]s?)(?!\p{L})/iu.exec(
      rest,
    )?.[0]
  if (some) return { when: some.trim(), rest: rest.slice(some.length) }
  const when = [before, mid, whom, booked].join(" ").replace(/\s+/gu, " ").trim()
  return { when, rest }
}
