import type { Entry, Lexicon } from "../sense.js"

/** What holds for bookings is asked, whatever else is named: until when one may cancel, how far ahead one books, what becomes of who is late. */

const en: readonly Entry[] = [
  [
    { is: "topic", topic: "rules" },
    ...[
      "cost hours",
      "cost me hours",
      "cost us hours",
      "use up hours",
      "get charged",
      "be charged",
      "cancellation fee",
    ],
    ...[
      "cancellation fees",
      "no show policy",
      "no show fee",
      "happens when",
      "lose my slot",
      "lose our slot",
      "lose the slot",
    ],
    ...["how far out", "does peak start", "does peak end", "does peak time start", "peak start"],
    ...["lose my room", "lose our room", "lose the room", "maximum number of", "max number of", "most hosts"],
    ...["i", "we", "you"].flatMap((who) => [
      ...["can", "could", "may"].flatMap((can) => [
        `how long ${can} ${who} book`,
        `how many hosts ${can} ${who}`,
        `how many people ${can} ${who}`,
        `how many bookings ${can} ${who}`,
        `how many sessions ${can} ${who} have at`,
        ...["longest", "shortest", "latest", "earliest", "furthest", "farthest"].map(
          (most) => `${most} ${who} ${can} book`,
        ),
        ...["cancel", "move", "change", "reschedule"].flatMap((act) =>
          ["until when", "up to when", "till when", "by when", "how late", "how long before", "how soon before"].map(
            (until) => `${until} ${can} ${who} ${act}`,
          ),
        ),
        `latest ${who} ${can} cancel`,
        ...["less than", "on the day", "on the same day", "the same day", "last minute", "at the last minute"].map(
          (late) => `${can} ${who} cancel ${late}`,
        ),
        `${can} ${who} book in one go`,
      ]),
      ...["if", "what if", "what happens when"].flatMap((when) =>
        ["dont show", "dont show up", "do not show", "do not show up", "dont come", "dont turn up", "no show"].map(
          (absent) => `${when} ${who} ${absent}`,
        ),
      ),
      `what if ${who} cancel`,
      `what if ${who} cant make it`,
      ...["do", "will", "would", "can"].flatMap((will) =>
        ["my hours back", "our hours back", "the hours back", "hours back"].map((back) => `${will} ${who} get ${back}`),
      ),
      ...["do", "will", "would"].flatMap((will) =>
        ["my hours", "our hours", "the hours", "hours", "any hours"].map((hours) => `${will} ${who} lose ${hours}`),
      ),
    ]),
    ...["im", "i am", "were", "we are", "youre late"].map((who) => `what if ${who} late`),
    ...["do", "will", "would"].flatMap((will) =>
      ["the", "my", "our", ""].map((whose) => `${will} ${whose} hours come back`.replace("  ", " ")),
    ),
    ...["days", "weeks", "months"].flatMap((days) =>
      ["ahead", "in advance"].map((ahead) => `how many ${days} ${ahead}`),
    ),
    ...["months ahead", "months in advance", "weeks in advance", "year ahead", "year in advance"],
    ...["minimum", "maximum", "min", "max"].flatMap((most) =>
      ["booking", "booking time", "length", "duration", "session length", "session"].map((what) => `${most} ${what}`),
    ),
    ...["what is", "whats"].flatMap((what) => [`${what} the minimum`, `${what} the maximum`]),
    ...["longest", "shortest"].flatMap((most) => [`${most} session`, `${most} booking`, `${most} slot`]),
    ...["people fit", "hosts fit", "people does it fit", "get my hours back", "get our hours back"],
    ...["cancel for free", "cancelling free", "cancellation free", "free to cancel", "free cancellation"],
    ...["cancel without losing", "cancel without penalty", "cancel at no cost", "charged if", "charge if", "fined if"],
    ...["is", "are", "s"].flatMap((verb) =>
      ["when", "what time", "what"].flatMap((when) =>
        ["peak", "the peak", "peak time", "peak hours", "the peak hours"].map((peak) => `${when} ${verb} ${peak}`),
      ),
    ),
    ...["counts as peak"],
    ...["how long do you keep the room", "how long will you keep the room"],
    "your policy",
    "the policy",
    "policy regarding",
    "policy on",
    "policy for",
    "policies",
    "how much notice",
    "rules for no shows",
    "rules on no shows",
    "no show rules",
    "what are the rules",
    "cancellation policy",
    "how do refunds",
    "how are hours refunded",
    "how far ahead",
    "how far in advance",
    "cancellation rules",
    "notice period",
    "refund",
    "refunds",
    "by when do i have to cancel",
    "latest time to cancel",
    "deadline to cancel",
    "what happens if",
    "charge for cancelling",
    "charge for late",
    "charged for cancelling",
    "penalty for",
    "any penalty",
    "fine for",
  ],
]

