/** All mistakes of a form in one place, first on the page, each a link to its field. */
import type { JSX, MouseEvent, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { Alert } from './alert';

export interface SummaryItem {
  /** The id of the input to go to. */
  target: string;
  label: string;
  detail: string;
}

interface ErrorSummaryProps {
  items: readonly SummaryItem[];
  ref?: Ref<HTMLDivElement>;
  /** Called before focus moves, so that a closed form can be opened first. */
  onGo?: () => void;
}

/** The summary; takes focus itself only when the reader has asked for the answer. */
export function ErrorSummary({ items, ref, onGo }: ErrorSummaryProps): JSX.Element {
  const { t } = useTranslation();
  const go = (event: MouseEvent, target: string): void => {
    event.preventDefault();
    onGo?.();
    // The form may have been closed until this very moment; it is there after the next paint.
    requestAnimationFrame(() => document.getElementById(target)?.focus());
  };
  return (
    <div ref={ref} tabIndex={-1} className="error-summary">
      <Alert kind="error" heading={t('state.summary', { count: items.length })} urgent>
        <ul className="nobullet-list">
          {items.map((item) => (
            <li key={item.target}>
              <a
                href={`#${item.target}`}
                className="function-link"
                onClick={(event) => {
                  go(event, item.target);
                }}
              >
                {item.label}: {item.detail}
              </a>
            </li>
          ))}
        </ul>
      </Alert>
    </div>
  );
}
