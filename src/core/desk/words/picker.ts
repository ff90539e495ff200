import type { Language } from "../../language.js"

/** The page on which free times are looked at and tapped. */
export type PickerWords = {
  /** On a button. */
  open: string
  /** On the chat's own menu button, beside the box one writes in: very short. */
  menu: string
}

export const picker: Record<Language, PickerWords> = {
  en: { open: "Pick on the timetable", menu: "Free" },
  pt: { open: "Escolher no horário", menu: "Livre" },
  "zh-Hans": { open: "看时间表来选", menu: "空档" },
  "zh-Hant": { open: "睇住時間表揀", menu: "空檔" },
}
