/** What every field has round it: label above, mistake between label and input. */
import type { JSX, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export interface FieldProps {
  id: string;
  label: string;
  error?: string | undefined;
  optional?: boolean;
}

/** The id of a field's message, for the input's `aria-describedby`. */
export function errorId(id: string): string {
  return `${id}-error`;
}

/** Label, message and the input given as child. */
export function Field({
  id,
  label,
  error,
  optional = false,
  children,
}: FieldProps & { children: ReactNode }): JSX.Element {
  const { t } = useTranslation();
  return (
    <div className={`form-group ${error === undefined ? '' : 'form-error'}`}>
      <label className="form-label" htmlFor={id}>
        {label}
        {optional && <span className="weight-normal"> {t('profile.optional')}</span>}
      </label>
      {error !== undefined && (
        <span className="form-error-message" id={errorId(id)}>
          {error}
        </span>
      )}
      {children}
    </div>
  );
}
