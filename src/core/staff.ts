import { type Language, languageSchema } from "./language.js"
import { type By, OperatorError } from "./members.js"
import type { World } from "./world.js"

/** The centre's own people, as the operator keeps them. */

export type StaffLine = { id: string; name: string; language: Language; since: string }

export async function listStaff({ store: { prisma } }: World): Promise<StaffLine[]> {
  const staff = await prisma.person.findMany({ where: { staff: true }, orderBy: [{ name: "asc" }, { id: "asc" }] })
  return staff.map(({ id, name, language, createdAt }) => ({
    id,
    name,
    language: languageSchema.parse(language),
    since: createdAt.toISOString(),
  }))
}

/**
 * Takes somebody off the staff: from their next action on they are refused what is the staff's, their browsers and links are out of the
 * board, and their calendars of the floor are gone. A merchant's person they stay, where they are one.
 * @throws {OperatorError} when nobody of the staff has that id
 */
export async function removeStaff(
  { store: { prisma } }: World,
  id: string,
  { now, via, person = null }: By,
): Promise<{ id: string; name: string }> {
  return prisma.$transaction(async (tx) => {
    const { count } = await tx.person.updateMany({
      where: { id, staff: true },
      data: { staff: false, actingForId: null },
    })
    if (count === 0)
      throw new OperatorError(`nobody of the staff has the id ${id}; npx anchordesk staff list shows them`)
    await tx.boardPass.deleteMany({ where: { personId: id } })
    await tx.staffFeed.deleteMany({ where: { personId: id } })
    await tx.audit.create({
      data: { at: now, personId: person, via, action: "staff_remove", entity: `person:${id}`, data: {} },
    })
    const { name } = await tx.person.findUniqueOrThrow({ where: { id } })
    return { id, name }
  })
}
