/** Asks once more before an act that others will see. */
import type { JSX, ReactNode } from 'react';
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
  return (
    <Dialog
      heading={heading}
      onClose={onCancel}
      actions={
        <>
          <Button kind={danger ? 'danger' : 'primary'} busy={busy} onClick={onConfirm}>
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
