/**
 * What staff say at the desk, as they say it in four languages: which view or action it is, and the words that tell of whom, where and
 * when. Those are read by `understand` and by the members' names, so that nothing here knows a day, a room or a name.
 */

export type ClerkForm = {
  is:
    | "checkin"
    | "late"
    | "noshow"
    | "forgive"
    /** Sessions: of a day, a room or a member. */
    | "list"
    /** Who comes next; who ought to be here. */
    | "next"
    | "awaited"
    | "queue"
    | "requests"
    | "closed"
    /** A member: hours, people, plan. */
    | "card"
    /** More hours for a member. */
    | "grant"
    /** To be called or written to, and what is to be noted: the desk does neither. */
    | "reach"
    | "note"
  said: string
}

/** More particular ones first: a sentence may have several of these forms, and the first that means anything here is taken. */
const forms: readonly [ClerkForm["is"], readonly RegExp[]][] = [
  [
    "awaited",
    [
      /^(?:who|anyone|anybody)(?:'s| is| are)?(?: still| running)* (?:late|missing|overdue|awaited|not (?:here|in|checked in))(?: yet| still)?(?<when>.*)$/iu,
      /^who (?:isn't|is not|aren't|are not)(?: yet)? (?:here|in|checked in)(?: yet)?(?<when>.*)$/iu,
      /^(?:who|how many(?: people| members| of them)?) (?:hasn't|has not|haven't|didn't|did not)(?: yet)? (?:come|arrived?|show(?:n|ed)?(?: up)?|check(?:ed)? in|turn(?:ed)? up)(?: yet)?(?<when>.*)$/iu,
      /^who (?:needs|has|still needs|still has) to check in(?<when>.*)$/iu,
      /^how many(?: people| members| merchants| sessions| shops| of them)?(?: are| is| have| has)?(?: still| running| been| come)* (?:late|missing|awaited|not (?:here|in|checked in|come|arrived|shown up))(?: yet)?(?<when>.*)$/iu,
      /^(?:did|has|have|is|are) (?:everyone|everybody|all of them|they all) (?:show(?:n|ed)?(?: up)?|come|came|arrived?|here|in|turn(?:ed)? up|check(?:ed)? in)(?: yet| now)?(?<when>.*)$/iu,
      /^(?:quantos|quantas pessoas|há alguém|alguém|há (?:pessoas|lojas)|há)(?: (?:é que )?est(?:á|ão))?(?: ainda)? (?:atrasad[oa]s?|em atraso)(?<when>.*)$/iu,
      /^(?:já )?(?:chegaram|vieram|apareceram|estão cá|está cá) tod[oa]s?(?: a gente)?(?<when>.*)$/iu,
      /^(?<when>.*?)(?:有)?(?:[遲迟]到|未到|未[嚟來来]|[冇没沒][嚟來来到])[嘅的](?:人|會員|会员)?(?:有|係|是)?(?:邊個|边个|[誰谁]|咩人|哪些人?|[幾几]多|多少|[幾几])(?:[個个位人])*(?:呀|啊)?$/u,
      /^(?<when>.*?)(?:啲人|大家|全部|都)*(?:到[齊齐]|[齊齐]人|到[晒曬]|[嚟來来][齊齐])(?:咗|了)?(?:未|[嗎吗没沒]有?)?(?:呀|啊)?$/u,
      /^quem (?:é que )?(?:está|vem) atrasad[oa](?<when>.*)$/iu,
      /^quem (?:é que )?(?:ainda )?(?:n[ãa]o (?:chegou|apareceu|veio|está cá|fez check-?in)|falta(?: chegar)?)(?: ainda)?(?<when>.*)$/iu,
      /^(?:未到|未嚟|[遲迟]到|[没沒]到|[还還][没沒]到)[嘅的]?(?:人)?(?:有|係|是)?(?:邊個|边个|[誰谁]|咩人|哪些人?)(?:呀|啊)?$/u,
      /^(?<when>.*?)(?:仲|还|還)?(?:有)?(?:邊個|边个|誰|谁|咩人|邊啲人|哪些人|冇人|没有人|[幾几]多人|多少人|[幾几][個个]人?)(?:仲|还|還)?(?:[遲迟晚]到?|[未冇]到|[未冇][嚟來来]|[沒没]有?[到來来]|未報到|未[签簽]到|[没沒]有?[签簽]到)(?:咗|了|呀|啊)*$/u,
    ],
  ],
  [
    "next",
    [
      /^(?:and )?(?:who|what)(?:'s| is| comes| goes)?(?: coming| on| up)? (?:first|next|after(?: that| them)?)(?: up| on)?(?<where>.*)$/iu,
      /^who (?:has|gets|uses|takes) (?<where>.+) (?:next|after(?: that| them)?)$/iu,
      /^(?:e )?quem (?:vem|é|está|entra|fica) (?:a seguir|depois|o próximo|o seguinte)(?<where>.*)$/iu,
      /^(?<where>.*?)(?:跟住|之後|之后|跟手|接下來|接下来|下一?[個个]|下一?[場场])(?:係|到|輪到|轮到|是|有|用)?(?:邊個|边个|誰|谁|咩人)(?:嚟|來|来|用)?(?:呀|啊)?$/u,
    ],
  ],
  [
    "queue",
    [
      /^who(?:'s| is| are) (?:(?:on|in) (?:the )?(?:wait(?:ing)?[ -]?list|line|queue)|waiting)(?<when>.*)$/iu,
      /^(?:how many|anyone|anybody)(?: people)?(?: are| is)? (?:on the wait(?:ing)?[ -]?list|waiting)(?<when>.*)$/iu,
      /^(?:(?:show|see)(?: me)? |what's |how(?:'s| is) )?(?:the|today's|tonight's) (?:wait(?:ing)?[ -]?list|queue)(?<when>.*)$/iu,
      /^quem (?:é que )?est[áa] (?:(?:n[ao] )?(?:lista de espera|fila)|[àa] espera)(?<when>.*)$/iu,
      /^(?:mostra(?:r)? |como está )?a (?:lista de espera|fila)(?<when>.*)$/iu,
      /^(?<when>.*?)(?:有)?(?:邊個|边个|誰|谁|幾多人|几多人|多少人|冇人|没有人)?(?:喺|在)?(?:候補|候补|輪候|轮候|排緊隊|排紧队|排队|等緊位|等位)(?:名[單单])?(?:緊|紧|中|呀|啊|有(?:邊個|谁|誰))*$/u,
    ],
  ],
  [
    "requests",
    [
      /^(?:approve|accept|agree to|decline|deny|reject|refuse|answer|show(?: me)?|see)(?: the| all)? (?:booking |join )?requests?(?: (?:from|of|by))?(?<who>.*)$/iu,
      /^(?:approve|decline|deny|reject) (?<who>.+?)(?:'s)?(?: (?:booking|join))?(?: request)?$/iu,
      /^(?:(?:are there |is there )?any |what |which |who has )?(?:open |pending |new )?requests?(?: (?:are )?(?:there|open|pending|waiting|left))*$/iu,
      /^(?:aprov|aceit|recus|neg|rejeit|mostr)(?:a|ar|e)(?: [oa]s?)? pedidos?(?: d[aeo]s?)?(?<who>.*)$/iu,
      /^(?:há |que )?(?:mais )?pedidos(?: (?:há|pendentes|por (?:responder|aprovar)))*$/iu,
      /^(?:批准?|同意|拒絕|拒绝|通過|通过|唔批|睇|看)(?:咗|下)?(?<who>.*?)[嘅的]?(?:申請|申请|請求|请求)$/u,
      /^(?:有)?(?:咩|什么|什麼|哪些|幾多|多少|邊啲|冇|没有)?(?:新|未批|待批|待[审審])?[嘅的]?(?:申請|申请)(?:要批|未批|等緊|[嗎吗])?$/u,
    ],
  ],
  [
    "closed",
    [
      /^(?:what|which (?:rooms?|studios?)|anything)(?:'s| is| are)? (?:closed|blocked|broken|out of (?:use|order|service))(?<when>.*)$/iu,
      /^(?:is|are) (?<when>.+?) (?:closed|blocked|broken|out of (?:use|order|service))(?<more>.*)$/iu,
      /^(?:open|re-?open|unblock)(?<where> .+?)(?: again| up)$/iu,
      /^(?:o que|que (?:salas|estúdios)|quais) (?:é que )?est(?:á|ão) (?:fechad|avariad|bloquead)[oa]s?(?<when>.*)$/iu,
      /^(?<when>.*?)(?:有)?(?:咩|什么|什麼|邊間|边间|邊啲|哪些?)(?:房間?|房间)?(?:閂|關|关|停用|壞|坏|用唔到|用不了)(?:咗|了|閉|闭|緊|中|呀)*$/u,
    ],
  ],
  [
    "note",
    [
      /^(?:(?:make|take|add|write) (?:a )?)?(?:note|memo)(?:[:,]| (?:for|on|about|to|that))(?<who>.+)$/iu,
      /^(?:write down|remember)(?: that)?(?<who> .+)$/iu,
      /^(?:nota|anotar?|apontar?|toma nota)(?:[:,]| que| de| d[ao]s?)(?<who>.+)$/iu,
      /^(?:備註|备注|記低|記住|记住|记下|筆記|笔记)[:：,， ]*(?<who>.+)$/u,
    ],
  ],
  [
    "reach",
    [
      /^(?:call|phone|ring|contact|reach|text|e-?mail|message|write to|tell|notify|remind)(?: up)? (?!me\b|us\b)(?<who>.+)$/iu,
      /^(?:what(?:'s| is) |give me |get me |find )?(?:the )?(?:phone|tel(?:ephone)?|contact|mobile|number|e-?mail|whatsapp)(?: number| details| info)*(?: of| for)? (?<who>.+)$/iu,
      /^(?:what(?:'s| is) )?(?<who>.+?)'s? (?:phone|telephone|contact|number|mobile|e-?mail)(?: number| details)?$/iu,
      /^how (?:do|can) (?:i|we) (?:reach|contact|call) (?<who>.+)$/iu,
      /^(?:lig|telefon|contact|avis)(?:a|ar|ue)(?: (?:para|com))? (?<who>.+)$/iu,
      /^(?:diz(?:er)?|diga|manda(?:r)? mensagem|escreve(?:r)?) (?:à|ao|a|para) (?<who>.+)$/iu,
      /^(?:qual (?:é )?)?(?:o )?(?:contacto|telefone|número|telemóvel|e-?mail) d[aeo]s? (?<who>.+)$/iu,
      /^(?:打(?:電話|电话)?[畀俾给給]|聯絡|联系|联络|通知|話[畀俾比]|告[訴诉])(?<who>.+)$/u,
      /^(?<who>.+?)[嘅的]?(?:電話|电话|聯絡方法|联系方式|聯絡|手機|手机)(?:號碼|号码|係?幾多|是多少|多少|呀)*$/u,
    ],
  ],
  [
    "noshow",
    [
      /^(?:mark|put|set) (?<who>.+?)(?: down)?(?: as)?(?: an?)? no[- ]?show$/iu,
      /^(?<who>.+?)(?: is| are|'s| was| were)?(?: an?)? no[- ]?show(?:ed)?$/iu,
      /^no[- ]?show:? (?:for |by )?(?<who>.+)$/iu,
      /^(?<who>.+?) (?:did not|didn't|didnt|never)(?: even)? (?:come|came|arrived?|show(?:ed)?(?: up)?|turn(?:ed)? up)(?<when>.*)$/iu,
      /^(?<who>.+?) n[ãa]o (?:apareceu|apareceram|veio|vieram|compareceu)(?<when>.*)$/iu,
      /^(?<who>.+?) falt(?:ou|aram)(?<when>.*)$/iu,
      /^(?:marca(?:r)?|dá|dar) (?:uma )?falta (?:d[aeo]s?|ao?s?|à) (?<who>.+)$/iu,
      /^(?:[標标]記|标记|記|记)?(?<who>.+?)(?:都)?(?:(?:冇|無|[沒没]有?)(?:[嚟來来]|出現|出现|到)|放?[失爽][約约]|放飛機|缺席)(?:到|過|过|呀|喎|咗|了)*$/u,
    ],
  ],
  [
    "late",
    [
      /^(?:mark |put |set )?(?<who>.+?)(?:'s|'re| is| are| will be| as| says (?:they|he|she)(?:'re| are|'s| is))*(?: running)?(?<when> .{0,30}?)? late(?<by>.*)$/iu,
      /^(?<who>.+?) (?:está|estão|vai|vão|vem|vêm|chega|chegam)(?: a| chegar| vir| ficar)*(?<by>.*?) (?:atrasad[oa]s?|atrasar-se|tarde)(?<when>.*)$/iu,
      /^(?<who>.+?) (?:atrasou-se|atrasaram-se|atrasa-se)(?<by>.*)$/iu,
      /^(?<who>.+?)(?:話|說|说)?(?:會|会|要|將|将)?(?:[遲迟]到?|晚到)(?<by>.*)$/u,
    ],
  ],
  [
    "checkin",
    [
      /^(?:please )?(?:check|sign|book) ?-?in (?<who>.+)$/iu,
      /^(?:please )?(?:check|let) (?<who>.+) in$/iu,
      /^(?<who>.+?)(?: is| are|'s|'re| has| have)?(?: now| just)? (?:here|arrived|checked in|come in|turned up|shown up|showed up)(?: now| already)?(?<when>.*)$/iu,
      /^(?<who>.+?) (?:acab(?:ou|aram) de chegar|(?:já )?(?:chegou|chegaram|está cá|está aqui|estão cá))(?<when>.*)$/iu,
      /^(?:já )?cheg(?:ou|aram) (?<who>.+)$/iu,
      /^(?:regist(?:a|ar|e)|marc(?:a|ar|que)|dá|dar|faz|fazer)(?: [ao])? (?:chegada|entrada|check-?in) (?:d[aeo]s?|ao?s?|à)(?<who> .+)$/iu,
      /^check-?in d[aeo]s? (?<who>.+)$/iu,
      /^(?:幫|同|替|帮)?(?<who>.+?)(?:已經|已经|啱啱|刚刚?|剛剛?)?(?:報到|报到|[签簽]到|到咗|到左|到了|[嚟來来][咗左了]|check ?in)(?:喇|啦|了|呀)*$/iu,
      /^(?:報到|报到|[签簽]到)[:： ]*(?<who>.+)$/u,
    ],
  ],
  [
    "forgive",
    [
      /^forgive (?<who>.+?)(?:'s)?(?: no[- ]?show| absence| session)?$/iu,
      /^perdo(?:a|ar|e)(?: a falta)?(?: d[aeo]s?| a| à| ao)? (?<who>.+)$/iu,
      /^(?:原諒|原谅|唔計|不算|不計|不计)(?<who>.+?)(?:[嘅的]?(?:缺席|[失爽][約约]))?$/u,
    ],
  ],
  [
    "grant",
    [
      /^(?:give|grant|credit|award|add) (?<much>.+?) (?:to|for) (?<who>.+?)(?: this month)?$/iu,
      /^(?:give|grant|credit|award) (?<what>.+?)(?: this month)?$/iu,
      /^(?<who>.+?) (?:gets?|should get) (?<much>.+?)(?: this month)?$/iu,
      /^(?:dá|dar|dê|concede(?:r)?|oferece(?:r)?|acrescenta(?:r)?|junta(?:r)?)(?: mais)? (?<what>.+?)(?: este mês)?$/iu,
      /^(?:幫|帮|[畀俾給给])(?<who>.+?)(?:加|送|補|补)(?:多|返)?(?<much>.+)$/u,
      /^(?:[畀俾給给]|送|加|補|补)(?:多|返)?(?<what>.+)$/u,
    ],
  ],
  [
    "card",
    [
      /^how many hours (?:has|have|does|are left for|left for)? ?(?<who>.+?)(?: got| have)?(?: left)?$/iu,
      /^(?:hours|plan|people|quota|details|info|card)(?: left)? (?:for|of|on) (?<who>.+)$/iu,
      /^(?:what(?:'s| is| are) )?(?<who>.+?)'s? (?:hours(?: left)?|plan|people|quota|membership|card|details)$/iu,
      /^(?:who(?:'s| is)|tell me about|about|info(?: on)?|show(?: me)?|open|what plan (?:has|is|does)) (?<who>.+?)(?: on| have)?$/iu,
      /^quantas horas (?:é que )?(?:tem|têm|restam|faltam)(?: ainda)?(?: [aào]s?)? (?<who>.+)$/iu,
      /^(?:horas|plano|ficha|dados|pessoas) d[aeo]s? (?<who>.+)$/iu,
      /^(?:quem é|mostra(?:r)?|abre|abrir) (?<who>.+)$/iu,
      /^(?<who>.+?)(?:仲|还|還)?(?:有|剩返?|[净淨]低)(?:幾多|多少|几多|几)(?:個|个)?(?:鐘|钟|小时|小時|時數|时数)(?:呀)?$/u,
      /^(?<who>.+?)[嘅的](?:時數|时数|會籍|会籍|計劃|计划|套餐|資料|资料)$/u,
      /^(?:邊個係|谁是|誰是|睇下?|看一?下?)(?<who>.+)$/u,
    ],
  ],
]

const lists: readonly RegExp[] = [
  /^(?:show (?:me )?|and )?(?:what|who)(?:'s| is| are| was| has)?(?: going| all)? (?:on|happening|booked|planned|scheduled|in|coming(?: in)?|using|here|up)(?<when>(?: .*)?)$/iu,
  /^(?:and )?(?:what|who)(?:'s| is| are|'ve we| have we| do we have)(?: got)?(?: on| booked| coming| in)?(?<when> .+)$/iu,
  /^(?:what|how)(?:'s| does| is| do)(?<when>.+?) (?:look(?:ing)?(?: like)?|going)$/iu,
  /^how (?:full|busy|booked(?: up)?|packed|quiet|does it look|are things|are we(?: doing| looking)?)(?: is| are| will| do| for)*(?: be)?(?<when>.*)$/iu,
  /^(?:are we|is it|are you) (?:full|busy|fully booked|quiet|packed)(?<when>.*)$/iu,
  /^(?:is|are|has|have|did|does|do) (?<who>.+?) (?:here|in|arrived|come|came|coming|booked|checked in|show(?:n|ed)?(?: up)?|late|on|full|busy|have (?:anything|a (?:booking|session)))(?: yet| already)?(?<when>.*)$/iu,
  /^how(?:'s| is) (?<when>.+)$/iu,
  /^how (?:did|was|has) (?<when>.+?)(?: go(?:ne)?| been| do)?(?: so far)?$/iu,
  /^(?:(?:give|show|send|get) (?:me|us) )?(?:an? |the )?(?:daily |day's |night's |quick )?(?:summary|report|recap|round-?up|overview)(?: for| of| on)?(?<when>.*)$/iu,
  /^(?:(?:give|show|send|get) (?:me|us) )?(?<when>.+?)(?:'?s)? (?:summary|report|recap|round-?up|overview)$/iu,
  /^(?:(?:dá|mostra|envia|faz|quero|queria)(?:-me)? )?(?:o |um )?(?:resumo|relatório|balanço|ponto (?:da|de) situação)(?: diário| d[aeo] (?:dia|noite)(?= d)| do dia$)?(?: d[aeo]| para)?(?<when>.*)$/iu,
  /^como (?:é que )?(?:correu|foi|está a correr|tem corrido)(?<when>.*)$/iu,
  /^(?:睇|看|查|出|[畀給给]我)?(?:下|一下)?(?:份|個|个)?(?<when>.*?)[嘅的]?(?:日[報报]|[總总][結结]|小[結结]|[匯汇][總总]|[報报]告|摘要|概[況况])(?:呀|啊|吧)?$/u,
  /^which (?:hosts|members|merchants|people|shops|rooms|studios)(?: are| is| have| has)?(?: on| in| booked| coming| here| taken| in use)+(?<when>.*)$/iu,
  /^(?:who|what)(?:'s| has| have)? (?:cancell?ed|moved|changed)(?<when>.*)$/iu,
  /^(?:what(?:'s| is) |when(?:'s| is) |what time (?:is|does) )?(?:the |our )?(?:last|first|final) (?:session|show|booking)(?<when>.*?)(?: (?:end|start|finish|begin)s?)?$/iu,
  /^(?:until when|what time|how long)(?:'s| is| are| does| do| has)? (?<who>.+?) (?:here|in|on|booked|stay\w*|finish\w*|end\w*|start\w*|com(?:e|ing)|leav\w+|got|have)(?: for| in| until)?(?<when>.*)$/iu,
  /^(?:hand|transfer|pass)(?: over)? (?<who>.+?)(?:'s)? (?:booking|session)(?<when>.*?)(?: over)? to .+$/iu,
  /^how many (?:no[- ]?shows|sessions|shows|bookings|people|hosts|anchors|members|merchants|rooms)(?: on air| live| came| come| have come| turned up| showed up| were| are| is| do we have| have we got| there| booked| coming| on| in| has| have)*(?<when>.*)$/iu,
  /^(?:is there )?any(?:thing|one|body)(?: else)? (?:on|booked|coming|in|cancelled)(?<when>.*)$/iu,
  /^(?:show(?: me)?|list|see|give me|send me|open|print)?(?: the| all(?: the)?)? ?(?:schedule|timetable|run ?sheet|line-?up|programme|digest|bookings|sessions|shows|day)(?: for| on| of)?(?<when>.*)$/iu,
  /^(?:show(?: me)?|list|see|give me)?(?: the)? ?(?<when>.+?)'?s? (?:schedule|timetable|run ?sheet|line-?up|programme|bookings|sessions|shows|next (?:session|booking|show))(?<more>.*)$/iu,
  /^what(?:'s| has| have| does| do| is| did| will) (?<who>.+?) (?:got|have|book(?:ed)?|on|doing|up to)(?<when>.*)$/iu,
  /^when(?:'s| is| does| do| are| will| has| have)? (?<who>.+?)(?:'s)? (?:coming|come|next|due|booked|on|in|start(?:s|ing)?|here|back|got|have|session|booking|show|be)(?: in| here| next| booked| again)*(?<when>.*)$/iu,
  /^(?:where(?:'s| is| are)|(?:which|what) (?:room|studio)(?:'s| is| has| does| are| have)?) (?<who>.+?)(?: in| got| booked| have| on| sit)*$/iu,
  /^who (?:has|booked|reserved|uses|is using|takes|'s got|gets)(?: booked)? (?<when>.+)$/iu,
  /^(?:o que|que) (?:é que )?(?:há|temos|tem|têm|se passa|está marcado|está reservado|vai haver|está a dar)(?: de (?:sessões|reservas))?(?: hoje em)?(?<when>.*)$/iu,
  /^(?:o que|que) (?:é que )?(?<who>.+?) tem(?: marcado| reservado)?(?<when>.*)$/iu,
  /^quem (?:é que )?(?:tem (?:reservas?|sessões|sessão)|tem|reservou|vem|usa|está(?: com)?(?: marcad[oa]| reservad[oa])?|temos)(?<when>.+)$/iu,
  /^(?:como|qu[ãa]o (?:cheio|ocupado)) (?:é que )?(?:está|estão|estamos|é|vai|fica|temos)(?: a agenda| o dia| as reservas| isto)?(?<when>.*)$/iu,
  /^(?:estamos|está|isto está)(?: muito)? (?:chei[oa]s?|ocupad[oa]s?|lotad[oa]s?)(?<when>.*)$/iu,
  /^(?<when>.+?) está(?: muito)? (?:chei[oa]|ocupad[oa]|lotad[oa])$/iu,
  /^(?:mostra(?:r)?|lista(?:r)?|ver|vê)?(?: [ao]s?)? ?(?:agenda|lista|programa|sessões|reservas|horário)(?: de| para| do dia| d[aeo]s?)?(?<when>.*)$/iu,
  /^quant[ao]s (?:sessões|emissões|reservas|pessoas|apresentadores)(?: é que)?(?: há| temos| estão| tem)*(?: marcad[oa]s)?(?<when>.*)$/iu,
  /^quando (?:é que )?(?:vem|vêm|chega|entra|começa|é|tem)? ?(?<who>.+?)(?: (?:vem|chega|entra|começa|tem))*$/iu,
  /^(?:(?:até )?a que horas|até quando|quando) (?:é que )?(?:acaba|começa|sai|vem|chega|entra|termina|fica)(?: [ao])? (?<who>.+)$/iu,
  /^(?:há|está|estão|tem)(?: cá)? alguém(?: marcado)?(?<when>.*)$/iu,
  /^quem (?:é que )?(?:cancelou|mudou)(?<when>.*)$/iu,
  /^(?:qual (?:é )?|a que horas (?:é|acaba|começa) )?a (?:última|primeira) (?:sessão|emissão)(?<when>.*)$/iu,
  /^(?:onde (?:é que )?(?:está|fica)|em que (?:sala|estúdio) (?:está|fica)) (?<who>.+)$/iu,
  /^(?<when>.*?)(?:總共|总共|一共)?(?:有|係|是|訂咗|订了|訂了)?(?:咩|乜嘢?|什么|甚麼|什麼|邊啲|哪些|幾多|几多|多少|几|幾)(?:個|个)?(?:場|场|節|节|單|单|訂|订|預約|预约|直播|活動|活动|人|主播)(?:次|訂房|呀|啊|呢)*$/u,
  /^(?<when>.*?)(?:[滿满爆忙旺滿]|訂滿|订满)(?:唔|不)[滿满爆忙旺](?:呀|啊)?$/u,
  /^(?<when>.*?)(?:有)?(?:幾|几|多)(?:滿|满|忙|爆|旺)(?:呀|啊)?$/u,
  /^(?<when>.*?)(?:訂|订)?(?:滿|满|爆滿|爆|忙)(?:晒|咗|了)?(?:嗎|吗|未|未呀)$/u,
  /^(?<when>.*?)(?:有)?(?:邊個|边个|誰|谁|咩人|邊啲人|哪些人|什么人)(?:會|会|有)?(?:訂|订|預約|预约|嚟|來|来|book|喺度|喺入面|在用|用緊|用紧|用|在)(?:咗|了|房|場|场|嘅|的|緊|紧|开播)*(?:呀|啊)?$/u,
  /^(?:而家|依家|现在|現在)?(?:邊個|边个|誰|谁)(?:訂咗|订了|訂了|用緊|在用|用|租咗|喺|在)(?<when>.+?)(?:入面|度|里|裡)?(?:呀)?$/u,
  /^(?:睇|看|查)?(?:下|一下)?(?<when>.*?)[嘅的]?(?:時間表|时间表|場次|场次|安排|日程|排期|預約表?|预约表?|訂房)(?:係點|点样|如何|怎么样|點樣?)?$/u,
  /^(?<when>.*?)(?:情況|情况)?(?:[點点][樣样]|怎[樣样]|怎[麼么][樣样]|如何|[點点](?=[呀啊]))(?:呀|啊)?$/u,
  /^(?<who>.+?)(?:有|訂咗|订了|訂了)(?:咩|乜嘢?|什么|什麼|冇場|没有场)(?:呀)?$/u,
  /^(?<who>.+?)(?:幾時|几时|什么时候|甚麼時候|咩時候|幾點|几点)(?:先)?(?:嚟|来|來|到|開場|开场|有場|有场)?(?:呀|啊)?$/u,
  /^(?<who>.+?)(?:(?:到咗|[嚟來来][咗了]|到了|報到|报到|[签簽]到)(?:咗|了)?(?:未|嗎|吗|没有|咩)|喺唔喺度|在不在|在吗|有冇[嚟到]|[来到]了?没有?)(?:呀)?$/u,
  /^(?<who>.+?)(?:喺|在)?(?:邊|哪|幾|几)(?:間|间|度|里|裡|個|个|[號号])(?:直播[間间]|房)?(?:呀)?$/u,
  /^(?<who>.+?)(?:幾點|几点|幾時|几时|什么时候)(?:完|結束|结束|收|走|離開|离开)(?:呀)?$/u,
  /^(?<who>.+?)(?:嚟唔嚟|[来來]不[来來]|會唔會嚟|会不会来)(?:呀)?$/u,
  /^(?<when>.*?)(?:有冇|有没有|有)人(?:訂|订|用|喺度|在|嚟|來|来|取消|book)?(?:咗|了|緊|房)*(?:[嗎吗呀啊])?$/u,
  /^(?:有冇|有没有)人(?:喺|在|用緊|用)(?<when>.+?)(?:度|入面)?$/u,
  /^(?<when>.+?)(?:係|是)(?:邊個|边个|誰|谁)(?:[呀啊])?$/u,
  /^(?<when>.*?)(?:[嚟來来到播])(?:咗|了)(?:[幾几]多|多少|[幾几])(?:[個个])?(?:人|場|场|組|组)?(?:呀|啊)?$/u,
  /^(?<when>.*?)(?:有冇|有没有|有)?(?:邊個|边个|誰|谁)取消(?:咗|了)?$/u,
  /^(?<when>.*?)(?:最[後后尾]|第)一?[場场](?:係|是)?(?:邊個|谁|誰|幾點|几点|幾時)?(?:完|開始|开始|結束|结束|開)?$/u,
  /^(?<when>.*?)(?:邊個|谁|誰)最[後后尾](?:走|完|離開|离开)$/u,
]

/** Nobody says these things at greater length. */
const longest = 200

const polite =
  /^(?:sorry|hi|hello|hey|ok(?:ay)?|so|please|can you|could you|olá|desculpe?a?|por favor|唔好意思|不好意思|唔該|请|請|麻煩|麻烦)[\s,，!！.]+|^(?:(?:tell|show) me|let me (?:see|know)|diz-me|diga-me)[:,]? (?=(?:who|what|how|when|where|which|quem|o que|como|quando|quantas))|^(?:幫我|帮我)(?:睇|看|查)?(?:下|一下)?/iu

/** What a sentence may mean to staff, likeliest first; a question never acts. */
export function clerkForms(text: string): ClerkForm[] {
  const plain = text
    .normalize("NFKC")
    .replaceAll("’", "'")
    .trim()
    .replace(polite, "")
    .replace(/^(who|what|how|when|where)s\b/iu, "$1's")
  const said = plain.replace(/[\s.。!！?？~]+$/u, "")
  if (said.length > longest) return []
  const asks = /[?？]$/u.test(plain)
  const match = (form: RegExp): string[] => {
    const found = form.exec(said)
    const parts = Object.values(found?.groups ?? {}).map((part) => part?.trim())
    return found ? [parts.filter(Boolean).join(" ")] : []
  }
  const found = forms.flatMap(([is, all]) =>
    all.flatMap(match).map((said): ClerkForm => ({ is: asks && acts.has(is) ? "list" : is, said })),
  )
  const listed = lists.flatMap(match).map((said): ClerkForm => ({ is: "list", said }))
  const asked = asks ? [] : found.filter(({ is }) => acts.has(is))
  return [...found.filter((form) => !asked.includes(form)), ...listed, ...asked]
}

export const acts: ReadonlySet<ClerkForm["is"]> = new Set(["checkin", "late", "noshow", "forgive"])
