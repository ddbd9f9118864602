/** One line of typed text. */
import type { ComponentProps, JSX } from 'react';
import { describedBy, Field, type FieldProps } from './field';

/** A labelled input. */
export function TextField({
  id,
  label,
  hint,
  error,
  optional = false,
  className = '',
  ...input
}: FieldProps & ComponentProps<'input'>): JSX.Element {
  return (
    <Field id={id} label={label} hint={hint} error={error} optional={optional}>
      <input
        type="text"
        autoComplete="off"
        {...input}
        id={id}
        className={`form-input ${className}`}
        aria-invalid={error !== undefined}
        aria-describedby={describedBy({ id, hint, error })}
      />
    </Field>
  );
}
