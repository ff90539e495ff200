import type { Language } from "../../core/language.js"

/** What the board's server and its page say to each other. A day is a {@link BoardDay}. */
export type { BoardCourse, BoardDay, BoardRequest, BoardRoom, BoardSession } from "../../core/desk/board-day.js"

/** The centre's clock: `now` is ms; it runs `speed` times as fast as other clocks (1, but in demonstrations). */
export type ClockJson = { now: number; speed: number; today: string; zone: string }

export type SessionJson = ClockJson & {
  /** Who is let in here; null for nobody. */
  staff: { name: string; language: Language } | null
  /** May anybody look in as one of the staff, in a demonstration? */
  demo: boolean
  centre: Record<Language, string>
}

export type MembersJson = { members: readonly { id: string; name: string }[] }

/** What the desk answers to a press. */
export type AnswerJson = { replies: readonly ReplyJson[] }
export type ReplyJson = {
  /** Line by line, with what stands out. */
  lines: readonly (readonly (string | { bold: string })[])[]
  buttons: readonly (readonly ButtonJson[])[]
  toast?: string
}
export type ButtonJson = { label: string; press: string; style?: "primary" | "danger" }
