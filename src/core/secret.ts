import { inspect } from "node:util"

/** A token, key or password: prints as `[secret]` through any logger, error or inspection; {@link Secret.reveal} is the only way to its value. */
export type Secret = { reveal(): string }

const hidden = "[secret]"

export function secret(value: string): Secret {
  const safe = { toString: () => hidden, toJSON: () => hidden, [inspect.custom]: () => hidden }
  return Object.assign(Object.create(safe) as object, { reveal: () => value })
}
