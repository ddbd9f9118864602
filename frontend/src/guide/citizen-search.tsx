/** Looking a citizen up, by name or number and with a purpose, all of it in the request's body. */
import { useMutation } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { bodyOf, visitation } from '../api/client';
import { codedText } from '../lib/coded';
import type { Purpose } from '../lib/citizen-at-hand';
import { problemOf } from '../lib/problem';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ProblemNotice } from '../ui/problem-notice';
import { SelectField } from '../ui/select-field';
import { TextField } from '../ui/text-field';

const PURPOSES = [
  'visitation',
  'follow_up',
  'complaint',
  'inspection_of_case',
  'citizen_request',
] as const satisfies readonly Purpose[];
const SHORTEST = 2;
// A number as it is typed: the one thing that is not a name.
const NUMBER = /^\d{6}[- ]?\d{4}$/;

interface CitizenSearchProps {
  onChoose: (citizen: { id: string; name: string; purpose: Purpose }) => void;
  onClose: () => void;
}

/** The dialog. */
export function CitizenSearch({ onChoose, onClose }: CitizenSearchProps): JSX.Element {
  const { t } = useTranslation('guide');
  const [who, setWho] = useState('');
  const [purpose, setPurpose] = useState<Purpose>('visitation');
  const [short, setShort] = useState(false);
  const search = useMutation({
    mutationFn: async (typed: string) =>
      bodyOf(
        await visitation.POST('/v1/citizens/search', {
          body: NUMBER.test(typed) ? { cpr: typed, purpose } : { name: typed, purpose },
        }),
      ),
  });
  const found = search.data;
  return (
    <Dialog heading={t('citizen.title')} onClose={onClose}>
      <form
        className="citizen-search"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const typed = who.trim();
          setShort(typed.length < SHORTEST);
          if (typed.length >= SHORTEST && !search.isPending) search.mutate(typed);
        }}
      >
        <TextField
          id="citizen-who"
          label={t('citizen.who')}
          hint={t('citizen.who_hint')}
          error={short ? t('citizen.too_short') : undefined}
          value={who}
          maxLength={100}
          autoFocus
          onChange={(event) => {
            setWho(event.target.value);
          }}
        />
        <SelectField
          id="citizen-purpose"
          label={t('citizen.purpose')}
          hint={t('citizen.purpose_hint')}
          value={purpose}
          choices={PURPOSES.map((value) => ({ value, label: t(`citizen.purposes.${value}`) }))}
          onChange={(value) => {
            setPurpose(PURPOSES.find((known) => known === value) ?? 'visitation');
          }}
        />
        <p className="form-actions">
          <Button kind="primary" type="submit" icon="search" busy={search.isPending}>
            {t('citizen.search')}
          </Button>
        </p>
      </form>
      <div role="status">
        {found?.items.length === 0 && <p>{t('citizen.none')}</p>}
        {found?.more === true && <p>{t('citizen.more')}</p>}
      </div>
      {search.isError && <ProblemNotice problem={problemOf(search.error)} />}
      {found !== undefined && found.items.length > 0 && (
        <ul className="citizens no-max-width">
          {found.items.map(({ id, name, birth_year, target_group }) => (
            <li key={id}>
              <button
                type="button"
                className="citizen"
                onClick={() => {
                  onChoose({ id, name, purpose });
                }}
              >
                <span className="citizen-name">{name}</span>
                <span className="citizen-more">
                  {[
                    birth_year === null ? '' : t('citizen.born', { year: birth_year }),
                    target_group === null ? '' : codedText('target_group', target_group),
                  ]
                    .filter((part) => part !== '')
                    .join(' · ')}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
