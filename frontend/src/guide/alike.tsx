/** What happened to citizens like the one of the profile: a statistic, folded away until wanted. */
import { useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { codedText } from '../lib/coded';
import { formatDate } from '../lib/format';
import { axisOf, markOf } from '../ui/figures/axis';
import { FigureLine } from '../ui/figures/figure-line';
import { Failed, Loading } from '../ui/states';
import { comparableOptions } from './fetch-guide';
import type { GuideSearch } from './search';

function Figures({ search }: { search: GuideSearch }): JSX.Element {
  const { t } = useTranslation('guide');
  const { data, error, refetch } = useQuery(comparableOptions(search));
  if (error !== null) return <Failed error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading rows={2} />;
  const names = (facts: readonly ('match_group' | 'age' | 'weeks_on_support')[]): string =>
    facts.map((fact) => t(`alike.fact.${fact}`)).join(', ');
  const { figures } = data;
  // One scale for all shares; amounts and days have scales of their own and are only written.
  const axis = axisOf(figures.filter(({ unit }) => unit === 'share').map(markOf));
  return (
    <>
      <p className="form-hint">{t('alike.lead')}</p>
      <p lang="da">{data.sentence}</p>
      {data.widened.length > 0 && <p>{t('alike.widened', { names: names(data.widened) })}</p>}
      {data.not_asked.length > 0 && (
        <p className="form-hint">{t('alike.not_asked', { names: names(data.not_asked) })}</p>
      )}
      <dl className="alike-figures">
        {figures.map((figure) => (
          <div key={figure.indicator}>
            <dt>{codedText('indicator', figure.indicator)}</dt>
            <dd>
              <FigureLine figure={figure} axis={figure.unit === 'share' ? axis : null} />
              <p className="alike-sentence" lang="da">
                {figure.sentence}
              </p>
            </dd>
          </div>
        ))}
      </dl>
      {data.as_of !== null && (
        <p className="form-hint">
          {t('figure.as_of')}: {formatDate(data.as_of)}
        </p>
      )}
    </>
  );
}

/** The section, closed at first. */
export function Alike({ search }: { search: GuideSearch }): JSX.Element {
  const { t } = useTranslation('guide');
  const [open, setOpen] = useState(false);
  return (
    <details
      className="alike more"
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
      }}
    >
      <summary>{t('alike.title')}</summary>
      {open && <Figures search={search} />}
    </details>
  );
}
