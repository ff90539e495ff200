let ticks = 0
const tickMs = 10
setInterval(() => ticks++, tickMs).unref()

/** Milliseconds as this process has them: fewer go by while the processor is others', so that a limit holds on a busy machine too. */
export const ownMs = (): number => ticks * tickMs
