/** A choice among few, as the browser's own list. */
import type { JSX } from 'react';
import { describedBy, Field, type FieldProps } from './field';

export interface Choice {
  value: string;
  label: string;
}

interface SelectFieldProps extends FieldProps {
  value: string;
  choices: readonly Choice[];
  onChange: (value: string) => void;
}

/** A labelled select; an empty value is the first choice given. */
export function SelectField({ value, choices, onChange, ...field }: SelectFieldProps): JSX.Element {
  return (
    <Field {...field}>
      <select
        id={field.id}
        className="form-select"
        value={value}
        aria-invalid={field.error !== undefined}
        aria-describedby={describedBy(field)}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </Field>
  );
}
