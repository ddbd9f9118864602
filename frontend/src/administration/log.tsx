/** The log of who has seen and changed what: looked through, and taken along as a file. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState, type JSX, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { downloadCsv, toCsv } from '../lib/csv';
import { formatInstant, today } from '../lib/format';
import { mistakesByField, problemOf } from '../lib/problem';
import { parseDate } from '../lib/typed-date';
import { Alert } from '../ui/alert';
import { Button } from '../ui/button';
import type { TableColumn } from '../ui/data-table';
import { DateField } from '../ui/date-field';
import { SelectField } from '../ui/select-field';
import { Empty, Failed, Loading, MoreButton } from '../ui/states';
import { TextField } from '../ui/text-field';
import { logOptions, type Found, type Line } from './api';
import { NOTHING_ASKED, searchOf, type Asked } from './log-search';
import { useWords } from './words';

const DataTable = lazy(async () => {
  const { DataTable: table } = await import('../ui/data-table');
  return { default: table<Line> };
});

const PURPOSES = [
  'visitation',
  'follow_up',
  'complaint',
  'inspection_of_case',
  'citizen_request',
  'system',
] as const;
const SERVICES = ['gateway', 'visitation', 'contracts', 'surveys', 'effects'];
const FIELDS = ['subject', 'actor', 'act', 'since', 'until'];
const NEWEST = { by: 'at', descending: true };

function useColumns(): TableColumn<Line>[] {
  const { t } = useTranslation('administration');
  const words = useWords();
  return useMemo(
    () => [
      { id: 'at', header: t('when'), cell: ({ at }) => formatInstant(at) },
      {
        id: 'who',
        header: t('who'),
        cell: (line) => (
          <>
            <span className="breaks">{line.actor}</span>
            <span className="note">
              {[words.kind(line.actor_kind), line.organisation].filter(Boolean).join(', ')}
            </span>
          </>
        ),
      },
      {
        id: 'what',
        header: t('what'),
        cell: ({ act, service }) => (
          <>
            {words.right(act)}
            <span className="note">
              <code>{act}</code> · {service}
            </span>
          </>
        ),
      },
      { id: 'why', header: t('why'), cell: ({ purpose }) => words.purpose(purpose) },
      {
        id: 'whom',
        header: t('whom'),
        cell: ({ subjects, criterion }) => (
          <>
            {subjects.length === 0 ? (
              t('nobody')
            ) : subjects.length === 1 ? (
              <code className="breaks">{subjects[0]}</code>
            ) : (
              t('subjects', { count: subjects.length })
            )}
            {criterion !== null && (
              <span className="note breaks">
                {t('criterion')}: {words.criterion(criterion)}
              </span>
            )}
          </>
        ),
      },
    ],
    [t, words],
  );
}

/** What the reader must know of the logs before trusting that nothing is missing. */
function Wholeness({ found }: { found: Found }): JSX.Element {
  const { t } = useTranslation('administration');
  const broken = found.sources.filter(({ breaks }) => breaks.length > 0);
  return (
    <>
      {broken.length > 0 && (
        <Alert kind="error" heading={t('breaks')}>
          <p className="alert-text">
            {t('breaks_text', { services: broken.map(({ service }) => service).join(', ') })}
          </p>
        </Alert>
      )}
      {found.ends_early.length > 0 && (
        <Alert kind="warning" heading={t('ends_early')}>
          <p className="alert-text">
            {t('ends_early_text', { services: found.ends_early.join(', ') })}
          </p>
        </Alert>
      )}
    </>
  );
}

