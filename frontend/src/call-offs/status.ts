/** The colour that helps the word. */
import type { StatusKind } from '../ui/status-tag';
import type { Status } from './fetch-call-offs';

export const KIND: Readonly<Record<Status, StatusKind>> = {
  received: 'info',
  accepted: 'warning',
  started: 'success',
  ended: 'neutral',
  declined: 'error',
  cancelled: 'neutral',
};
