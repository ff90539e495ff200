import { readFileSync } from "node:fs"
import { OperatorError } from "../core/members.js"

/** How a file may be written, as `TextDecoder` calls it. */
export const encodings = ["utf-8", "big5", "gb18030"] as const
export type Encoding = (typeof encodings)[number]

/** A text file that the operator named. @throws {OperatorError} when it cannot be read, or is not in this encoding */
export function readText(file: string, encoding: Encoding = "utf-8"): string {
  const bytes = read(file)
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    const others = encodings.filter((one) => one !== encoding).join(" or ")
    throw new OperatorError(
      `${file} is not written in ${encoding}; if it is in ${others}, convert it or say so where that can be said`,
    )
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EISDIR: "it is a folder",
  EACCES: "it may not be read or written",
}

/** Why a file that the operator named cannot be used, in words; any other error as it is. */
export function asked(error: unknown, file: string): unknown {
  const reason = error instanceof Error && "code" in error ? reasons[String(error.code)] : undefined
  return reason ? new OperatorError(`${file}: ${reason}`) : error
}

function read(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw asked(error, file)
  }
}
