import { lastDone } from "../../undo.js"
import { openDraft } from "../draft.js"
import type { Scene } from "../scene.js"

/** "I cancelled the wrong one", 取消錯咗: what was cancelled last is to be back. */

const regrets = new RegExp(
  [
    "\\b(?:cancel+ed|deleted) (?:the )?wrong(?: (?:one|session|booking))?$",
    "\\bcancel+ed (?:it |that )?by (?:mistake|accident)$|\\b(?:didn't|did not) mean to cancel(?: (?:it|that(?: one)?))?$",
    "\\b(?:(?:don't|do not) cancel(?: it| that)?|didn't want to cancel(?: it| that)?|undo (?:that|it))$",
    "(?:n[ãa]o (?:a |o )?(?:canceles|cancele|cancelem|anules|anule)|n[ãa]o (?:era para|queria|quero) cancelar|desfaz(?: isso)?|desfaça)$",
    "(?:唔好|唔使|不要|别|別|不用)(?:取消|刪|删)(?:住|了)?$|(?:唔係|不是)(?:想|要)(?:取消|刪|删)$",
    "\\b(?:bring|put|get) (?:it|that(?: one)?) back$",
    "\\bthat(?:'s| is| was)(?:n't| not) the (?:right )?one(?: i meant)?$|n[ãa]o era ess[ae]$",
    "^(?:算(?:了|啦|喇)[,，、 ]*)?(?:都)?[还還]是?(?:不取消了?|唔取消|留[着著]|留返)(?:吧)?$|^(?:都係|算(?:啦|喇)?都係)(?:唔取消|留返|留住)(?:佢)?$",
    "(?:cancelei|anulei|desmarquei) (?:(?:a|o) )?(?:errad[ao]|por engano|sem querer)$",
    "(?:取消|刪|删)[錯错](?:咗|左|了)?(?:場|场)?$|(?:唔小心|不小心|手快)(?:取消|刪|删)(?:咗|左|了)?$",
    "^(?:把)?(?:還原|还原|恢復|恢复|要|攞)(?:返|回)?(?:頭先|啱啱|剛才|刚才)?(?:取消)?(?:咗|左|了)?[嘅的]?(?:嗰|那|呢|这|這)[場场](?:吧|啦|喇)?$",
  ].join("|"),
  "iu",
)

/** Whether that is said, and a cancelling is the last thing that was done; what is only put up to be agreed to is not regretted. */
export async function regretted({ world, ask, draft, now }: Scene, text: string): Promise<boolean> {
  if (openDraft(draft, now).yes) return false
  const said = text
    .normalize("NFKC")
    .replaceAll("’", "'")
    .replace(/[\s.。!！呀啊喎喇啦~]+$/u, "")
  return regrets.test(said) && (await lastDone(world, ask)) === "cancel"
}
