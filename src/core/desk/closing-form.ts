/**
 * Is this sentence one that closes something, or says that gear is broken or lent? By its verb alone; what, when and why are read by
 * dialogs/closing-words.ts. A question about hours is not one.
 */

export const asks =
  /[?？]|\b(?:when|what|which|who|quando|quais|quem|a que horas|que salas|que estúdios)(?!\p{L})|^(?:is|are|do|does|did|est[aá]|estão|é)(?!\p{L})|[邊边][啲間间幾几個个度]|哪|[咩乜]嘢?房|什[麼么]房|[幾几]點|[幾几]点|[幾几]時|几时|咩時候|什么时候|誰|谁|[嗎吗]$/iu

/**
 * 「聽日八點到八點冚,八號風球」, "close Studio 3 tomorrow 8-20", "o estúdio 4 está fechado amanhã": as an order the verb begins it, as
 * a state of things it stands anywhere.
 */
export const closeVerb = new RegExp(
  [
    "^(?:please |we(?:'re| are| will(?: be)?|'ll(?: be)?| have to| must)? ?)?(?:clos(?:e|ing)|shut(?:ting)?(?: down)?|block(?:ing)?(?: off)?)\\b(?: it\\b)?",
    "(?<=[,;.] ?)(?:so |please )*close(?: it| them| the room)?\\b",
    "\\b(?:(?:is|are|will be|stays?|remains?) )?(?:closed|unavailable)\\b",
    "^(?:por favor,? )?(?:vamos |temos de |tenho de |é preciso |é para )?(?:fecha(?:r|mos)?|feche|encerra(?:r|mos)?|encerre|bloqueia(?:r|mos)?|bloquear|bloqueie)(?!\\p{L})",
    "(?<=[,;.] ?)(?:fechar|encerrar)(?!\\p{L})",
    "(?<!\\p{L})(?:(?:est[aá]|estão|estao|estamos|estar[aá]|fica|ficam|vai estar) )?(?:fechad[oa]s?|encerrad[oa]s?|indispon[ií]ve(?:l|is))(?!\\p{L})",
    "暫停開放|暂停开放|停止開放|唔開(?:放|門|工)?|不開(?:放|門)|不开(?:放|门)|唔營業|不營業|不营业|閉館|闭馆|休館|休馆|休息|停用|停業|停业|留起|佔用|占用",
    "(?:唔好|唔准|唔可以|別|别|不要|不能)用(?:住|了)?",
    "(?<![有相無无])(?:全部|全)?(?:冚|封|閂|關|关)(?!於|于|鍵|键|注|係|系)(?:閉|闭|鎖|锁|門|门)?(?:晒|曬|住|咗|了)?(?:佢|它)?",
  ].join("|"),
  "iu",
)

/** After the gear or the room, or before it. */
export const outVerb = new RegExp(
  [
    "\\b(?:(?:is|are|was|were) )?(?:broken|damaged|faulty|out of order|out of service|out of use|missing|lent(?: out)?|on loan|in repair|being repaired|not working)\\b",
    "\\b(?:doesn't|don't|does not|do not) work\\b",
    "(?<!\\p{L})(?:est[áãa]o? )?(?:avariad[oa]s?|estragad[oa]s?|emprestad[oa]s?|partid[oa]s?|em reparação|fora de serviço)(?!\\p{L})",
    "(?<!\\p{L})n[ãa]o (?:funciona|funcionam|trabalha)(?!\\p{L})",
    "(?:壞|坏|爛|烂)(?:咗|左|了)?|借(?:出)?(?:咗|左|了|去)(?:出去|去)?|(?:拎|攞|拿|送)(?:咗|了|去)?(?:去)?(?:整|維修|维修|修)(?:了|緊)?|用唔到|用不了",
    "(?:維修|维修|裝修|装修|檢修|检修)(?:緊|中)?(?=\\s*(?:$|[,，]|到|至|直到))",
  ].join("|"),
  "iu",
)

const now = "(?:而家|依家|宜家|现在|現在|今晚|今日|今天)?(?:有)?"
const which =
  "(?:咩|乜嘢?|什[麼么]|[邊边](?:啲|間|间|幾間)?|哪(?:些|[幾几]?[間间個个]))(?:直播)?(?:房|房[間间]|[間间])?"
const opens = new RegExp(
  [
    "^(?:please )?(?:re-?open|unblock|lift)\\b",
    "^(?:what|which rooms?)(?:'s| is| are) closed(?: now| at the moment| today)?$",
    "^(?:por favor,? )?(?:reabr|desbloque|volta(?:r|mos)? a abrir)",
    "^(?:o que|que salas?) (?:é que )?est(?:á|ão) fechad[oa]s?$",
    "解除|解封|取消(?:停用|封)",
    // 6號房開返喇, 重新开放3号房; 「3號房壞咗,聽日先開返」 closes it until then.
    "^(?:(?!冚|封|閂|關|关|停用|壞|坏|爛|烂|借).)*(?:[開开]返|重新?[開开])",
    "^停用(?:緊|紧|中)[嘅的]?$",
    // 停用緊咩房, 封咗邊啲房; 邊間房閂咗
    `^${now}(?:封|閂|關|关|冚|停用)(?:咗|緊|紧|中|了|[著着])?${which}$`,
    `^${now}${which}(?:封|閂|關|关|冚|停用)(?:咗|緊|紧|中|了|[著着])?$`,
  ].join("|"),
  "iu",
)

/** Something closed is to be opened again, or what is closed is asked for. */
export const lifts = (text: string): boolean =>
  opens.test(
    text
      .normalize("NFKC")
      .trim()
      .replace(/[\s.。!！?？]+$/u, ""),
  )

/** Said before, it makes the rest a remark: "book Studio 4 tomorrow, close to the door". */
const books =
  /(?<!\p{L})(?:book|reserve|move|reserv(?:ar?|e)|marc(?:ar?|que)|mud(?:ar?|e))(?!\p{L})|訂|订|預約|预约|換房|换房|改(?:去|到|期)/iu

export const closes = (text: string): boolean => {
  const said = text.normalize("NFKC").trim()
  if (said.length > 300) return false
  if (lifts(said)) return true
  const verbs = [closeVerb, outVerb].map((form) => said.search(form)).filter((at) => at >= 0)
  return verbs.length > 0 && !asks.test(said) && !books.test(said.slice(0, Math.min(...verbs)))
}
