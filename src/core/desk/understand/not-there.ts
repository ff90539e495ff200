import type { Scope } from "./grammar/scope.js"
import type { Kind } from "./sense.js"
import { all, first, is, type Token } from "./tokens.js"

const refusing: readonly Kind[] = ["neg", "drop", "except", "spare"]
const between: readonly Kind[] = ["want", "from", "at", "in", "of", "my"]

const refuses = (token: Token | undefined, { text }: Scope): boolean =>
  token !== undefined &&
  ((is(token, ...refusing) && !is(token, "of")) || /^(?:nao|unless|menos)$/.test(text.slice(token.at, token.to)))

/** "Ok but not studio 1", 唔好1號房, «mas não no estúdio 1» of what is being put together: in another room than that. */
export function notThere(tokens: readonly Token[], scope: Scope): readonly Token[] {
  const at = tokens.findIndex((token) => is(token, "room"))
  const room = first(tokens, "room")
  if (!room || all(tokens, "room").length > 1) return tokens
  let from = at - 1
  while (!refuses(tokens[from], scope) && (is(tokens[from], ...between) || tokens[from]?.skippable)) from -= 1
  const token = tokens[from]
  if (!token || !refuses(token, scope)) return tokens
  const other: Token = {
    ...token,
    to: tokens[at]?.to ?? token.to,
    senses: [{ is: "choice", choice: "other", not: room.id }],
  }
  // "Any room but studio 1"
  const before = tokens.slice(0, from).filter((one) => !is(one, "choice"))
  return [...before, other, ...tokens.slice(at + 1)]
}
