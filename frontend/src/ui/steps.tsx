/** A choice of a few steps in one small row of radio buttons, as for weights 0–3. */
import type { JSX } from 'react';

interface StepsProps {
  name: string;
  label: string;
  /** What each step means, by its number. */
  meanings: readonly string[];
  value: number;
  disabled?: string | undefined;
  onChange: (value: number) => void;
}

/** A row with the label to the left and the steps to the right; one tab stop, arrows choose. */
export function Steps({
  name,
  label,
  meanings,
  value,
  disabled,
  onChange,
}: StepsProps): JSX.Element {
  return (
    <fieldset className="steps" disabled={disabled !== undefined}>
      <legend className="steps-label">
        {label}
        {disabled !== undefined && <span className="steps-note">{disabled}</span>}
      </legend>
      <div className="steps-row">
        {meanings.map((meaning, step) => (
          <label key={meaning} className="steps-step">
            <input
              type="radio"
              name={name}
              value={step}
              checked={value === step}
              onChange={() => {
                onChange(step);
              }}
            />
            <span aria-hidden="true">{step}</span>
            <span className="sr-only">
              {step}, {meaning}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
