import { bookingsMadeBy } from "../../booking-record.js"
import { forgetMe, myData } from "../../personal-data.js"
import { type Answer, lines, menu, type Scene } from "../scene.js"

/** What the desk knows of the person who asks: as a file, and erased. */

export async function dataFile({ world, ask, say }: Scene): Promise<Answer> {
  const bytes = new TextEncoder().encode(`${JSON.stringify(await myData(world, ask), null, 2)}\n`)
  return {
    text: lines(...say.words.personal.file),
    file: { name: "mydata.json", type: "application/json", bytes },
  }
}

/** Asks first: nobody can bring it back. */
export async function askForget(scene: Scene): Promise<Answer> {
  const { world, ask, say, now } = scene
  const { personal } = say.words
  const coming = await bookingsMadeBy(world, ask.actor.person.id, now)
  return {
    text: lines(
      personal.ask,
      coming.length > 0 && personal.bookingsStay(coming.length),
      personal.later(scene.centre.retention.conversations),
    ),
    choices: [
      [
        { label: personal.yes, step: { do: "forgetme", sure: "yes" }, style: "danger" },
        { label: personal.no, step: { do: "home" } },
      ],
    ],
    remember: null,
  }
}

export async function forget(scene: Scene): Promise<Answer> {
  const { world, ask, say } = scene
  const done = await forgetMe(world, ask)
  return done
    ? { text: lines(say.words.personal.done), remember: null }
    : { text: lines(say.words.badPress), choices: menu(scene) }
}
