/** Step 1: whom it is for, which cohort, and from when. */
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { addDays } from '../lib/days';
import { formatDate } from '../lib/format';
import { RadioGroup } from '../ui/choice-groups';
import { DateField } from '../ui/date-field';
import { Failed, Loading } from '../ui/states';
import { CitizenField } from './citizen-field';
import { withCitizen, type Offer, type OrderDraft } from './draft';
import { cohortsOptions, type Cohort } from './fetch-order';
import { idOf, type StepProps } from './field-props';

function Cohorts({
  offer,
  draft,
  mistakes,
  onChange,
}: StepProps & { offer: Offer }): JSX.Element | null {
  const { t } = useTranslation('order');
  const { data, error, refetch } = useQuery(cohortsOptions(offer.id));
  if (error !== null) return <Failed error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading rows={2} />;
  if (data.length === 0) return <p>{t('cohort_none')}</p>;
  const choose = (cohort: Cohort | undefined): void => {
    if (cohort === undefined) return;
    onChange({
      cohort_id: cohort.id,
      planned_starts_on: cohort.starts_on,
      planned_ends_on: cohort.ends_on,
    });
  };
  return (
    <RadioGroup
      id={idOf('cohort_id')}
      name="cohort"
      label={t('cohort')}
      error={mistakes.get('cohort_id')}
      value={draft.cohort_id}
      choices={data.map((cohort) => ({
        value: cohort.id,
        label: t('cohort_value', {
          name: cohort.name,
          from: formatDate(cohort.starts_on),
          to: formatDate(cohort.ends_on),
        }),
        hint:
          cohort.free_seats > 0
            ? t('cohort_seats', { count: cohort.free_seats })
            : t('cohort_full'),
        disabled: cohort.free_seats <= 0 && cohort.id !== draft.cohort_id,
      }))}
      onChange={(id) => {
        choose(data.find((cohort) => cohort.id === id));
      }}
    />
  );
}

/** An end follows from a start and the offer's length, until another is typed. */
function withStart(draft: OrderDraft, offer: Offer, startsOn: string): Partial<OrderDraft> {
  const weeks = offer.duration_weeks;
  const followed = (start: string): string =>
    weeks == null || !/^\d{4}-\d\d-\d\d$/.test(start) ? '' : addDays(start, weeks * 7 - 1);
  const isFollowed =
    draft.planned_ends_on === '' || draft.planned_ends_on === followed(draft.planned_starts_on);
  return {
    planned_starts_on: startsOn,
    ...(isFollowed ? { planned_ends_on: followed(startsOn) } : {}),
  };
}

/** The step. */
export function StepCitizen({ offer, ...step }: StepProps & { offer: Offer }): JSX.Element {
  const { t } = useTranslation('order');
  const { draft, mistakes, onChange } = step;
  return (
    <>
      <CitizenField
        citizenId={draft.citizen_id}
        mistake={mistakes.get('citizen_id')}
        onChoose={(id) => {
          onChange(withCitizen(draft, id));
        }}
      />
      {offer.intake === 'cohorts' ? (
        <Cohorts offer={offer} {...step} />
      ) : (
        <DateField
          id={idOf('planned_starts_on')}
          label={t('starts')}
          hint={t('starts_hint')}
          optional
          error={mistakes.get('planned_starts_on')}
          value={draft.planned_starts_on}
          onChange={(value) => {
            onChange(withStart(draft, offer, value));
          }}
        />
      )}
    </>
  );
}
