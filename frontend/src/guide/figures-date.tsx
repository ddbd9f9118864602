/** What the figures cover, how old they are, and what to be careful about: read before the list. */
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { Guide } from '../api/answers';
import { formatDate, formatInstant } from '../lib/format';
import { Icon } from '../ui/icon';

interface FiguresDateProps {
  answer: Guide;
  /** When the answer came; null while another one is on its way. */
  fetchedAt: number | null;
  refreshing: boolean;
  onRefresh: () => void;
}

/** The date of the figures, their basis and the notices of the answer. */
export function FiguresDate({
  answer,
  fetchedAt,
  refreshing,
  onRefresh,
}: FiguresDateProps): JSX.Element {
  const { t } = useTranslation('guide');
  const { as_of: newest, oldest_as_of: oldest } = answer;
  const mixed = newest !== null && oldest !== null && oldest < newest;
  return (
    <section className="basis">
      <div className="basis-top">
        <p className="basis-date">
          <strong>
            {newest === null
              ? t('guide.figures_none')
              : mixed
                ? t('guide.figures_from_mixed', {
                    date: formatDate(newest),
                    oldest: formatDate(oldest),
                  })
                : t('guide.figures_from', { date: formatDate(newest) })}
          </strong>
          {answer.released_at !== null &&
            ` (${t('guide.released', { date: formatDate(answer.released_at) })})`}
        </p>
        <p className="basis-fetched">
          {fetchedAt !== null && t('guide.fetched', { time: formatInstant(fetchedAt) })}
          <button type="button" className="tool" onClick={onRefresh} disabled={refreshing}>
            <Icon name="refresh" />
            {refreshing ? t('guide.refreshing') : t('guide.refresh')}
          </button>
        </p>
      </div>
      {answer.basis !== '' && (
        <details className="more">
          <summary>{t('guide.basis')}</summary>
          <p className="basis-text" lang="da">
            {answer.basis}
          </p>
        </details>
      )}
      {answer.notices.length > 0 && (
        <div className="notices">
          <h2 className="notices-title">{t('guide.notices')}</h2>
          <ul className="no-max-width" lang="da">
            {answer.notices.map((notice) => (
              <li key={notice}>{notice}</li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
