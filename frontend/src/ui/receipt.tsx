/** What has been done: a box that stays until it is read, and a line that is spoken. */
import { useEffect, useRef, type JSX, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './icon';

/** The end of a longer task: what happened and what comes next. Takes focus when it appears. */
export function Receipt({
  heading,
  children,
}: {
  heading: string;
  children?: ReactNode;
}): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.focus();
  }, []);
  return (
    <div className="alert alert-success" ref={box} tabIndex={-1} role="status">
      <Icon name="success" className="alert-icon" />
      <div className="alert-body">
        <h2 className="alert-heading">{heading}</h2>
        {children}
      </div>
    </div>
  );
}

/** A short word that an act has been done; stays until it is closed or the next one comes. */
export function Toast({
  children,
  onClose,
}: {
  children: ReactNode;
  onClose: () => void;
}): JSX.Element {
  const { t } = useTranslation();
  return (
    <div className="toast-place" role="status">
      <div className="toast-box">
        <Icon name="success" />
        <div>{children}</div>
        <button type="button" className="tool" onClick={onClose}>
          <Icon name="close" />
          {t('ui.close')}
        </button>
      </div>
    </div>
  );
}