const pt: readonly Entry[] = [
  [
    { is: "topic", topic: "rules" },
    ...["quanto tempo seguram", "quanto tempo guardam", "quantos dias à frente", "quantas semanas à frente"],
    ...[
      "meses à frente",
      "horas seguidas posso",
      "horas seguidas podemos",
      "máximo de apresentadores",
      "máximo de pessoas",
    ],
    ...["tem custos", "tem custo", "têm custos", "taxa de cancelamento", "prazo para"],
    ...["posso", "podemos"].flatMap((can) => [
      `até quando ${can} cancelar`,
      `até que horas ${can} cancelar`,
      `${can} cancelar sem`,
      `${can} reservar no máximo`,
      `${can} reservar no mínimo`,
      `quanto tempo ${can} reservar`,
      ...["levar", "ter", "trazer"].flatMap((bring) => [
        `quantos apresentadores ${can} ${bring}`,
        `quantas pessoas ${can} ${bring}`,
        `quantas reservas ${can} ${bring}`,
      ]),
      `quantos dias antes ${can}`,
    ]),
    ...["dias", "semanas", "meses"].flatMap((days) => [
      `quantos ${days} de antecedência`,
      `quantas ${days} de antecedência`,
    ]),
    "meses de antecedência",
    "quanto tempo de antecedência",
    ...["máxima", "mínima"].flatMap((most) => [`duração ${most}`, `reserva ${most}`]),
    ...["máximo", "mínimo"].flatMap((most) => [`tempo ${most}`, `${most} de reserva`, `${most} por sessão`]),
    ...["se", "e se"].flatMap((when) => [
      ...["aparecer", "aparecermos", "for", "formos", "vier", "viermos", "comparecer", "comparecermos"].map(
        (come) => `${when} não ${come}`,
      ),
      ...["faltar", "faltarmos", "chegar atrasado", "chegar atrasada", "chegarmos atrasados", "chegar tarde"].map(
        (late) => `${when} ${late}`,
      ),
    ]),
    ...["perco", "perdemos", "perdem se", "recupero", "recuperamos"].flatMap((lose) => [
      `${lose} as horas`,
      `${lose} horas`,
    ]),
    ...["as horas voltam", "voltam as horas", "as horas são devolvidas", "as horas de volta"],
    ...["pessoas cabem", "apresentadores cabem", "cabem na", "cabem numa", "cabem no", "cabem num"],
    ...[
      "multa",
      "penalidade",
      "cancelar grátis",
      "cancelar de graça",
      "cancelar gratuitamente",
      "cancelamento gratuito",
    ],
    ...["qual é a", "quando é a", "o que é a", "quais são as", "quando são as"].flatMap((which) =>
      ["hora de ponta", "horas de ponta"].map((peak) => `${which} ${peak}`),
    ),
    ...[],
    "a vossa política",
    "vossa política",
    "qual é a política",
    "política de",
    "regras para faltas",
    "quais são as regras",
    "quais as regras",
    "política de cancelamento",
    "com que antecedência",
    "com quanta antecedência",
    "reembolso",
    "reembolsos",
    "deadline para cancelar",
    "prazo para cancelar",
    "prazo de cancelamento",
    "qual é o prazo",
    "qual o prazo",
    "o que acontece se",
    "o que acontece quando",
    "cobram se cancelar",
    "cobram se",
    "há penalização",
    "penalização",
  ],
]

