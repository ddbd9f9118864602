/** Whom the order is for: looked up with a purpose, named from memory, kept as an id alone. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { mistakesByField, problemOf, type Problem } from '../lib/problem';
import { Button } from '../ui/button';
import { RadioGroup } from '../ui/choice-groups';
import { ProblemNotice } from '../ui/problem-notice';
import { SelectField } from '../ui/select-field';
import { TextField } from '../ui/text-field';
import { findCitizens, nameOptions, type Found, type Purpose } from './fetch-order';
import { idOf } from './field-props';

const PURPOSES = ['visitation', 'follow_up', 'citizen_request'] as const satisfies Purpose[];

interface CitizenFieldProps {
  citizenId: string;
  mistake: string | undefined;
  onChoose: (citizenId: string) => void;
}

function LookUp({ mistake, onChoose }: Omit<CitizenFieldProps, 'citizenId'>): JSX.Element {
  const { t } = useTranslation('order');
  const queries = useQueryClient();
  const [typed, setTyped] = useState('');
  const [purpose, setPurpose] = useState<Purpose>('visitation');
  const [found, setFound] = useState<Found | null>(null);
  const [wrong, setWrong] = useState<string | undefined>(undefined);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const refuse = (why: string): void => {
    setWrong(why);
    document.getElementById(idOf('citizen_id'))?.focus();
  };
  const find = async (): Promise<void> => {
    setProblem(null);
    if (typed.trim() === '') {
      refuse(t('find_empty'));
      return;
    }
    setWrong(undefined);
    setBusy(true);
    try {
      setFound(await findCitizens(typed, purpose));
    } catch (error) {
      const raised = problemOf(error);
      const placed = [...mistakesByField(raised, ['cpr', 'name']).values()][0];
      if (placed === undefined) setProblem(raised);
      else refuse(placed);
      setFound(null);
    }
    setBusy(false);
  };
  return (
    <form
      className="citizen-look-up"
      onSubmit={(event) => {
        event.preventDefault();
        void find();
      }}
    >
      <TextField
        id={idOf('citizen_id')}
        label={t('look_up')}
        hint={t('look_up_hint')}
        error={wrong ?? (found === null ? mistake : undefined)}
        maxLength={100}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
        }}
      />
      <SelectField
        id={idOf('purpose_of_look_up')}
        label={t('purpose')}
        value={purpose}
        choices={PURPOSES.map((value) => ({ value, label: t(`purposes.${value}`) }))}
        onChange={(value) => {
          setPurpose(value as Purpose);
        }}
      />
      <Button type="submit" busy={busy}>
        {t('find')}
      </Button>
      {problem !== null && <ProblemNotice problem={problem} />}
      <div role="status">
        {found !== null && (
          <p>
            {found.items.length === 0 ? t('found_none') : t('found', { count: found.items.length })}
            {found.more && ` ${t('found_more')}`}
          </p>
        )}
      </div>
      {found !== null && found.items.length > 0 && (
        <RadioGroup
          id={idOf('found')}
          name="citizen"
          label={t('choose_citizen')}
          value=""
          choices={found.items.map(({ id, name, birth_year }) => ({
            value: id,
            label: name,
            hint: birth_year === null ? undefined : t('born', { year: birth_year }),
          }))}
          onChange={(id) => {
            const name = found.items.find((each) => each.id === id)?.name ?? '';
            queries.setQueryData(nameOptions(id).queryKey, name);
            onChoose(id);
          }}
        />
      )}
    </form>
  );
}

/** The citizen, or the look-up where there is none. */
export function CitizenField({ citizenId, mistake, onChoose }: CitizenFieldProps): JSX.Element {
  const { t } = useTranslation('order');
  const { data: name } = useQuery({ ...nameOptions(citizenId), enabled: citizenId !== '' });
  if (citizenId === '') return <LookUp mistake={mistake} onChoose={onChoose} />;
  return (
    <div className="citizen-chosen">
      <p>
        <span className="note">{t('citizen')}</span> <strong>{name ?? '…'}</strong>
      </p>
      <Button
        kind="quiet"
        onClick={() => {
          onChoose('');
        }}
      >
        {t('other_citizen')}
      </Button>
      {mistake !== undefined && (
        <p className="form-error-message" id={idOf('citizen_id')} tabIndex={-1}>
          {mistake}
        </p>
      )}
    </div>
  );
}
