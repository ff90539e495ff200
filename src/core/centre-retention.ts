import { z } from "zod"

/** How long the centre keeps what is about people, in the centre's file: days, whole ones. */

const days = (usual: number) => z.int().min(1).max(3650).default(usual)

export const retention = z.strictObject({
  /** Who made a booking, and its title, after its end. That there was one, of which member and how long, stays. */
  bookings: days(730),
  /** Who hosted a show, where it was sold and watched, after its end: as long as a merchant asks who hosted last year's. */
  shows: days(400),
  /** Who did what. That it was done stays. */
  audit: days(730),
  /** What was sent unasked, of a session not before it is over, and messages to many: long enough for digests and for questions. */
  messages: days(30),
  /** Invitations that were used or ran out. */
  invitations: days(30),
  /** Requests to join that nobody answered. */
  requests: days(30),
  /** Who wished for what in a ballot, after its last hour. What is published of it, without names, stays. */
  wishes: days(90),
  /** Who was in a course, and what was learnt, once it counts no more. */
  courses: days(730),
  /** The web chat's conversations, and the pictures and files in them. */
  conversations: days(30),
  files: days(7),
  /** Browsers that nobody came back with; those of strangers. */
  browsers: days(180),
  strangers: days(30),
})
