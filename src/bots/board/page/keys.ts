import type { RefObject } from "preact"
import { useEffect } from "preact/hooks"

/** Arrow keys on the grid: along a room's sessions, and to what is nearest in the room above or below. */

const stops = (row: Element): HTMLElement[] => [...row.querySelectorAll<HTMLElement>("button")]

const middle = (at: Element): number => {
  const { left, width } = at.getBoundingClientRect()
  return left + width / 2
}

export function useArrows(root: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const { current } = root
    const key = (event: KeyboardEvent): void => {
      const here = event.target instanceof HTMLElement ? event.target : null
      const row = here?.closest("[data-row]")
      if (!current || !here || !row || event.altKey || event.ctrlKey || event.metaKey) return
      const next = nextTo(here, row, [...current.querySelectorAll("[data-row]")], event.key)
      if (!next) return
      event.preventDefault()
      next.focus()
    }
    current?.addEventListener("keydown", key)
    return () => current?.removeEventListener("keydown", key)
  }, [root])
}

function nextTo(here: HTMLElement, row: Element, rows: readonly Element[], key: string): HTMLElement | undefined {
  const along = stops(row)
  if (key === "ArrowRight") return along[along.indexOf(here) + 1]
  if (key === "ArrowLeft") return along[along.indexOf(here) - 1]
  const other = rows[rows.indexOf(row) + (key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : Number.NaN)]
  if (!other) return undefined
  const [name, ...sessions] = stops(other)
  const nearest = sessions.sort((a, b) => Math.abs(middle(a) - middle(here)) - Math.abs(middle(b) - middle(here)))[0]
  return here === along[0] ? name : (nearest ?? name)
}
