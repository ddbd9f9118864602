/** A date as people here type it: 31.12.2026, 31-12-26 or 31/12. */
import type { JSX } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDate } from '../lib/format';
import { parseDate } from '../lib/typed-date';
import { describedBy, Field, type FieldProps } from './field';

interface DateFieldProps extends FieldProps {
  /** ISO 8601, or what was typed where that is no date; empty for none. */
  value: string;
  /** Gets ISO 8601 where what was typed is a date, otherwise the text itself to be refused. */
  onChange?: (value: string) => void;
  /** The same, once the typist has left the field or pressed Enter. */
  onCommit?: (value: string) => void;
  onBlur?: () => void;
}

/** A labelled date; written out as dd.mm.åååå when the typist leaves it. */
export function DateField({
  value,
  onChange,
  onCommit,
  onBlur,
  ...field
}: DateFieldProps): JSX.Element {
  const { t } = useTranslation();
  const written = /^\d{4}-\d\d-\d\d$/.test(value) ? formatDate(value) : value;
  const [typed, setTyped] = useState(written);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    // Changed by something other than typing, such as a draft: the field follows it.
    setKnown(value);
    if (parseDate(typed) !== value) setTyped(written);
  }
  const commit = (): void => {
    const date = parseDate(typed);
    if (date !== null) setTyped(formatDate(date));
    const read = date ?? typed.trim();
    if (onCommit !== undefined && read !== value) onCommit(read);
  };
  return (
    <Field {...field}>
      <input
        id={field.id}
        type="text"
        className="form-input input-char-11"
        inputMode="numeric"
        autoComplete="off"
        placeholder={t('ui.date_pattern')}
        maxLength={10}
        value={typed}
        aria-invalid={field.error !== undefined}
        aria-describedby={describedBy(field)}
        onChange={(event) => {
          setTyped(event.target.value);
          if (onChange === undefined) return;
          const read = parseDate(event.target.value) ?? event.target.value.trim();
          setKnown(read);
          onChange(read);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || onCommit === undefined) return;
          event.preventDefault();
          commit();
        }}
        onBlur={() => {
          commit();
          onBlur?.();
        }}
      />
    </Field>
  );
}
