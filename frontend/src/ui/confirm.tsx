/** Asks once more before an act that others will see. */
import { useEffect, useRef, type JSX, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../lib/problem';
import { Button } from './button';
import { Dialog } from './dialog';
import { ProblemNotice } from './problem-notice';

interface ConfirmProps {
  heading: string;
  /** What happens, and whether it can be undone; fields where the act needs a word. */
  children: ReactNode;
  /** The act in its own words: »Afvis bestillingen«, not »OK«. */
  act: string;
  danger?: boolean;
  busy?: boolean;
  problem?: Problem | null;
  onConfirm: () => void;
  onCancel: () => void;
}

/** A dialog with the act, named, and a way back. */
export function Confirm({
  heading,
  children,
  act,
  danger = false,
  busy = false,
  problem = null,
  onConfirm,
  onCancel,
}: ConfirmProps): JSX.Element {
  const { t } = useTranslation();
  const asked = useRef<Element>(null);
  useEffect(() => {
    // After a press that was refused, here or by the API, the reader stands at the first mistake.
    if (busy) return;
    asked.current
      ?.querySelector<HTMLElement>('[aria-invalid="true"], .form-error fieldset')
      ?.focus();
    asked.current = null;
  });
  return (
    <Dialog
      heading={heading}
      onClose={onCancel}
      actions={
        <>
          <Button
            kind={danger ? 'danger' : 'primary'}
            busy={busy}
            onClick={(event) => {
              asked.current = event.currentTarget.closest('dialog');
              onConfirm();
            }}
          >
            {act}
          </Button>
          <Button onClick={onCancel}>{t('ui.cancel')}</Button>
        </>
      }
    >
      {problem !== null && <ProblemNotice problem={problem} />}
      {children}
    </Dialog>
  );
}
