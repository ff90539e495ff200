import { bookingsMadeBy } from "../../booking-record.js"
import { correctName } from "../../people.js"
import { forgetMe, myData } from "../../personal-data.js"
import { type Answer, lines, menu, type Scene } from "../scene.js"

/** What the desk knows of the person who asks: as a file, and erased. */

export async function dataFile({ world, ask, say }: Scene): Promise<Answer> {
  const bytes = new TextEncoder().encode(`${JSON.stringify(await myData(world, ask), null, 2)}\n`)
  return {
    text: lines(...say.words.personal.file),
    choices: [[{ label: say.words.personal.correct, step: { do: "mydata", what: "name" } }]],
    file: { name: "mydata.json", type: "application/json", bytes },
  }
}

/** `/name Ana Lei`: what they are called from then on; without a name, what they are called and how to correct it. */
export async function nameSaid({ world, ask, say }: Scene, said: string): Promise<Answer> {
  const { personal } = say.words
  const name = await correctName(world, ask, said)
  return { text: lines(name === null ? personal.nameHow(ask.actor.person.name) : personal.named(name)), remember: null }
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
