/** The pages of one part, beside each other; give it the router's links. */
import type { JSX, ReactNode } from 'react';

/** A row of links; the router marks the present one with `aria-current`. */
export function SubNavigation({
  label,
  children,
}: {
  label: string;
  children: readonly ReactNode[];
}): JSX.Element {
  return (
    <nav className="sub-navigation" aria-label={label}>
      <ul className="no-max-width">
        {children.map((link, index) => (
          <li key={index}>{link}</li>
        ))}
      </ul>
    </nav>
  );
}
