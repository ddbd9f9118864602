/** What stands in the place of content: on its way, nothing there, refused, and more to come. */
import type { JSX, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../lib/problem';
import { Button } from './button';
import { ProblemNotice } from './problem-notice';

const ROWS = [1, 2, 3, 4, 5, 6];

/** Grey rows in the shape of a list; screen readers hear one sentence. */
export function Loading({ rows = ROWS.length }: { rows?: number }): JSX.Element {
  const { t } = useTranslation();
  return (
    <div className="skeleton">
      <p className="sr-only" role="status">
        {t('state.loading')}
      </p>
      <div aria-hidden="true">
        {ROWS.slice(0, rows).map((row) => (
          <div key={row} className="skeleton-row">
            <div className="skeleton-place" />
            <div className="skeleton-text">
              <div />
              <div />
            </div>
            <div className="skeleton-figure" />
          </div>
        ))}
      </div>
    </div>
  );
}

/** Nothing to show: why, and what can be done. */
export function Empty({
  heading,
  children,
}: {
  heading: string;
  children?: ReactNode;
}): JSX.Element {
  return (
    <div className="empty">
      <h2 className="h3">{heading}</h2>
      {children}
    </div>
  );
}

/** A query that failed: the problem, and another try where one may help. */
export function Failed({
  error,
  onRetry,
}: {
  error: unknown;
  onRetry?: (() => void) | undefined;
}): JSX.Element {
  const problem = problemOf(error);
  // Trying again gives no rights and finds nothing that is not there.
  const final = problem.status === 403 || problem.status === 404;
  return final || onRetry === undefined ? (
    <ProblemNotice problem={problem} />
  ) : (
    <ProblemNotice problem={problem} onRetry={onRetry} />
  );
}

/** The rest of a long list, on request. */
export function MoreButton({
  busy,
  onMore,
  children,
}: {
  busy: boolean;
  onMore: () => void;
  children?: ReactNode;
}): JSX.Element {
  const { t } = useTranslation();
  return (
    <p className="more-button">
      <Button busy={busy} onClick={onMore} icon="chevron-down">
        {children ?? t('ui.more')}
      </Button>
    </p>
  );
}
