/** The head of a page: what it is, in the window's title too, and what can be done from it. */
import { useEffect, type JSX, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface PageHeadProps {
  title: string;
  lead?: ReactNode;
  /** A way back, as a link. */
  back?: ReactNode;
  /** Buttons and links at the right. */
  actions?: ReactNode;
  /** The window's title, where the page's own says too little. */
  windowTitle?: string;
}

/** Moves the reader to the page's heading after an act whose button is gone with it. */
export function focusTitle(): void {
  // The dialog in which it was done gives focus back first.
  requestAnimationFrame(() => document.getElementById('page-title')?.focus());
}

/** The page's heading; takes focus after a step or an act, so that readers know where they are. */
export function PageHead({
  title,
  lead,
  back,
  actions,
  windowTitle = title,
}: PageHeadProps): JSX.Element {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${windowTitle} – ${t('app.name')}`;
  }, [windowTitle, t]);
  return (
    <div className="page-head">
      {back !== undefined && <p className="page-back">{back}</p>}
      <div className="page-head-line">
        <h1 className="page-title" id="page-title" tabIndex={-1}>
          {title}
        </h1>
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </div>
      {lead !== undefined && <p className="page-lead">{lead}</p>}
    </div>
  );
}
