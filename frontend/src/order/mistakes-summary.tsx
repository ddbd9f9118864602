/** The mistakes of a step in one place, each a link to its field. */
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorSummary } from '../ui/error-summary';
import { idOf } from './field-props';
import { labelOf } from './labels';

/** The summary; nothing where there is no mistake. */
export function MistakesSummary({
  mistakes,
}: {
  /** By the API's path of the field. */
  mistakes: ReadonlyMap<string, string>;
}): JSX.Element | null {
  const { t } = useTranslation('order');
  if (mistakes.size === 0) return null;
  return (
    <ErrorSummary
      items={[...mistakes].map(([path, detail]) => ({
        target: idOf(path),
        label: labelOf(path, t),
        detail,
      }))}
    />
  );
}