const zh: readonly Entry[] = [
  [
    { is: "topic", topic: "rules" },
    ...["手續費", "會唔會冇咗間房", "會冇咗間房", "房間會沒了嗎", "房會沒了嗎", "房間會不會沒", "房會唔會冇"],
    ...["提前多久", "提早幾耐", "幾耐前", "多久前", "提前多久可以", "提早幾耐可以", "幾耐前要"].flatMap((early) =>
      ["改期", "可以改期", "可以取消", "改時間", "改"].map((move) => early + move),
    ),
    ...["房", "間", "間房"].flatMap((room) =>
      ["大", "中", "細", "小"].flatMap((size) =>
        ["最多幾多人", "最多幾個人", "最多幾多個人", "坐幾多人", "坐幾個人", "最多多少人"].map(
          (many) => size + room + many,
        ),
      ),
    ),
    ...["預早", "提前", "提早"].flatMap((early) =>
      ["幾多個星期", "幾個星期", "幾周", "幾多個月", "幾個月", "幾多日"].map((long) => early + long),
    ),
    ...["計繁忙時段", "計繁忙時間", "算高峰", "算繁忙"],
    ...["幾時", "什麼時候", "最遲幾時", "最晚什麼時候", "最晚幾時", "最遲什麼時候", "幾耐", "多久"].flatMap((until) => [
      `${until}之前取消`,
      `${until}前取消`,
    ]),
    ...["唔會", "不會", "唔", "不", "先唔", "才不", "先唔會", "才不會"].flatMap((not) =>
      ["扣鐘", "扣時數", "扣時長"].map((fine) => not + fine),
    ),
    ...["幾耐之前", "多久之前", "幾日之前", "幾天之前", "幾多日前", "提前多久", "提前幾耐"].flatMap((early) =>
      ["訂", "book", "預約", "預訂", "約"].map((book) => early + book),
    ),
    ...["最長", "最短", "最多", "最少"].flatMap((most) =>
      [
        "可以",
        "能",
        "可",
        "可以播",
        "能播",
        "能訂",
        "可以訂",
        "訂",
        "用",
        "播",
        "得",
        "可以用",
        "能用",
        "要",
        "",
      ].flatMap((can) => ["幾耐", "多久", "多長時間"].map((long) => most + can + long)),
    ),
    ...["帶", "有", "坐", "入", "容納", "坐到", "坐得落", "裝到", "坐得下", "企到"].flatMap((fit) =>
      ["幾多個", "幾個", "幾多位", "幾位", "多少個", "幾多", "多少", "多少位"].flatMap((many) =>
        ["主播", "人"].map((who) => fit + many + who),
      ),
    ),
    ...["同時", "一次", "同一時間", "手上"].flatMap((once) =>
      ["可以", "能", "最多可以", "最多能", "最多", "可以最多"].flatMap((can) =>
        ["有", "訂", "約", "book", "持有"].flatMap((have) =>
          ["幾多個", "幾個", "幾場", "幾多場", "多少個", "多少場"].map((many) => once + can + have + many),
        ),
      ),
    ),
    ...["退唔退", "退不退", "會唔會退", "會不會退", "會退", "仲退", "還退", "能退", "還能退"].flatMap((back) =>
      ["鐘", "返鐘", "返啲鐘", "時數", "時長", "返時數", "回時長"].map((what) => back + what),
    ),
    ...["繁忙時間", "繁忙時段", "高峰時段", "高峰期", "高峰", "黃金時段", "黃金時間"].flatMap((peak) =>
      ["係幾點", "是幾點", "係幾時", "是什麼時候", "幾點", "係邊個時間", "係邊段時間", "點計", "怎麼算"].map(
        (when) => peak + when,
      ),
    ),
    ...["提早", "提前"].flatMap((early) =>
      ["一", "兩", "三", "四", "五", "六", "半", "幾"].flatMap((n) =>
        ["訂", "預訂", "預約", "book", "約"].map((book) => `${early}${n}個月${book}`),
      ),
    ),
    ...["有罰款嗎", "有冇罰款", "有罰嗎", "罰唔罰", "罰不罰", "罰鐘", "規矩"],
    ...["仲留唔留", "仲會留", "還留嗎", "還給我留", "還會留", "會留幾耐", "會留多久", "留幾耐", "等我幾耐", "留多久"],
    ...["扣", "罰", "扣鐘", "扣時數", "扣時長", "罰錢", "罰款", "收手續費"].flatMap((fine) =>
      ["會唔會", "會不會", "使唔使", "要不要", "是否會", "係咪會"].map((whether) => whether + fine),
    ),
    ...["鐘", "時數", "時長", "錢"].map((what) => `會扣${what}嗎`),
    ...["可以", "能", "最遠", "最遠可以", "最遠能"].flatMap((can) =>
      ["訂到", "約到", "book到", "預約到"].flatMap((until) =>
        ["幾耐", "幾時", "什麼時候", "多久", "幾月", "哪天", "邊日"].map((when) => can + until + when),
      ),
    ),
    ...["點", "點樣", "怎樣", "怎麼樣"].map((how) => `會${how}`),
    ...["會", "會唔會", "會不會", "係咪會"].flatMap((whether) =>
      ["被", "俾人", "自動"].flatMap((by) => ["取消", "cancel"].map((off) => whether + by + off)),
    ),
    ...["點計", "怎麼算", "點算", "點罰", "收費", "要錢"].map((how) => `超時${how}`),
    ...["最長", "最多", "最短", "最少"].flatMap((most) =>
      ["能訂", "可以訂", "訂", "可訂", "能約", "可以book", "book"].map((book) => most + book),
    ),
    ...["提早幾耐", "提前幾耐", "提早幾多", "提前多久", "早几天", "提前几天", "提早幾日"].flatMap((early) =>
      ["訂", "預訂", "預約", "book", "訂房", "取消", "改期", "進場", "入場", "入房", "到", "開門"].map(
        (act) => early + act,
      ),
    ),
    "扣唔扣",
    "扣不扣",
    "有冇罰",
    "有沒有罰",
    "會被扣",
    "規定",
    "規則",
    "條款",
    "守則",
    "點罰",
    "怎麼罰",
    "會點罰",
    "會怎麼罰",
    "罰則",
    "取消政策",
    "最遲幾時取消",
    ...["要", "需要", "得", ""].flatMap((must) =>
      ["提早幾耐", "提前幾耐", "提早幾多", "提前多久", "提前多长时间", "早几天", "提前几天", "提早幾日"].map(
        (early) => `取消${must}${early}`,
      ),
    ),
  ],
]

export const rules: readonly Lexicon[] = [
  { language: "en", entries: en },
  { language: "pt", entries: pt },
  { language: "zh", entries: zh },
]
