import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

/** The nearest folder upwards that has the package's migrations: the same from src/ and from dist/. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, "prisma", "migrations"))) {
    const up = dirname(folder)
    if (up === folder) throw new Error("prisma/migrations is missing from the package")
    folder = up
  }
  return folder
}
