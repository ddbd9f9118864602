/** What every field has round it: label above, hint and mistake between label and input. */
import type { JSX, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export interface FieldProps {
  id: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  optional?: boolean;
}

/** The id of a field's message, for the input's `aria-describedby`. */
function errorId(id: string): string {
  return `${id}-error`;
}

/** What an input is described by: its mistake first, then its hint. */
export function describedBy({
  id,
  hint,
  error,
}: Pick<FieldProps, 'id' | 'hint' | 'error'>): string | undefined {
  const ids = [error === undefined ? '' : errorId(id), hint === undefined ? '' : `${id}-hint`];
  return ids.filter((each) => each !== '').join(' ') || undefined;
}

/** Hint and mistake, in the order in which they are read. */
export function FieldNotes({
  id,
  hint,
  error,
}: Pick<FieldProps, 'id' | 'hint' | 'error'>): JSX.Element {
  return (
    <>
      {hint !== undefined && (
        <span className="form-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {error !== undefined && (
        <span className="form-error-message" id={errorId(id)}>
          {error}
        </span>
      )}
    </>
  );
}

/** Label, message and the input given as child. */
export function Field({
  id,
  label,
  hint,
  error,
  optional = false,
  children,
}: FieldProps & { children: ReactNode }): JSX.Element {
  const { t } = useTranslation();
  return (
    <div className={`form-group ${error === undefined ? '' : 'form-error'}`}>
      <label className="form-label" htmlFor={id}>
        {label}
        {optional && <span className="weight-normal"> {t('ui.optional')}</span>}
      </label>
      <FieldNotes id={id} hint={hint} error={error} />
      {children}
    </div>
  );
}
