import type { Language } from "../../language.js"

/** Sessions that are over. */
export type HadWords = {
  latest: string
  /** `period`: a day, two days with a dash, or a month. */
  title: (period: string) => string
  none: string
  /** Behind a session that nobody came to. */
  missed: string
  total: (sessions: number, length: string) => string
}

export const had: Record<Language, HadWords> = {
  en: {
    latest: "Your latest sessions",
    title: (period) => `Your sessions: ${period}`,
    none: "There were none.",
    missed: "nobody came",
    total: (sessions, length) => `${sessions} sessions, ${length} in all.`,
  },
  pt: {
    latest: "As suas últimas sessões",
    title: (period) => `As suas sessões: ${period}`,
    none: "Não houve nenhuma.",
    missed: "ninguém veio",
    total: (sessions, length) => `${sessions} sessões, ${length} ao todo.`,
  },
  "zh-Hant": {
    latest: "你最近嘅場次",
    title: (period) => `你嘅場次：${period}`,
    none: "一場都冇。",
    missed: "冇人嚟",
    total: (sessions, length) => `一共${sessions}場，${length}。`,
  },
  "zh-Hans": {
    latest: "您最近的场次",
    title: (period) => `您的场次：${period}`,
    none: "一场都没有。",
    missed: "没有人来",
    total: (sessions, length) => `共${sessions}场，${length}。`,
  },
}
