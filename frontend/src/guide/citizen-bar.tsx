/** The citizen at hand, in one slim line that stays in sight from the guide to the order. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { codedText } from '../lib/coded';
import {
  putCitizenAway,
  takeCitizen,
  useCitizenAtHand,
  type CitizenAtHand,
} from '../lib/citizen-at-hand';
import { problemOf } from '../lib/problem';
import { Button } from '../ui/button';
import { ProblemNotice } from '../ui/problem-notice';
import { CitizenSearch } from './citizen-search';
import { citizenOptions, citizenProfileOptions } from './fetch-guide';
import type { GuideSearch } from './search';

/** The profile of the citizen at hand, as the guide is asked with it; null without a citizen. */
export function useCitizenProfile(): GuideSearch | null {
  const citizen = useCitizenAtHand();
  const { data } = useQuery({
    ...citizenProfileOptions(citizen?.id ?? '', citizen?.purpose ?? 'visitation'),
    enabled: citizen !== null,
  });
  if (citizen === null) return null;
  const profile: GuideSearch = {};
  if (data?.target_group) profile.target_group = data.target_group;
  if (data?.match_group) profile.match_group = data.match_group;
  if (typeof data?.age === 'number') profile.age = String(data.age);
  if (typeof data?.weeks_on_support === 'number') {
    profile.weeks_on_support = String(data.weeks_on_support);
  }
  return profile;
}

function Bar({ citizen, onSearch }: { citizen: CitizenAtHand; onSearch: () => void }): JSX.Element {
  const { t } = useTranslation('guide');
  const profile = useQuery(citizenProfileOptions(citizen.id, citizen.purpose));
  const named = useQuery({
    ...citizenOptions(citizen.id, citizen.purpose),
    enabled: citizen.name === null,
  });
  const name = named.data?.name;
  useEffect(() => {
    if (citizen.name === null && name !== undefined) takeCitizen({ ...citizen, name });
  }, [citizen, name]);
  const data = profile.data;
  const facts =
    data === undefined
      ? []
      : [
          data.target_group === null ? '' : codedText('target_group', data.target_group),
          data.match_group === null ? '' : codedText('match_group', data.match_group),
          data.age === null ? '' : t('profile.age_count', { value: data.age }),
          data.weeks_on_support === null
            ? t('citizen.weeks_unknown')
            : t('profile.weeks_count', {
                count: data.weeks_on_support,
                value: data.weeks_on_support,
              }),
        ].filter((fact) => fact !== '');
  return (
    <div className="citizen-bar">
      <p className="citizen-bar-who">
        {t('citizen.bar')}: <strong>{citizen.name ?? t('citizen.unnamed')}</strong>
        {facts.length > 0 && <span className="citizen-bar-facts">{facts.join(' · ')}</span>}
      </p>
      <div className="citizen-bar-acts">
        <Button kind="quiet" icon="search" onClick={onSearch}>
          {t('citizen.other')}
        </Button>
        <Button kind="quiet" icon="close" onClick={putCitizenAway}>
          {t('citizen.remove')}
        </Button>
      </div>
      {profile.isError && <ProblemNotice problem={problemOf(profile.error)} />}
    </div>
  );
}

/** The bar where there is a citizen, the way to one where there is none. */
export function CitizenBar(): JSX.Element {
  const { t } = useTranslation('guide');
  const citizen = useCitizenAtHand();
  const [searching, setSearching] = useState(false);
  return (
    <>
      {citizen === null ? (
        <Button
          icon="search"
          onClick={() => {
            setSearching(true);
          }}
        >
          {t('citizen.find')}
        </Button>
      ) : (
        <Bar
          citizen={citizen}
          onSearch={() => {
            setSearching(true);
          }}
        />
      )}
      {searching && (
        <CitizenSearch
          onClose={() => {
            setSearching(false);
          }}
          onChoose={(chosen) => {
            takeCitizen(chosen);
            setSearching(false);
          }}
        />
      )}
    </>
  );
}
