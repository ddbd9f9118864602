/** A small whole number, typed; handed on when the typist pauses, leaves the field or presses Enter. */
import { useEffect, useState, type JSX, type ReactNode } from 'react';
import { describedBy, Field, type FieldProps } from './field';

const PAUSE_MS = 600;

interface NumberFieldProps extends FieldProps {
  value: string;
  /** What it counts; a child stands in its place where that can be chosen. */
  unit?: string;
  children?: ReactNode;
  maxLength: number;
  /** `asked` is true when the typist pressed Enter and waits for an answer. */
  onCommit: (value: string, asked: boolean) => void;
}

/** A labelled text input for digits. What is typed is judged by the API, not here. */
export function NumberField({
  value,
  unit,
  children,
  maxLength,
  onCommit,
  ...field
}: NumberFieldProps): JSX.Element {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    // The address changed by another way (back, a link): the field follows it.
    setKnown(value);
    setTyped(value);
  }
  const text = typed.trim();

  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => {
      onCommit(text, false);
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [text, value, onCommit]);

  return (
    <Field {...field}>
      <div className="form-input-wrapper form-input-wrapper--suffix">
        <input
          id={field.id}
          className="form-input"
          type="text"
          inputMode="numeric"
          autoComplete="off"
          maxLength={maxLength}
          value={typed}
          aria-invalid={field.error !== undefined}
          aria-describedby={
            [describedBy(field), unit === undefined ? undefined : `${field.id}-unit`]
              .filter((id) => id !== undefined)
              .join(' ') || undefined
          }
          onChange={(event) => {
            setTyped(event.target.value);
          }}
          onBlur={() => {
            if (text !== value) onCommit(text, false);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            onCommit(text, true);
          }}
        />
        {unit !== undefined && (
          <span className="form-input-suffix" id={`${field.id}-unit`}>
            {unit}
          </span>
        )}
        {children}
      </div>
    </Field>
  );
}
