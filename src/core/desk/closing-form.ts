/**
 * Is this sentence one that closes something, or says that gear is broken or lent? By its verb alone; what, when and why are read by
 * dialogs/closing-words.ts. A question about hours is not one.
 */

const asks = /[?？]|\b(?:when|what time|quando|a que horas)\b|[幾几]點|[幾几]点|[幾几]時|几时|咩時候|什么时候|[嗎吗]$/iu

/** 「聽日八點到八點冚,八號風球」, "close Studio 3 tomorrow 8-20": the verb begins it, or in Chinese stands anywhere before the reason. */
export const closeVerb =
  /^(?:please |por favor,? )?(?:close|shut(?: down)?|block(?: off)?|fecha(?:r)?|feche|encerra(?:r)?|encerre|bloqueia|bloquear|bloqueie)\b|暫停開放|暂停开放|停止開放|閉館|闭馆|休館|休馆|關閉|关闭|閂門|關門|关门|停用|封鎖|封锁|停業|停业|冚|封|閂/iu

/** After the gear, or before it. */
export const outVerb =
  /\b(?:(?:is|are|was|were) )?(?:broken|damaged|faulty|out of order|out of service|out of use|missing|lent(?: out)?|on loan|in repair|being repaired|not working)\b|\b(?:est[áã]o? )?(?:avariad[oa]s?|estragad[oa]s?|emprestad[oa]s?|partid[oa]s?|em reparação|fora de serviço)\b|(?:壞|坏)(?:咗|左|了)?|借(?:咗|左|了)(?:出去|去)?|(?:拎|拿|送)(?:咗|了|去)?(?:去)?(?:整|維修|维修|修)|維修緊|维修中|維修中/iu

export const closes = (text: string): boolean => {
  const said = text.normalize("NFKC")
  return said.length <= 300 && !asks.test(said) && (closeVerb.test(said) || outVerb.test(said))
}
