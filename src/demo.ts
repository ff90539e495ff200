import { invite } from "./core/invitations.js"
import type { Language } from "./core/language.js"
import type { World } from "./core/world.js"

/** Ready-made people, so that a newcomer can be one of them at once (`ANCHORDESK_DEMO=1`). */

const members: readonly { id: string; name: string; plan: string; language: Language }[] = [
  { id: "demo-cookies", name: "鉅發手信", plan: "standard", language: "zh-Hant" },
  { id: "demo-pearls", name: "海韵珠宝", plan: "pro", language: "zh-Hans" },
  { id: "demo-bakery", name: "Padaria Sol", plan: "starter", language: "pt" },
]
const staff = { id: "demo-staff", name: "Lai, front desk", role: "staff", language: "en" } as const

/** Makes sure that the demonstration's members are there, and lets people in as one of them. */
export async function demoPeople(world: World) {
  const now = world.clock()
  for (const { id, name, plan, language } of members) {
    await world.store.prisma.member.upsert({
      where: { id },
      create: { id, name, planId: plan, language, createdAt: now },
      update: {},
    })
  }
  return {
    people: [...members.map(({ id, name, language }) => ({ id, name, language, role: "member" as const })), staff],
    /** One of the staff, for the board. */
    atTheDesk: async (): Promise<string> => {
      const { id, name, language } = staff
      const person = { id, name, language, staff: true, createdAt: world.clock() }
      await world.store.prisma.person.upsert({ where: { id }, create: person, update: { staff: true } })
      return id
    },
    /** A fresh code for one of them. */
    enter: (id: string): Promise<string> => {
      const member = members.find((one) => one.id === id)
      const invitation = member
        ? ({ kind: "member", memberId: member.id, role: "owner" } as const)
        : ({ kind: "staff", name: staff.name } as const)
      return invite(world, invitation, { now: world.clock(), via: "demo" })
    },
  }
}
