/** Several lines of typed text, with what is left of the room for them. */
import { useState, type ComponentProps, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { describedBy, Field, type FieldProps } from './field';

/** A labelled text area; counts down where it has a `maxLength`. */
export function TextArea({
  id,
  label,
  hint,
  error,
  optional = false,
  onChange,
  ...area
}: FieldProps & ComponentProps<'textarea'>): JSX.Element {
  const { t } = useTranslation();
  const { maxLength, value, defaultValue } = area;
  const given = value ?? defaultValue;
  const [typed, setTyped] = useState(typeof given === 'string' ? given.length : 0);
  const length = typeof value === 'string' ? value.length : typed;
  const described = [
    describedBy({ id, hint, error }),
    maxLength === undefined ? undefined : `${id}-left`,
  ];
  return (
    <Field id={id} label={label} hint={hint} error={error} optional={optional}>
      <textarea
        rows={4}
        {...area}
        id={id}
        className="form-input text-area"
        aria-invalid={error !== undefined}
        aria-describedby={described.filter(Boolean).join(' ') || undefined}
        onChange={(event) => {
          setTyped(event.target.value.length);
          onChange?.(event);
        }}
      />
      {maxLength !== undefined && (
        <span className="form-hint text-area-left" id={`${id}-left`}>
          {t('ui.characters_left', { count: Math.max(0, maxLength - length) })}
        </span>
      )}
    </Field>
  );
}
