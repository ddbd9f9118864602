/** The design system's message box. */
import type { JSX, ReactNode } from 'react';
import { Icon } from './icon';

interface AlertProps {
  kind: 'info' | 'warning' | 'error';
  heading: string;
  children?: ReactNode;
  /** Read out when it appears; only for what the reader has to know now. */
  urgent?: boolean;
}

/** A message with a heading; give its own content as paragraphs. */
export function Alert({ kind, heading, children, urgent = false }: AlertProps): JSX.Element {
  return (
    <div className={`alert alert-${kind}`} role={urgent ? 'alert' : undefined}>
      <Icon name={kind} className="alert-icon" />
      <div className="alert-body">
        <h2 className="alert-heading">{heading}</h2>
        {children}
      </div>
    </div>
  );
}
