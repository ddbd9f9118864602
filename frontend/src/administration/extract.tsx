/** What a citizen may know of the lines about itself, for whoever answers the citizen. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState, type JSX, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { downloadCsv, toCsv } from '../lib/csv';
import { formatInstant, today } from '../lib/format';
import { mistakesByField, problemOf } from '../lib/problem';
import { Alert } from '../ui/alert';
import { Button } from '../ui/button';
import type { TableColumn } from '../ui/data-table';
import { Empty, Failed, Loading, MoreButton } from '../ui/states';
import { TextField } from '../ui/text-field';
import { extractOptions, type Extract as Answer } from './api';
import { useWords } from './words';

type Line = Answer['items'][number] & { key: string };

const DataTable = lazy(async () => {
  const { DataTable: table } = await import('../ui/data-table');
  return { default: table<Line> };
});
const NEWEST = { by: 'at', descending: true };

/** The part of the administration; the citizen's id stands in no address. */
export function Extract(): JSX.Element {
  const { t } = useTranslation('administration');
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  const [lacks, setLacks] = useState(false);
  const { data, error, isFetching, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(extractOptions(asked));
  const lines = useMemo(
    () =>
      (data?.pages ?? []).flatMap(({ items }, page) =>
        items.map((line, index): Line => ({ ...line, key: `${page} ${index}` })),
      ),
    [data],
  );
  const last = data?.pages.at(-1);
  const mistakes = mistakesByField(error === null ? null : problemOf(error), ['citizen_id']);
  const words = useWords();
  const columns = useMemo(
    (): TableColumn<Line>[] => [
      { id: 'at', header: t('when'), cell: ({ at }) => formatInstant(at) },
      { id: 'what', header: t('what'), cell: ({ act }) => <span lang="da">{act}</span> },
      {
        id: 'why',
        header: t('why'),
        cell: ({ purpose }) => words.purpose(purpose),
      },
      { id: 'unit', header: t('unit'), cell: ({ organisation }) => organisation ?? '–' },
      { id: 'service', header: t('service'), cell: ({ service }) => service },
    ],
    [t, words],
  );
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const id = typed.trim().toLowerCase();
    setLacks(id === '');
    if (id === asked && id !== '') void refetch();
    else setAsked(id);
  };
  return (
    <>
      <p>{t('extract_lead')}</p>
      <form className="fields" onSubmit={submit} noValidate>
        <TextField
          id="extract-citizen"
          label={t('subject')}
          hint={t('subject_hint')}
          error={lacks ? t('required') : mistakes.get('citizen_id')}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
          }}
        />
        <div className="form-actions">
          <Button kind="primary" type="submit">
            {t('extract')}
          </Button>
        </div>
      </form>
      {error !== null && mistakes.size === 0 && (
        <Failed error={error} onRetry={() => void refetch()} />
      )}
      {asked !== '' && data === undefined && isFetching && <Loading rows={3} />}
      {last !== undefined && (
        <div className="extract-notes">
          {last.ends_early.length > 0 && (
            <Alert kind="warning" heading={t('ends_early')}>
              <p className="alert-text">
                {t('ends_early_text', { services: last.ends_early.join(', ') })}
              </p>
            </Alert>
          )}
          {last.complete_until !== null && (
            <p>{t('complete_until', { when: formatInstant(last.complete_until) })}</p>
          )}
          {last.notes.map((note) => (
            <p key={note} lang="da" className="note">
              {note}
            </p>
          ))}
        </div>
      )}
      {data !== undefined && lines.length === 0 && <Empty heading={t('extract_none')} />}
      {lines.length > 0 && (
        <Suspense fallback={<Loading />}>
          <p className="tools">
            <Button
              kind="quiet"
              icon="download"
              onClick={() => {
                const head = [t('when'), t('what'), t('why'), t('unit'), t('service')];
                downloadCsv(
                  `logudskrift-${today()}.csv`,
                  toCsv([
                    head,
                    ...lines.map((line) => [
                      formatInstant(line.at),
                      line.act,
                      words.purpose(line.purpose),
                      line.organisation ?? '',
                      line.service,
                    ]),
                  ]),
                );
              }}
            >
              {t('export')}
            </Button>
          </p>
          <DataTable
            caption={t('part.extract')}
            columns={columns}
            rows={lines}
            rowKey={({ key }) => key}
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
