/** The browser's own dialog: it keeps the focus, and Escape closes it. */
import { useId, useLayoutEffect, useRef, type JSX, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './icon';

interface DialogProps {
  heading: string;
  children: ReactNode;
  /** The buttons, the one that goes on first. */
  actions?: ReactNode;
  /** Without it the dialog cannot be left but by its own buttons. */
  onClose?: (() => void) | undefined;
  /** A wide dialog, for tables. */
  wide?: boolean;
}

/** A dialog that is open for as long as it is on the page. */
export function Dialog({
  heading,
  children,
  actions,
  onClose,
  wide = false,
}: DialogProps): JSX.Element {
  const { t } = useTranslation();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  // Before the paint, and closed while it is still on the page: then focus goes back to the button.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element?.open === false) element.showModal();
    return () => {
      element?.close();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={`dialog ${wide ? 'dialog--wide' : ''}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
      onKeyDown={(event) => {
        // The browser lets a second Escape through; a dialog without a way out has none.
        if (event.key === 'Escape' && onClose === undefined) event.preventDefault();
      }}
    >
      <div className="dialog-head">
        <h2 className="dialog-title" id={id} tabIndex={-1} autoFocus>
          {heading}
        </h2>
        {onClose !== undefined && (
          <button type="button" className="tool" onClick={onClose}>
            <Icon name="close" />
            {t('ui.close')}
          </button>
        )}
      </div>
      <div className="dialog-body">{children}</div>
      {actions !== undefined && <div className="dialog-actions button-group">{actions}</div>}
    </dialog>
  );
}
