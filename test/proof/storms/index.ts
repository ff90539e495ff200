import type { Measure } from "../measure.js"
import { backups } from "./backups.js"
import { deliveries } from "./deliveries.js"
import { doubleBooking } from "./double-booking.js"
import { durability } from "./durability.js"
import { embeddedKilled } from "./embedded-killed.js"
import { killed } from "./killed.js"
import { migrations } from "./migrations.js"
import { downtime, reminderChaos } from "./reminders.js"
import { restarts } from "./restarts.js"
import { secondOpener } from "./second-opener.js"
import { soak } from "./soak.js"

/** Processes and databases that are killed. */
export const kills: readonly Measure[] = [doubleBooking, killed, embeddedKilled, secondOpener, durability, restarts]
/** Storms and kills. */
export const storms: readonly Measure[] = [...kills, deliveries, reminderChaos, downtime, migrations, backups, soak]
