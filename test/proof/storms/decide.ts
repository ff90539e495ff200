import { book, cancel, extend, move } from "../../../src/core/booking.js"
import type { Ask, Outcome } from "../../../src/core/outcome.js"
import type { World } from "../../../src/core/world.js"
import { actorFor } from "../../support/world.js"
import type { Asked, Command } from "./fleet.js"

/** A turn of the load, by the engine's own commands. */
export function decide(world: World, { turn, command }: Asked, now: Date): Promise<Outcome> {
  return run(world, { actor: actorFor(turn.member, turn.plan), now, key: turn.key }, command)
}

function run(world: World, asking: Ask, command: Command): Promise<Outcome> {
  switch (command.does) {
    case "book":
      return book(world, asking, command.wish)
    case "move":
      return move(world, asking, command.booking, { start: command.start })
    case "extend":
      return extend(world, asking, command.booking, command.minutes)
    case "cancel":
      return cancel(world, asking, command.booking)
  }
}