function SearchForm({
  mistakes,
  onSearch,
}: {
  mistakes: ReadonlyMap<string, string>;
  onSearch: (asked: Asked) => void;
}): JSX.Element {
  const { t } = useTranslation('administration');
  const [asked, setAsked] = useState(NOTHING_ASKED);
  const [lacks, setLacks] = useState<ReadonlyMap<string, string>>(new Map());
  const put = (changes: Partial<Asked>): void => {
    setAsked({ ...asked, ...changes });
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const wrong = (['since', 'until'] as const).filter(
      (name) => asked[name] !== '' && parseDate(asked[name]) === null,
    );
    setLacks(new Map(wrong.map((name) => [name, t('date_wrong')])));
    if (wrong.length === 0) onSearch(asked);
    else document.getElementById(`log-${wrong[0] ?? ''}`)?.focus();
  };
  const error = (name: string): string | undefined => lacks.get(name) ?? mistakes.get(name);
  const any = { value: '', label: t('any') };
  return (
    <form className="log-form" role="search" onSubmit={submit} noValidate>
      <TextField
        id="log-subject"
        label={t('subject')}
        hint={t('subject_hint')}
        error={error('subject')}
        optional
        value={asked.subject}
        onChange={(event) => {
          put({ subject: event.target.value });
        }}
      />
      <TextField
        id="log-actor"
        label={t('actor')}
        error={error('actor')}
        optional
        value={asked.actor}
        onChange={(event) => {
          put({ actor: event.target.value });
        }}
      />
      <TextField
        id="log-act"
        label={t('act')}
        hint={t('act_hint')}
        error={error('act')}
        optional
        value={asked.act}
        onChange={(event) => {
          put({ act: event.target.value });
        }}
      />
      <SelectField
        id="log-purpose"
        label={t('purpose')}
        value={asked.purpose}
        choices={[any, ...PURPOSES.map((value) => ({ value, label: t(`purposes.${value}`) }))]}
        onChange={(purpose) => {
          put({ purpose });
        }}
      />
      <SelectField
        id="log-service"
        label={t('service')}
        value={asked.service}
        choices={[any, ...SERVICES.map((value) => ({ value, label: value }))]}
        onChange={(service) => {
          put({ service });
        }}
      />
      <DateField
        id="log-since"
        label={t('since')}
        error={error('since')}
        optional
        value={asked.since}
        onChange={(since) => {
          put({ since });
        }}
      />
      <DateField
        id="log-until"
        label={t('until')}
        error={error('until')}
        optional
        value={asked.until}
        onChange={(until) => {
          put({ until });
        }}
      />
      <div className="form-actions">
        <Button kind="primary" type="submit" icon="search">
          {t('search')}
        </Button>
      </div>
    </form>
  );
}

/** The part of the administration; what is looked for stands in no address. */
export function Log(): JSX.Element {
  const { t } = useTranslation('administration');
  const words = useWords();
  const columns = useColumns();
  const [asked, setAsked] = useState<Asked | null>(null);
  const search = useMemo(() => (asked === null ? null : searchOf(asked)), [asked]);
  const { data, error, isFetching, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(logOptions(search));
  const lines = data?.pages.flatMap(({ items }) => items) ?? [];
  const last = data?.pages.at(-1);
  const problem = error === null ? null : problemOf(error);
  const mistakes = mistakesByField(problem, FIELDS);
  const save = (): void => {
    const rows = lines.map((line) => [
      formatInstant(line.at),
      line.actor,
      words.kind(line.actor_kind),
      line.organisation ?? '',
      line.act,
      words.purpose(line.purpose),
      line.service,
      line.subjects.join(' '),
      line.criterion ?? '',
      line.trace_id,
    ]);
    const names = ['when', 'who', 'who_kind', 'unit', 'act', 'why', 'service', 'whom'] as const;
    const head = [...names.map((name) => t(name)), t('criterion'), 'trace_id'];
    downloadCsv(`log-${today()}.csv`, toCsv([head, ...rows]));
  };
  return (
    <>
      <p>{t('log_lead')}</p>
      <SearchForm
        mistakes={mistakes}
        onSearch={(next) => {
          // The same search again is a new one, and a line of the log.
          if (asked !== null && JSON.stringify(next) === JSON.stringify(asked)) void refetch();
          else setAsked(next);
        }}
      />
      {asked === null && (
        <Empty heading={t('search_first')}>
          <p>{t('search_first_text')}</p>
        </Empty>
      )}
      {error !== null && mistakes.size === 0 && (
        <Failed error={error} onRetry={() => void refetch()} />
      )}
      {asked !== null && data === undefined && isFetching && <Loading />}
      {last !== undefined && <Wholeness found={last} />}
      {data !== undefined && lines.length === 0 && (
        <Empty heading={t('found_none')}>
          <p>{t('found_none_text')}</p>
        </Empty>
      )}
      {lines.length > 0 && (
        <Suspense fallback={<Loading />}>
          <p className="tools">
            <Button kind="quiet" icon="download" onClick={save}>
              {t('export')}
            </Button>
          </p>
          <DataTable
            caption={t('part.log')}
            columns={columns}
            rows={lines}
            rowKey={({ service, id }) => `${service} ${id}`}
            sort={NEWEST}
            sorted
          />
          {hasNextPage && (
            <MoreButton busy={isFetchingNextPage} onMore={() => void fetchNextPage()} />
          )}
        </Suspense>
      )}
    </>
  );
}
