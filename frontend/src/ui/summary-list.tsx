/** Names and what they stand for: an order before it is sent, a case at a glance. */
import type { JSX, ReactNode } from 'react';

/** The list. */
export function SummaryList({ children }: { children: ReactNode }): JSX.Element {
  return <dl className="summary-list">{children}</dl>;
}

/** One line of it; `change` is a link or button that leads to where it is changed. */
export function SummaryRow({
  name,
  children,
  change,
}: {
  name: string;
  children: ReactNode;
  change?: ReactNode;
}): JSX.Element {
  return (
    <div className="summary-row">
      <dt>{name}</dt>
      <dd className="summary-value">{children}</dd>
      {change !== undefined && <dd className="summary-change">{change}</dd>}
    </div>
  );
}
