/** The guide: profile and weights at one side, at the other what is known of each offer. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { Guide } from '../api/answers';
import { codedText } from '../lib/coded';
import { formatInstant } from '../lib/format';
import { mistakesByField, problemOf, type Problem } from '../lib/problem';
import { Alert } from '../ui/alert';
import { ErrorSummary } from '../ui/error-summary';
import { Icon } from '../ui/icon';
import { ProblemNotice } from '../ui/problem-notice';
import { FiguresDate } from './figures-date';
import { guideOptions } from './fetch-guide';
import { inputId, ProfileForm } from './profile-form';
import {
  GUIDE_ORDER,
  parseWeights,
  PROFILE_FIELDS,
  writeWeights,
  type GuideSearch,
  type ProfileField,
} from './search';
import { Skeleton } from './skeleton';
import { WeightsForm } from './weights-form';

// Asked for at once, so that the list's code comes while its figures are being fetched.
const resultsCode = import('./results');
const Results = lazy(async () => {
  const { Results: results } = await resultsCode;
  return { default: results };
});

function Failure({ problem, onRetry }: { problem: Problem; onRetry: () => void }): JSX.Element {
  const { t } = useTranslation();
  const heading = problem.status === 403 ? t('state.forbidden_title') : t('state.error_title');
  // Trying again gives no rights.
  return problem.status === 403 ? (
    <ProblemNotice problem={problem} heading={heading} />
  ) : (
    <ProblemNotice problem={problem} heading={heading} onRetry={onRetry} />
  );
}

function Choose(): JSX.Element {
  const { t } = useTranslation();
  return (
    <div className="empty">
      <h2 className="h3">{t('state.choose_title')}</h2>
      <p>{t('state.choose_text')}</p>
    </div>
  );
}

function useSpoken(answer: Guide | undefined): string {
  const { t } = useTranslation();
  if (answer === undefined) return '';
  return t('guide.announce', {
    count: answer.ranked.length,
    few: t('guide.announce_few', { count: answer.too_few.length }),
  });
}

/** Says the profile in one line, for the phone's closed form and for print. */
function ProfileLine({ search }: { search: GuideSearch }): JSX.Element {
  const { t } = useTranslation();
  const parts = [
    search.target_group && codedText('target_group', search.target_group),
    search.match_group && codedText('match_group', search.match_group),
    search.age && t('profile.age_count', { value: search.age }),
    search.weeks_on_support && t('profile.weeks_count', { value: search.weeks_on_support }),
  ].filter((part) => part !== undefined && part !== '');
  return <p className="profile-line">{parts.join(' · ')}</p>;
}

/** The page at `/`. */
export function GuidePage(): JSX.Element {
  const { t } = useTranslation();
  const search = useSearch({ from: '/staff/guide' });
  const navigate = useNavigate({ from: '/guide' });
  const query = useQuery({ ...guideOptions(search), placeholderData: keepPreviousData });
  const chosen = search.target_group !== undefined;
  const [formOpen, setFormOpen] = useState(!chosen);
  const asked = useRef(false);
  const summary = useRef<HTMLDivElement>(null);

  const answer = chosen ? query.data : undefined;
  const problem = query.isError ? problemOf(query.error) : null;
  const mistakes = mistakesByField(problem, PROFILE_FIELDS);
  // A mistake is corrected in the form, which is therefore never folded away from it.
  const formShown = formOpen || mistakes.size > 0;
  const spoken = useSpoken(query.isPlaceholderData ? undefined : answer);
  const group =
    search.target_group === undefined ? null : codedText('target_group', search.target_group);

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
    if (field === 'target_group' && value !== '') setFormOpen(false);
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
          items={PROFILE_FIELDS.flatMap((field) => {
            const detail = mistakes.get(field);
            return detail === undefined
              ? []
              : [{ target: inputId(field), label: t(`profile.${field}`), detail }];
          })}
        />
      )}
      <div className="guide-head">
        <h1 className="guide-title">{t('guide.title')}</h1>
        {!chosen && <p className="guide-lead">{t('guide.lead')}</p>}
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
              <ProfileLine search={search} />
              <button
                type="button"
                className="tool"
                aria-expanded={formShown}
                aria-controls="guide-fields"
                onClick={() => {
                  setFormOpen(!formOpen);
                }}
              >
                <Icon name="tune" />
                {formShown ? t('profile.close') : t('profile.edit')}
              </button>
            </div>
          )}
          <div className="guide-fields" id="guide-fields">
            <ProfileForm search={search} mistakes={mistakes} onChange={changeProfile} />
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
          {!chosen && <Choose />}
          {chosen && query.isPending && <Skeleton />}
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
              <FiguresDate
                answer={answer}
                fetchedAt={query.isPlaceholderData ? null : query.dataUpdatedAt}
                refreshing={query.isFetching}
                onRefresh={retry}
              />
              <Suspense fallback={<Skeleton />}>
                <Results
                  answer={answer}
                  sort={search.sort}
                  onSort={(sort) => {
                    put({ sort: sort === GUIDE_ORDER ? '' : sort }, true);
                  }}
                />
              </Suspense>
            </div>
          )}
        </div>
      </div>
    </>
  );
}
