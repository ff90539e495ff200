import { acks } from "./acks.js"
import { availabilityAgainstSql, history } from "./availability.js"
import { bookingOnPglite, bookingOnPostgres } from "./booking.js"
import { contention } from "./contention.js"
import { acceptance } from "./flexible.js"
import { growth } from "./growth.js"
import type { Benchmark } from "./harness.js"
import { lawfulSpeed } from "./law.js"
import { outboxLateness, outboxSpeed } from "./outbox.js"
import { picture } from "./picture.js"
import { reading } from "./reading.js"
import { replicas } from "./replicas.js"
import { stampede } from "./stampede.js"
import { starting } from "./starting.js"
import { turnsBenchmark } from "./turns.js"

/** All benchmarks, in the order of their ids. */
export const benchmarks: readonly Benchmark[] = [
  bookingOnPostgres,
  bookingOnPglite,
  contention,
  history,
  availabilityAgainstSql,
  turnsBenchmark,
  acks,
  outboxSpeed,
  lawfulSpeed,
  outboxLateness,
  replicas,
  starting,
  stampede,
  acceptance,
  reading,
  picture,
  growth,
]
