/** A problem as a reader meets it: what happened, what to do now, and how to name it to support. */
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { remedy, type Problem } from '../lib/problem';
import { Alert } from './alert';
import { Icon } from './icon';

interface ProblemNoticeProps {
  problem: Problem;
  /** Ours when the problem's own title needs a frame; else its title stands alone. */
  heading?: string;
  /** Ours where more is known of the way on than the kind of problem tells. */
  next?: string | undefined;
  onRetry?: () => void;
}

/** Title, detail, next step and trace id of a problem, with a way to try again. */
export function ProblemNotice({
  problem,
  heading,
  next = remedy(problem),
  onRetry,
}: ProblemNoticeProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <Alert kind="error" heading={heading ?? problem.title} urgent>
      {heading !== undefined && heading !== problem.title && (
        <p className="alert-text weight-semibold">{problem.title}</p>
      )}
      {problem.detail !== '' && <p className="alert-text">{problem.detail}</p>}
      {problem.errors.length > 0 && (
        <ul>
          {problem.errors.map((mistake) => (
            <li key={`${mistake.pointer} ${mistake.code}`}>{mistake.detail}</li>
          ))}
        </ul>
      )}
      <p className="alert-text">
        <strong>{t('state.next')}</strong> {next}
      </p>
      {onRetry !== undefined && (
        <button type="button" className="button button-secondary" onClick={onRetry}>
          <Icon name="refresh" />
          {t('state.retry')}
        </button>
      )}
      {problem.traceId !== null && (
        <p className="trace">{t('state.trace', { id: problem.traceId })}</p>
      )}
    </Alert>
  );
}
