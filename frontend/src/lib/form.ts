/** The server's problems at a form's own fields. */
import type { FieldPath, FieldValues, UseFormSetError } from 'react-hook-form';
import { pathOf, type Problem } from './problem';

/**
 * Puts each mistake at the field that it points to, and gives back those that have none.
 *
 * `fieldOf` turns a path of the API (`targets.0.goal`) into the form's own name for it, or null.
 */
export function placeProblem<Values extends FieldValues>(
  problem: Problem,
  setError: UseFormSetError<Values>,
  fieldOf: (path: string) => FieldPath<Values> | null,
): Problem['errors'] {
  return problem.errors.filter((mistake) => {
    const field = fieldOf(pathOf(mistake.pointer));
    if (field === null) return true;
    setError(field, { type: mistake.code, message: mistake.detail });
    return false;
  });
}
