import { mkdtempSync, rmSync, symlinkSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** A Unix socket's path holds at most 107 bytes on Linux and 103 elsewhere, of which a name in the folder takes up to 40. */
const folderBytesMax = 60

/** A path to the folder short enough for sockets in it: its own, or a private symbolic link. */
export function reachable(folder: string): { path: string; dispose(): void } {
  if (Buffer.byteLength(folder) <= folderBytesMax) return { path: folder, dispose() {} }
  const made = mkdtempSync(join(tmpdir(), "anchordesk-"))
  const path = join(made, "data")
  symlinkSync(folder, path)
  return { path, dispose: () => rmSync(made, { recursive: true, force: true }) }
}
