import { type Booking, isLive } from "../../outcome.js"
import { undo } from "../../undo.js"
import { type Answer, actsForSeveral, lines, menu, rows, type Scene } from "../scene.js"
import { calendarFile } from "./calendar-file.js"
import { bookingChoices } from "./card.js"
import { lifted } from "./closure.js"
import { refusal } from "./refusal.js"

/** Taking back one's last action. */

/** More lines than this are not listed. */
const listedMost = 30

export async function undoNow(scene: Scene, bookingId?: string): Promise<readonly Answer[]> {
  const { world, ask, say } = scene
  const outcome = await undo(world, ask, bookingId)
  if (outcome.is === "refused") return [await refusal(scene, outcome.refusal)]
  if (outcome.is === "lifted") return [lifted(scene, outcome)]
  const { words } = say
  const said = words.clerk.undone[outcome.what]
  const [only, second] = outcome.bookings
  const live = only && !second && isLive(only)
  const answer: Answer = {
    text: [
      [{ bold: said }],
      ...lines(...outcome.bookings.slice(0, listedMost).map((booking) => named(scene, booking))),
    ],
    choices: live ? rows(bookingChoices(say, only.id), 2) : menu(scene),
    toast: said,
    remember: null,
  }
  return only && !second ? [answer, calendarFile(scene, only)] : [answer]
}

/** `Tue 24 Nov, 15:00–17:00 · Studio 2`, and whose it is where that is not plain. */
const named = ({ say, ask }: Scene, booking: Booking): string =>
  [say.slot(booking), ...(actsForSeveral(ask) ? [booking.member.name] : [])].join(say.words.dot)
