import type { Step } from "../press.js"
import { commitsCourse } from "./course-step.js"

/** Does this step change something, so that the same delivery again must get the first answer? */
export const commits = (step: Step): boolean =>
  step.do === "book" ||
  step.do === "take" ||
  (step.do === "hand" && step.member !== undefined) ||
  step.do === "close" ||
  step.do === "agree" ||
  (step.do === "deny" && step.reason !== "why") ||
  step.do === "lift" ||
  (step.do === "lay" && step.sure !== undefined) ||
  commitsCourse(step) ||
  (step.do === "extend" && step.until !== undefined) ||
  (step.do === "cancel" && step.sure === true)
