/** The guide: profile and weights at one side, at the other what is known of each offer. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { Guide } from '../api/answers';
import { codedText } from '../lib/coded';
import { formatInstant } from '../lib/format';
import { mistakesByField, problemOf, type Problem } from '../lib/problem';
import { Alert } from '../ui/alert';
import { ErrorSummary } from '../ui/error-summary';
import { Icon } from '../ui/icon';
import { ProblemNotice } from '../ui/problem-notice';
import { useRight } from '../session/use-session';
import { Alike } from './alike';
import { CitizenBar, useCitizenProfile } from './citizen-bar';
import { ComparingBar } from './comparing-bar';
import { guideOptions } from './fetch-guide';
import { FiguresDate } from './figures-date';
import { filterId, FiltersForm } from './filters-form';
import { inputId, ProfileForm } from './profile-form';
import { Results } from './results';
import {
  filterCount,
  FILTERS,
  GUIDE_ORDER,
  listed,
  parseWeights,
  PROFILE_FIELDS,
  withProfile,
  writeWeights,
  type GuideSearch,
  type ProfileField,
} from './search';
import { Loading } from '../ui/states';
import './texts';
import { WeightsForm } from './weights-form';

function Failure({ problem, onRetry }: { problem: Problem; onRetry: () => void }): JSX.Element {
  const { t } = useTranslation('guide');
  const heading = problem.status === 403 ? t('state.forbidden_title') : t('state.error_title');
  // Trying again gives no rights.
  return problem.status === 403 ? (
    <ProblemNotice problem={problem} heading={heading} />
  ) : (
    <ProblemNotice problem={problem} heading={heading} onRetry={onRetry} />
  );
}

function Choose(): JSX.Element {
  const { t } = useTranslation('guide');
  return (
    <div className="empty">
      <h2 className="h3">{t('state.choose_title')}</h2>
      <p>{t('state.choose_text')}</p>
    </div>
  );
}

function NoTargetGroup(): JSX.Element {
  const { t } = useTranslation('guide');
  return (
    <div className="empty">
      <h2 className="h3">{t('citizen.no_target_group_title')}</h2>
      <p>{t('citizen.no_target_group_text')}</p>
    </div>
  );
}

function useSpoken(answer: Guide | undefined): string {
  const { t } = useTranslation('guide');
  if (answer === undefined) return '';
  return t('guide.announce', {
    count: answer.ranked.length,
    few: t('guide.announce_few', { count: answer.too_few.length }),
  });
}

/** Says the profile in one line, for the phone's closed form and for print. */
function ProfileLine({ search }: { search: GuideSearch }): JSX.Element {
  const { t } = useTranslation('guide');
  const parts = [
    search.target_group && codedText('target_group', search.target_group),
    search.match_group && codedText('match_group', search.match_group),
    search.age && t('profile.age_count', { value: search.age }),
    search.weeks_on_support &&
      t('profile.weeks_count', {
        count: Number(search.weeks_on_support),
        value: search.weeks_on_support,
      }),
    filterCount(search) > 0 && t('filters.title_count', { count: filterCount(search) }),
  ].filter((part) => typeof part === 'string' && part !== '');
  return <p className="profile-line">{parts.join(' · ')}</p>;
}

/** What the guide is asked with: the address, and the profile of the citizen at hand over it. */
function useAsked(): { search: GuideSearch; asked: GuideSearch; profile: GuideSearch | null } {
  const search = useSearch({ from: '/staff/guide' });
  const profile = useCitizenProfile();
  return { search, asked: withProfile(search, profile), profile };
}

