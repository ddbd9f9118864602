/** A line of text that is handed on when the typist leaves it or presses Enter. */
import { useState, type JSX } from 'react';
import type { FieldProps } from './field';
import { TextField } from './text-field';

/** For choices that stand in the address: not every letter on the way is one. */
export function TypedField({
  value,
  onCommit,
  ...field
}: FieldProps & { value: string; onCommit: (value: string) => void }): JSX.Element {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setTyped(value);
  }
  const commit = (): void => {
    if (typed.trim() !== value) onCommit(typed.trim());
  };
  return (
    <TextField
      {...field}
      value={typed}
      maxLength={100}
      onChange={(event) => {
        setTyped(event.target.value);
      }}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        commit();
      }}
    />
  );
}
