/** Show the sums: from each figure of an offer to its definition, its steps and its history. */
import { useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDate, formatInstant, formatNumber, formatValue } from '../lib/format';
import { Dialog } from '../ui/dialog';
import { HiddenFigure } from '../ui/figures/hidden-figure';
import { isShown } from '../ui/figures/shown';
import { Failed } from '../ui/states';
import { sumsOptions, type Figure, type Overview, type Row } from './fetch-overview';

/** Figures that are worked out from registers and answers of others, and have no steps here. */
const ELSEWHERE: ReadonlySet<string> = new Set(['satisfaction', 'complaints', 'smiley']);

function Value({ figure }: { figure: Figure | undefined }): JSX.Element {
  if (!isShown(figure)) return <HiddenFigure figure={figure} />;
  return <>{formatValue(figure.value, figure.unit)}</>;
}

function count(told: number | string | null): string | null {
  return typeof told === 'number' ? formatNumber(told, 0) : told;
}

function Steps({
  group,
  offer,
  name,
}: {
  group: string;
  offer: string;
  name: string;
}): JSX.Element {
  const { t } = useTranslation('quality');
  const { t: frame } = useTranslation();
  const { data, error, refetch } = useQuery(sumsOptions(group, offer, name));
  if (error !== null) return <Failed error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <p role="status">{frame('state.loading')}</p>;
  const [, ...before] = data.history;
  return (
    <>
      <h4 className="sums-title">{t('sums_counted')}</h4>
      <p lang="da">{data.definition.formula}</p>
      <h4 className="sums-title">{t('sums_steps')}</h4>
      <dl className="sums-steps">
        {data.steps.map(({ step, count: told }) => (
          <div key={step}>
            <dt>{t(`step.${step}`)}</dt>
            <dd>{count(told) ?? t('step_hidden')}</dd>
          </div>
        ))}
      </dl>
      <h4 className="sums-title">{t('sums_history')}</h4>
      {before.length === 0 ? (
        <p>{t('sums_history_none')}</p>
      ) : (
        <ul>
          {before.map(({ release_id, released_at, figure }) => (
            <li key={release_id}>
              {formatInstant(released_at)}: <Value figure={figure} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Measure({
  group,
  row,
  name,
}: {
  group: string;
  row: Row;
  name: Overview['measures'][number]['name'];
}): JSX.Element {
  const { t } = useTranslation('quality');
  const [open, setOpen] = useState(false);
  const figure = row.figures[name];
  return (
    <section className="sums-measure">
      <h3 className="sums-name">
        <span>{t(`measure.${name}` as 'measure.finished')}</span>{' '}
        <span className="sums-value">
          <Value figure={figure} />
        </span>
      </h3>
      {figure !== undefined && <p lang="da">{figure.sentence}</p>}
      {figure?.caveats.map((caveat) => (
        <p key={caveat} lang="da">
          {caveat}
        </p>
      ))}
      {isShown(figure) && figure.period && (
        <p className="note">
          {t('period', {
            from: formatDate(figure.period.start),
            to: formatDate(figure.period.end),
          })}
          {figure.as_of && ` · ${t('as_of', { date: formatDate(figure.as_of) })}`}
        </p>
      )}
      {ELSEWHERE.has(name) ? (
        <p className="note">{t('sums_elsewhere')}</p>
      ) : (
        figure?.suppressed.reason !== 'not_measured' && (
          <details
            onToggle={(event) => {
              setOpen(event.currentTarget.open);
            }}
          >
            <summary>{t('sums_open')}</summary>
            {open && <Steps group={group} offer={row.offer_id} name={name} />}
          </details>
        )
      )}
    </section>
  );
}

/** Everything behind one row. */
export function SumsDialog({
  overview,
  row,
  onClose,
}: {
  overview: Overview;
  row: Row;
  onClose: () => void;
}): JSX.Element {
  const { t } = useTranslation('quality');
  return (
    <Dialog heading={t('sums_of', { name: row.name })} onClose={onClose} wide>
      <div className="sums">
        {overview.measures.map(({ name }) => (
          <Measure key={name} group={overview.target_group.code} row={row} name={name} />
        ))}
      </div>
    </Dialog>
  );
}