/** The page `/guide`. */
export function GuidePage(): JSX.Element {
  const { t } = useTranslation('guide');
  const { search, asked: chosenNow, profile } = useAsked();
  const ofCitizen = profile !== null;
  const navigate = useNavigate({ from: '/guide' });
  const query = useQuery({ ...guideOptions(chosenNow), placeholderData: keepPreviousData });
  const chosen = chosenNow.target_group !== undefined;
  const mayLookUp = useRight('citizens.read');
  const mayOrder = useRight('referrals.write');
  const comparing = listed(search.compare);
  const [formOpen, setFormOpen] = useState<boolean | null>(null);
  const asked = useRef(false);
  const summary = useRef<HTMLDivElement>(null);

  const answer = chosen ? query.data : undefined;
  const problem = query.isError ? problemOf(query.error) : null;
  const mistakes = mistakesByField(problem, [...PROFILE_FIELDS, ...FILTERS]);
  // A mistake is corrected in the form, which is therefore never folded away from it.
  const formShown = (formOpen ?? !chosen) || mistakes.size > 0;
  const spoken = useSpoken(query.isPlaceholderData ? undefined : answer);
  const group =
    ofCitizen || search.target_group === undefined
      ? null
      : codedText('target_group', search.target_group);

  useEffect(() => {
    document.title =
      group === null
        ? `${t('guide.title')} · ${t('app.name')}`
        : t('guide.document_title', { group });
  }, [group, t]);

  useEffect(() => {
    // Only the reader who pressed Enter is moved to the mistakes; a typist is left where they are.
    if (mistakes.size > 0 && asked.current) summary.current?.focus();
    if (!query.isFetching) asked.current = false;
  }, [mistakes.size, query.isFetching]);

  const put = (changes: GuideSearch, replace: boolean): void => {
    void navigate({
      search: (before) => ({ ...before, ...changes }),
      replace,
      resetScroll: false,
    });
  };
  const changeProfile = (field: ProfileField, value: string, pressed: boolean): void => {
    asked.current = pressed;
    put({ [field]: value }, field === 'age' || field === 'weeks_on_support');
    if (field === 'target_group' && value !== '') setFormOpen(null);
  };
  const retry = (): void => {
    void query.refetch();
  };
  const weights =
    search.weights === undefined ? (answer?.weights ?? {}) : parseWeights(search.weights);

  return (
    <>
      {mistakes.size > 0 && (
        <ErrorSummary
          ref={summary}
          onGo={() => {
            setFormOpen(true);
          }}
          items={[
            ...PROFILE_FIELDS.flatMap((field) => {
              const detail = mistakes.get(field);
              return detail === undefined
                ? []
                : [{ target: inputId(field), label: t(`profile.${field}`), detail }];
            }),
            ...FILTERS.flatMap((filter) => {
              const detail = mistakes.get(filter);
              return detail === undefined
                ? []
                : [{ target: filterId(filter), label: t(`filters.${filter}`), detail }];
            }),
          ]}
        />
      )}
      <div className={`guide-head ${chosen ? 'guide-head--chosen' : ''}`}>
        <div>
          <h1 className="guide-title">{t('guide.title')}</h1>
          {!chosen && <p className="guide-lead">{t('guide.lead')}</p>}
        </div>
        {mayLookUp && <CitizenBar />}
      </div>
      <div className={`guide ${formShown ? '' : 'guide--form-closed'}`}>
        <form
          className="guide-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
          }}
        >
          {chosen && (
            <div className="guide-form-line">
              {!ofCitizen && <ProfileLine search={chosenNow} />}
              <button
                type="button"
                className="tool"
                aria-expanded={formShown}
                aria-controls="guide-fields"
                onClick={() => {
                  setFormOpen(!formShown);
                }}
              >
                <Icon name="tune" />
                {formShown ? t('profile.close') : t('profile.edit')}{' '}
                {ofCitizen ? (
                  t('profile.form_of_citizen')
                ) : (
                  <span className="sr-only">{t('profile.form')}</span>
                )}
              </button>
            </div>
          )}
          <div className="guide-fields" id="guide-fields">
            {!ofCitizen && (
              <ProfileForm search={search} mistakes={mistakes} onChange={changeProfile} />
            )}
            {chosen && (
              <FiltersForm
                search={search}
                mistakes={mistakes}
                onChange={(changes) => {
                  put(changes, true);
                }}
              />
            )}
            {(answer !== undefined || search.weights !== undefined) && (
              <WeightsForm
                weights={weights}
                own={search.weights !== undefined}
                indicators={answer?.indicators ?? []}
                onChange={(changed) => {
                  put({ weights: writeWeights(changed) }, true);
                }}
                onReset={() => {
                  put({ weights: '' }, true);
                }}
              />
            )}
          </div>
        </form>
        <div className="guide-results" id="offers" aria-busy={query.isFetching}>
          <p className="sr-only" role="status">
            {spoken}
          </p>
          {!chosen && !ofCitizen && <Choose />}
          {!chosen && profile?.age !== undefined && <NoTargetGroup />}
          {chosen && query.isPending && <Loading />}
          {problem !== null && mistakes.size === 0 && answer === undefined && (
            <Failure problem={problem} onRetry={retry} />
          )}
          {problem !== null && answer !== undefined && (
            <Alert kind="warning" heading={t('state.stale_title')} urgent>
              <p className="alert-text">
                {t('state.stale_text', { time: formatInstant(query.dataUpdatedAt) })}{' '}
                {problem.detail}
              </p>
            </Alert>
          )}
          {answer !== undefined && (
            <div className={query.isPlaceholderData ? 'waiting' : undefined}>
              <Results
                answer={answer}
                filtered={filterCount(search) > 0}
                comparing={comparing}
                mayOrder={mayOrder}
                onCompare={(ids) => {
                  put({ compare: ids.join(',') }, true);
                }}
                sort={search.sort}
                onSort={(sort) => {
                  put({ sort: sort === GUIDE_ORDER ? '' : sort }, true);
                }}
              >
                <FiguresDate
                  answer={answer}
                  fetchedAt={query.isPlaceholderData ? null : query.dataUpdatedAt}
                  refreshing={query.isFetching}
                  onRefresh={retry}
                />
                <Alike search={chosenNow} />
              </Results>
            </div>
          )}
        </div>
      </div>
      <ComparingBar
        chosen={comparing}
        search={search}
        onClear={() => {
          put({ compare: '' }, true);
        }}
      />
    </>
  );
}
