/**
 * Sentences that mean one thing and carry little with them, as people say them in four languages. They are commands without a
 * slash: what says more than this is read by `understand`.
 */

import { type ToAll, tells, toAll } from "./broadcast-form.js"
import { closes } from "./closing-form.js"

type Does = "undo" | "in" | "next" | "today" | "live" | "board"

export type Plain =
  | { is: "does"; step: Does }
  /** To everybody, or those of them who are booked then. */
  | ({ is: "tell" } & ToAll)
  /** Shows a member: by a part of their name. */
  | { is: "find"; name: string }
  /** The booking at hand goes to the member of that name. */
  | { is: "hand"; name: string }
  /** Staff: something is closed, broken or lent. */
  | { is: "close"; text: string }
  /** Staff: what would break if this were so. */
  | { is: "what if"; said: string }
  /** Staff: what gear is needed, on which day. */
  | { is: "picklist"; when: string }

/** A message without what politeness and haste add to it. */
const bared = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll("’", "'")
    .replace(/^(?:sorry|hi|hello|olá|desculpe|desculpa|唔好意思|不好意思|對唔住|对不起)[\s,，!！.]*/u, "")
    .replace(/[\s.。!！?？~]+$/u, "")
    .trim()

const steps: readonly [RegExp, Does][] = [
  [/^(?:undo(?: (?:that|it|this|my last (?:action|change)))?|take (?:that|it) back)$/u, "undo"],
  [/^(?:desfaz(?:er)?|desfaça|anula)(?: (?:isso|isto|a última(?: ação)?))?$/u, "undo"],
  [/^(?:還原|还原|撤銷|撤销|復原|复原|撤回)(?:上一步|頭先|啱啱|刚才|剛才)?(?:[嘅的]?操作)?$/u, "undo"],
  [
    /^(?:把)?(?:頭先|啱啱|刚才|剛才)[嗰那]?(?:一?[個个樣样步次])?(?:還原|还原|撤銷|撤销|復原|复原|撤回)(?:咗|了|吧|啦)?$/u,
    "undo",
  ],
  [
    /^(?:show|open)(?: me)?(?: the)? board$|^(?:mostra|abre|abrir) o quadro$|^(?:睇|開|看|打开)(?:下)?(?:現場板|看板|白板)$/u,
    "board",
  ],
  [/^who(?:'?s| is) (?:in|here|there|on air|checked in|in the (?:studios?|rooms?|house))(?: (?:right )?now)?$/u, "in"],
  [/^quem (?:é que )?est[aá] (?:cá|aí|no ar|em direto|nos estúdios|nas salas)(?: agora)?$/u, "in"],
  [
    /^(?:而家|依家|宜家|現在|现在)?(?:邊個|边个|誰|谁|有邊個|有誰|有谁|有咩人)(?:喺度|喺入面|在播|在直播|直播緊|在里面|在裡面|在)(?:呀|啊)?$/u,
    "in",
  ],
  [/^(?:who(?:'s| is)|who is currently) (?:live|streaming)(?: (?:right )?now)?$/u, "live"],
  [/^quem (?:é que )?(?:est[aá] a transmitir|est[aá] em direto agora)(?: agora)?$/u, "live"],
  [/^(?:而家|依家|现在|現在)?(?:邊個|边个|誰|谁)(?:開緊播|开播中|正在直播|正在開播|正在开播)(?:呀|啊)?$/u, "live"],
  [/^(?:how many|what) (?:sessions|shows|bookings) (?:are there |do we have )?today$/u, "today"],
  [/^(?:quantas|que) (?:sessões|emissões|reservas) (?:há|temos) hoje$/u, "today"],
  [
    /^(?:今日|今天)(?:一共|總共|总共)?(?:有)?(?:幾多|几|多少|咩|什么|邊啲|哪些)(?:場|场|节|場次|场次)(?:次|呀|啊)?$/u,
    "today",
  ],
  [/^(?:and )?(?:who|what)(?:'?s| is| comes)(?: coming)? next$/u, "next"],
  [/^(?:e )?quem (?:vem|é|está)(?: a seguir| depois| o próximo)$/u, "next"],
  [
    /^(?:跟住|之後|跟手|接下來|接下来|下一個|下一个|下一場|下一场)(?:係|到|輪到|轮到|是|有)?(?:邊個|边个|誰|谁|咩人)(?:嚟|來|来)?(?:呀|啊)?$/u,
    "next",
  ],
]

/** Words for a member's name; what is looked for with a day, a time or a room is no member. */
const finds = [
  /^(?:find|look up|search for) (?:the )?(?:member )?(?<name>[^\d]{2,60})$/iu,
  /^(?:procura|procurar|encontra|encontrar) (?:o membro |a loja )?(?<name>[^\d]{2,60})$/iu,
  /^(?:搵|查找|找会员|搵會員|查會員|查会员) ?(?<name>[^\d]{2,30})$/u,
  // Whoever is to be paused is shown first, with the button.
  /^(?:suspend|pause|resume|reactivate) (?:the membership of )?(?<name>[^\d]{2,60}?)(?:['’]s? membership)?(?: (?:until|till|for|from) .{1,30})?$/iu,
  /^(?:suspend|paus|retom|reativ)(?:e|er|a|ar) (?:o membro |a loja |a adesão d[aeo] )?(?<name>[^\d]{2,60}?)(?: até .{1,30})?$/iu,
  /^(?:暫停|暂停|恢復|恢复) ?(?!開放|开放|使用|營業|营业)(?<name>[^\d]{2,30}?)(?:[嘅的]?會籍|[嘅的]?会籍)?$/u,
]
const noName =
  /^(?:me|us|an?|some|any|um|uma|me)\b|room|studio|slot|time|today|tomorrow|tonight|sala|estúdio|vaga|hora|hoje|amanhã|[房間间室位時时日天晚]/iu

/** Somebody unknown asks to join; what follows is their shop's name. */
const joinsAs = [
  /^(?:request|apply)(?: to join| membership)?(?:(?: as| for)? (?<name>.+))?$/iu,
  /^(?:hi[,!. ]*|hello[,!. ]*)?(?:we|i)(?:['’]?d like| would like| want)(?: to)? (?:join|become (?:a )?members?|be (?:a )?members?)(?: as (?<name>.+))?$/iu,
  /^how (?:do|can) (?:i|we) (?:join|become (?:a )?members?|get in)$/iu,
  /^(?:pedido|pedir adesão|pedido de adesão)(?:(?: de| para| como)? (?<name>.+))?$/iu,
  /^(?:olá[,!. ]*)?(?:quero|queria|gostava de|gostaria de|queremos) (?:aderir|ser (?:membro|sócio)s?|inscrever-me)(?: como (?<name>.+))?$/iu,
  /^como (?:posso|podemos|faço para) (?:aderir|ser membros?|inscrever-me)$/iu,
  /^(?:你好[，,！! ]*)?(?:我哋?|我们)?(?:想|要)?(?:申請|申请)(?:加入|入會|入会|做會員|成为会员)?[：: ]*(?<name>.+)?$/u,
  /^(?:你好[，,！! ]*)?(?:我哋?|我们)?(?:想|要|點樣|怎样|如何|怎么)(?:先|可以)*(?:加入|入會|入会|做會員|成为会员|成為會員)(?:呀|啊|嗎|吗)?$/u,
]

/** @returns the merchant's name; null for a request without one; undefined for anything else */
export function readRequest(text: string): string | null | undefined {
  const said = text
    .normalize("NFKC")
    .trim()
    .replace(/[.。!！?？]+$/u, "")
  const found = joinsAs.map((form) => form.exec(said)).find((match) => match !== null)
  if (!found) return undefined
  return found.groups?.name?.replace(/^["“「'‘]+|["”」'’]+$/gu, "").trim() || null
}

/** What is supposed, without the question. */
const supposed = [
  /^what (?:would|will|could)? ?(?:breaks?|happens?|go wrong) if (?<said>.+)$/isu,
  /^what if (?<said>.+)$/isu,
  /^(?:o que (?:é que )?(?:falha(?:va|ria)?|acontec(?:e|ia|eria)|se estraga(?:va)?)|e) se (?<said>.+)$/isu,
  /^(?:如果|假如|若果|若|要是|假設|假设)(?<said>.+?)[,，]? ?[會会](?:點樣?|点样?|怎[樣样]|怎么样|如何|有[咩乜什][嘢么]?影[響响]|影[響响](?:邊個|到邊個|谁|到谁|誰|哪些人?))(?:呀|呢|啊)?$/su,
]

/** What gear is needed. */
const needs = [
  /^(?:the )?pick ?list(?: for)?(?<when> .{2,30})?$/u,
  /^lista de (?:equipamento|material)(?: (?:para|de))?(?<when> .{2,30})?$/u,
  /^(?<when>.{0,12}?)[嘅的]?(?:執貨單|執嘢單|器材清單|器材清单|备货单|備貨單)$/u,
  /^what (?:gear|equipment|kit)(?: do we| do i| is| will be)? ?(?:need|needed|have to prepare|prepare)?(?: for)?(?<when> .{2,30})?$/u,
  /^what (?:do|should) (?:we|i) (?:have|need) to (?:prepare|get ready|set up)(?: for)?(?<when> .{2,30})?$/u,
  /^que equipamento (?:é )?(?:precisamos|preciso|temos de preparar|necessário)(?: para)?(?<when> .{2,30})?$/u,
  /^(?<when>.{2,12}?)(?:要|需要)(?:準備|准备|拎)?(?:咩|乜嘢?|什麼|什么|哪些|邊啲)(?:器材|設備|设备)$/u,
]

export function plainly(text: string): Plain | null {
  const said = bared(text)
  for (const [form, act] of steps) if (form.test(said)) return { is: "does", step: act }
  const asked = text.trim().replace(/[\s?？.。!！]+$/u, "")
  for (const form of supposed) {
    const found = form.exec(asked)?.groups?.said
    if (found) return { is: "what if", said: found }
  }
  const all = toAll(text)
  if (all?.when === "") return { is: "tell", ...all }
  for (const form of finds) {
    const name = form.exec(text.trim())?.groups?.name
    if (name && !noName.test(name)) return { is: "find", name: name.trim() }
  }
  const to =
    /^(?:hand (?:it |this |over )?to|passar? (?:a reserva )?para|(?:轉|转)(?:畀|俾|给|給)) ?(?<name>[^\d]{2,60})$/iu.exec(
      text.trim(),
    )
  if (to?.groups?.name && !noName.test(to.groups.name)) return { is: "hand", name: to.groups.name.trim() }
  for (const form of needs) {
    const found = form.exec(said)?.groups
    if (found) return { is: "picklist", when: found.when ?? "" }
  }
  if (!tells(text) && closes(text)) return { is: "close", text }
  return null
}
