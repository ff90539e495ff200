import type { AnswerJson, BoardDay, MembersJson, SessionJson } from "../json.js"
import type { Language } from "./words/index.js"

/** The board's server. What it does not take, or cannot be reached for, is thrown as its status; 0: not reached. */

export class Failed extends Error {
  readonly status: number
  constructor(status: number) {
    super(`the server answered ${status}`)
    this.status = status
  }
}

async function ask(path: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(`/board/api/${path}`, init).catch(() => undefined)
  if (!response?.ok) throw new Failed(response?.status ?? 0)
  return response
}

const post = (path: string, body: unknown): Promise<Response> =>
  ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) })

export const session = async (): Promise<SessionJson> => (await ask("session")).json()
export const enter = (link: string): Promise<unknown> => post("enter", { link })
export const enterDemo = (): Promise<unknown> => post("demo", {})
export const leave = (): Promise<unknown> => post("leave", {})

export const dayOf = async (day: string, language: Language): Promise<BoardDay> =>
  (await ask(`day?${new URLSearchParams({ day, language })}`)).json()

export const members = async (q: string): Promise<MembersJson["members"]> =>
  ((await (await ask(`members?${new URLSearchParams({ q })}`)).json()) as MembersJson).members

export type Press = { press: string; member: string | null; language: Language }

/** One press is one turn: what was lost on its way is sent again under the same key, and has one effect. */
export async function turn(pressed: Press): Promise<AnswerJson["replies"]> {
  const body = { key: crypto.randomUUID(), ...pressed }
  for (let tries = 1; ; tries++) {
    try {
      return ((await (await post("turns", body)).json()) as AnswerJson).replies
    } catch (error) {
      const again = error instanceof Failed && (error.status === 0 || error.status >= 500) && tries < 4
      if (!again) throw error
      await new Promise((resolve) => setTimeout(resolve, 600 * tries))
    }
  }
}
