/** The shape of the list while it is on its way, so that nothing jumps when it comes. */
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';

const ROWS = [1, 2, 3, 4, 5, 6];

/** Grey rows; screen readers hear one sentence. */
export function Skeleton(): JSX.Element {
  const { t } = useTranslation();
  return (
    <div className="skeleton">
      <p className="sr-only" role="status">
        {t('state.loading')}
      </p>
      <div aria-hidden="true">
        <div className="skeleton-title" />
        {ROWS.map((row) => (
          <div key={row} className="skeleton-row">
            <div className="skeleton-place" />
            <div className="skeleton-text">
              <div />
              <div />
            </div>
            <div className="skeleton-figure" />
            <div className="skeleton-figure" />
          </div>
        ))}
      </div>
    </div>
  );
}
