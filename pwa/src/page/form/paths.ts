/* Answers by the paths the form engine speaks of, and where they stand on the page. */
export { answerAt, fieldAt, pathIn, rowsOf, spotOf, withAnswer } from "../../core/domain/forms/paths.ts"

/** The id of a field's control on the page. */
export const idOf = (path: string): string => `f-${path}`
