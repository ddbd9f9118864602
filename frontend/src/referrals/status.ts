/** The colour that helps a status' word, and what has not begun. */
import type { StatusKind } from '../ui/status-tag';
import type { Status } from './fetch-referrals';

export const KIND: Readonly<Record<Status, StatusKind>> = {
  draft: 'neutral',
  awaiting_approval: 'warning',
  ordered: 'info',
  accepted: 'info',
  declined: 'error',
  started: 'success',
  completed: 'success',
  aborted: 'error',
  assessed: 'neutral',
};

/** Ordered, and the citizen may have still to acknowledge what is expected. */
export const NOT_STARTED: ReadonlySet<Status> = new Set(['ordered', 'accepted']);
