/** Choosing one of a few, or several, all of them in sight. */
import type { ComponentProps, JSX, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { describedBy, FieldNotes, type FieldProps } from './field';

export interface GroupChoice {
  value: string;
  label: string;
  hint?: string | undefined;
  disabled?: boolean;
}

function Group({
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
      <fieldset id={id} tabIndex={-1} aria-describedby={describedBy({ id, hint, error })}>
        <legend className="form-label">
          {label}
          {optional && <span className="weight-normal"> {t('ui.optional')}</span>}
        </legend>
        <FieldNotes id={id} hint={hint} error={error} />
        {children}
      </fieldset>
    </div>
  );
}

function Option({
  id,
  choice,
  kind,
  ...input
}: {
  id: string;
  choice: GroupChoice;
  kind: 'radio' | 'checkbox';
} & ComponentProps<'input'>): JSX.Element {
  return (
    <div className={`form-group-${kind}`}>
      <input
        {...input}
        type={kind}
        id={id}
        className={`form-${kind}`}
        value={choice.value}
        disabled={choice.disabled}
        aria-describedby={choice.hint === undefined ? undefined : `${id}-hint`}
      />
      <label htmlFor={id}>{choice.label}</label>
      {choice.hint !== undefined && (
        <span className="form-hint" id={`${id}-hint`}>
          {choice.hint}
        </span>
      )}
    </div>
  );
}

/** One of a few. */
export function RadioGroup({
  name,
  value,
  choices,
  onChange,
  ...field
}: FieldProps & {
  name: string;
  value: string;
  choices: readonly GroupChoice[];
  onChange: (value: string) => void;
}): JSX.Element {
  return (
    <Group {...field}>
      {choices.map((choice) => (
        <Option
          key={choice.value}
          id={`${field.id}-${choice.value}`}
          kind="radio"
          name={name}
          choice={choice}
          checked={value === choice.value}
          onChange={() => {
            onChange(choice.value);
          }}
        />
      ))}
    </Group>
  );
}

/** Any number of a few. */
export function CheckboxGroup({
  values,
  choices,
  onChange,
  ...field
}: FieldProps & {
  values: readonly string[];
  choices: readonly GroupChoice[];
  onChange: (values: string[]) => void;
}): JSX.Element {
  return (
    <Group {...field}>
      {choices.map((choice) => (
        <Option
          key={choice.value}
          id={`${field.id}-${choice.value}`}
          kind="checkbox"
          choice={choice}
          checked={values.includes(choice.value)}
          onChange={(event) => {
            onChange(
              event.target.checked
                ? [...values, choice.value]
                : values.filter((value) => value !== choice.value),
            );
          }}
        />
      ))}
    </Group>
  );
}

/** A single yes. */
export function Checkbox({
  id,
  label,
  hint,
  error,
  ...input
}: FieldProps & ComponentProps<'input'>): JSX.Element {
  return (
    <div className={`form-group ${error === undefined ? '' : 'form-error'}`}>
      <FieldNotes id={id} hint={undefined} error={error} />
      <div className="form-group-checkbox">
        <input
          {...input}
          type="checkbox"
          id={id}
          className="form-checkbox"
          aria-invalid={error !== undefined}
          aria-describedby={describedBy({ id, hint, error })}
        />
        <label htmlFor={id}>{label}</label>
        {hint !== undefined && (
          <span className="form-hint" id={`${id}-hint`}>
            {hint}
          </span>
        )}
      </div>
    </div>
  );
}
