/** A bug to put into the product's own code, and the test that must fail for it. */
export type Bug = {
  name: string
  /** From the project's folder. */
  file: string
  /** What stands in the file exactly once, and what stands there instead. */
  from: string
  to: string
  test: string
  /** A part of the test's name, where the file has others that take long. */
  named?: string
  /** Only a Postgres shows it, where transactions run side by side. */
  postgres?: true
}
