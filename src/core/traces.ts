import type { Prisma } from "./store/generated/client.js"

/**
 * Where a person is named outside of their own rows: in what others were told, in what turns came to, in the audit, and in drafts. A name
 * counts as theirs where it is all that a value says, never as a part of other words.
 */

type Traces = {
  personId: string
  name: string
  accounts: readonly { platform: string; userId: string; address: string }[]
  now: Date
}

/** Takes them out; to be called while bookings and broadcasts still say whose they are. */
export async function forgetTraces(tx: Prisma.TransactionClient, whose: Traces): Promise<void> {
  await forgetInNotices(tx, whose)
  await forgetTurns(tx, whose)
  await forgetInAudit(tx, whose)
  await tx.$executeRaw`update person set draft = null, draft_at = null
    where id <> ${whose.personId} and position(${whose.personId} in draft::text) > 0`
}

async function forgetInNotices(tx: Prisma.TransactionClient, { personId, name }: Traces): Promise<void> {
  // Whom the others were told of stays nameless: who left them, who closed a room.
  for (const key of ["by", "name"])
    await tx.$executeRaw`
      update notice set data = jsonb_set(data, array[${key}], '"—"')
       where data ->> ${key} = ${name} and person_id is distinct from ${personId}`
  // What they wrote to others, once it was sent: reasons of declining and of closing, messages to many.
  await tx.$executeRaw`
    update notice n set data = data - 'text'
     where kind = 'answered' and exists
       (select 1 from audit a where a.entity = 'booking:' || n.booking_id and a.action = 'decline' and a.person_id = ${personId})`
  await tx.$executeRaw`
    update notice set data = jsonb_set(data, '{reason}', 'null')
     where data ->> 'reason' in (select reason from closure where made_by_id = ${personId})`
  await tx.$executeRaw`
    delete from notice n using broadcast b where b.made_by_id = ${personId} and n.kind = 'broadcast' and n.data ->> 'text' = b.text`
  await tx.$executeRaw`
    delete from notice where person_id is distinct from ${personId} and (position(${personId} in key) > 0 or position(${personId} in data::text) > 0)`
}

/** First results of turns, for repeats: theirs, those of others that name them, and those about what they booked. */
async function forgetTurns(tx: Prisma.TransactionClient, { personId, name, accounts, now }: Traces): Promise<void> {
  const parts = [personId, ...accounts.flatMap(({ userId, address }) => [userId, address.split(":").at(-1) ?? userId])]
  const quoted = [JSON.stringify(name), ...parts.map((part) => JSON.stringify(part))]
  await tx.$executeRaw`
    delete from turn where string_to_array(key, ':') && ${parts}::text[]
       or exists (select 1 from unnest(${quoted}::text[]) one where position(one in outcome::text) > 0)`
  await tx.$executeRaw`
    delete from turn t using booking b
     where b.made_by_id = ${personId} and greatest(b.changed_at, b.created_at) > ${now}::timestamptz - interval '3 days'
       and position(b.id in t.outcome::text) > 0`
  await tx.$executeRaw`
    delete from turn t using closure c where c.made_by_id = ${personId} and position(c.id in t.outcome::text) > 0`
}

/** Entries stay as what happened, without who, where and in which words. */
async function forgetInAudit(tx: Prisma.TransactionClient, { personId, name, accounts }: Traces): Promise<void> {
  // What the staff wrote when they declined their requests, and what they as staff wrote to others.
  await tx.$executeRaw`
    update audit set data = data - 'text'
     where action = 'decline' and entity = any(array(select 'booking:' || id from booking where made_by_id = ${personId}))`
  await tx.$executeRaw`
    update audit set data = data - 'text' where action = 'decline' and person_id = ${personId}`
  await tx.$executeRaw`
    update audit set data = data - 'reason' where person_id = ${personId} and entity like 'closure:%'`
  await tx.audit.updateMany({ where: { entity: `person:${personId}` }, data: { entity: "person", data: {} } })
  const channels = accounts.map(({ address }) => `channel:${address}`)
  await tx.audit.updateMany({ where: { entity: { in: channels } }, data: { entity: "channel" } })
  await tx.audit.updateMany({ where: { personId }, data: { personId: null } })
  await tx.$executeRaw`
    update audit set data = '{}' where position(${personId} in data::text) > 0 or (action = 'invite' and data ->> 'name' = ${name})`
}
