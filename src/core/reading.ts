import type { Ask } from "./outcome.js"
import type { World } from "./world.js"

/**
 * Puts into the audit that one of the staff read what is kept of a member's people: who, when, and whose. Lists of what is booked
 * (digests, the board) name members, not people, and are not recorded.
 */
export async function recordReading({ store }: World, { actor, now }: Ask, memberId: string): Promise<void> {
  const { person, members, via } = actor
  if (!person.staff || members.some(({ id }) => id === memberId)) return
  await store.prisma.audit.create({
    data: { at: now, personId: person.id, memberId, via, action: "read", entity: `member:${memberId}`, data: {} },
  })
}
