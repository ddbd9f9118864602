/** Where a thing stands, in one word; the word says it, the colour only helps. */
import type { JSX } from 'react';

export type StatusKind = 'neutral' | 'info' | 'success' | 'warning' | 'error';

/** A status as the design system's badge. */
export function StatusTag({
  kind = 'neutral',
  children,
}: {
  kind?: StatusKind;
  children: string;
}): JSX.Element {
  return (
    <span className={`badge status ${kind === 'neutral' ? 'status-neutral' : `badge-${kind}`}`}>
      {children}
    </span>
  );
}
