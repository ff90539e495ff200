import type { RefObject } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"

/**
 * Dragging sessions over the grid, and choosing free time in it, by mouse, pen or finger (which first rests on the session). The grid
 * marks its tracks with `data-room` and its sessions with `data-session`; Escape lets go.
 */

export type Ghost = { id: string | null; room: string; from: number; to: number }

type Options = {
  hours: { from: number; to: number }
  grid: number
  /** What may be moved: where it is. */
  find(id: string): { room: string; from: number; to: number } | null
  moved(id: string, room: string, from: number): void
  picked(room: string, from: number, to: number | null): void
}

type Grip = {
  id: string | null
  x: number
  y: number
  at: number
  room: string
  from: number
  to: number
  held: boolean
}

/** Pixels that a pointer may tremble, and ms that a finger rests. */
const tremble = 5
const rest = 350

export function useDrag(root: RefObject<HTMLElement | null>, options: Options): Ghost | null {
  const [ghost, setGhost] = useState<Ghost | null>(null)
  const now = useRef(options)
  now.current = options
  useEffect(() => (root.current ? dragging(root.current, now, setGhost) : undefined), [root])
  return ghost
}

const trackAt = (x: number, y: number): HTMLElement | null =>
  document.elementsFromPoint(x, y).find((at): at is HTMLElement => at instanceof HTMLElement && "room" in at.dataset) ??
  null

function dragging(root: HTMLElement, now: { current: Options }, show: (ghost: Ghost | null) => void): () => void {
  let grip: Grip | null = null
  let ghost: Ghost | null = null
  let timer = 0

  /** The minute under a place on a track. */
  const minuteAt = (track: HTMLElement, x: number): number => {
    const { left, width } = track.getBoundingClientRect()
    const { from, to } = now.current.hours
    return from + ((x - left) / width) * (to - from)
  }
  const snap = (minutes: number): number => Math.round(minutes / now.current.grid) * now.current.grid
  const set = (next: Ghost | null): void => {
    ghost = next
    show(next)
  }
  const drop = (): void => {
    clearTimeout(timer)
    grip = null
    if (ghost) set(null)
  }

  const down = (event: PointerEvent): void => {
    const target = event.target instanceof Element ? event.target : null
    const track = target?.closest<HTMLElement>("[data-room]")
    if (!track || event.button !== 0) return
    const id = target?.closest<HTMLElement>("[data-session]")?.dataset.session ?? null
    if (id === null && target !== track) return
    const at = minuteAt(track, event.clientX)
    const begun = Math.floor(at / now.current.grid) * now.current.grid
    const place = id === null ? { from: begun, to: begun } : now.current.find(id)
    if (!place) return
    const finger = event.pointerType === "touch"
    grip = { id, x: event.clientX, y: event.clientY, at, room: track.dataset.room ?? "", ...place, held: !finger }
    const hold = (): void => {
      if (!grip) return
      grip.held = true
      // Seen to be held, before it moves.
      if (id !== null) set({ id, room: grip.room, from: grip.from, to: grip.to })
    }
    if (finger) timer = window.setTimeout(hold, rest)
  }
  const moving = (event: PointerEvent): void => {
    if (!grip) return
    const far = Math.hypot(event.clientX - grip.x, event.clientY - grip.y) > tremble
    // A finger that moves at once scrolls.
    if (!grip.held && far) drop()
    if (!grip?.held || (!ghost && !far)) return
    event.preventDefault()
    const track = trackAt(event.clientX, event.clientY)
    if (!track) return
    const at = minuteAt(track, event.clientX)
    if (grip.id === null) {
      const end = Math.max(grip.from + now.current.grid, snap(at))
      set({ id: null, room: grip.room, from: grip.from, to: end })
    } else {
      const from = snap(grip.from + at - grip.at)
      set({ id: grip.id, room: track.dataset.room ?? grip.room, from, to: from + grip.to - grip.from })
    }
  }
  const up = (event: PointerEvent): void => {
    const [held, over] = [grip, ghost]
    drop()
    if (!held) return
    if (over?.id) {
      if (over.room !== held.room || over.from !== held.from) now.current.moved(over.id, over.room, over.from)
      // The press that ends a drag opens nothing.
      const stop = (click: Event): void => click.stopPropagation()
      root.addEventListener("click", stop, { capture: true, once: true })
      setTimeout(() => root.removeEventListener("click", stop, { capture: true }), 0)
    } else if (held.id === null && (over || (event.target instanceof HTMLElement && "room" in event.target.dataset))) {
      now.current.picked(held.room, held.from, over ? over.to : null)
    }
  }
  const key = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && grip) drop()
  }
  const scroll = (event: TouchEvent): void => {
    if (ghost || grip?.held) event.preventDefault()
  }

  /** What a phone offers for a finger that rests would take the drag away. */
  const menu = (event: Event): void => {
    if (ghost || grip?.held) event.preventDefault()
  }

  root.addEventListener("pointerdown", down)
  root.addEventListener("contextmenu", menu)
  root.addEventListener("touchmove", scroll, { passive: false })
  addEventListener("pointermove", moving)
  addEventListener("pointerup", up)
  addEventListener("pointercancel", drop)
  addEventListener("keydown", key)
  return () => {
    drop()
    root.removeEventListener("pointerdown", down)
    root.removeEventListener("contextmenu", menu)
    root.removeEventListener("touchmove", scroll)
    removeEventListener("pointermove", moving)
    removeEventListener("pointerup", up)
    removeEventListener("pointercancel", drop)
    removeEventListener("keydown", key)
  }
}
