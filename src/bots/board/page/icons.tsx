/** Drawn in the colour of the text beside them; what they mean is said there too. */

const paths = {
  tick: "M5 12.5l4.5 4.5L19 7.5",
  late: "M12 7v6m0 4v.5M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
  due: "M12 7v5l3 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
  missed: "M6 6l12 12M18 6L6 18",
  left: "M15 5l-7 7 7 7",
  right: "M9 5l7 7-7 7",
  close: "M6 6l12 12M18 6L6 18",
  leave: "M14 4H6v16h8M10 12h10m-4-4 4 4-4 4",
  globe: "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0zm0 0h18M12 3c-6 6-6 12 0 18 6-6 6-12 0-18z",
  plus: "M12 5v14M5 12h14",
  out: "M7 17L17 7M9 7h8v8",
  back: "M17 7L7 17m8 0H7V9",
  course: "M3 9l9-4 9 4-9 4zM7 11v5c2 2 8 2 10 0v-5",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
} as const

export const Icon = ({ is }: { is: keyof typeof paths }) => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d={paths[is]} />
  </svg>
)
