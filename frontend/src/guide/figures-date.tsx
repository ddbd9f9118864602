/** How old the figures are and what to be careful about, in one line that opens to all of it. */
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
  const { as_of: newest, oldest_as_of: oldest, notices } = answer;
  const dates = [...new Set([oldest ?? newest, newest])].filter((date) => date !== null);
  return (
    <details className="basis more">
      <summary>
        <span>
          {dates.length === 0
            ? t('guide.figures_none')
            : t('guide.figures_from', { date: dates.map(formatDate).join('–') })}
          {notices.length > 0 && (
            <span className="badge badge-warning">
              {t('guide.notices_count', { count: notices.length })}
            </span>
          )}
        </span>
      </summary>
      {notices.length > 0 && (
        <div className="notices">
          <h3 className="notices-title">{t('guide.notices')}</h3>
          <ul className="no-max-width" lang="da">
            {notices.map((notice) => (
              <li key={notice}>{notice}</li>
            ))}
          </ul>
        </div>
      )}
      {answer.basis !== '' && <p lang="da">{answer.basis}</p>}
      <p className="basis-fetched">
        {answer.released_at !== null &&
          t('guide.released', { date: formatDate(answer.released_at) })}{' '}
        {fetchedAt !== null && t('guide.fetched', { time: formatInstant(fetchedAt) })}
        <button type="button" className="tool" onClick={onRefresh} disabled={refreshing}>
          <Icon name="refresh" />
          {refreshing ? t('guide.refreshing') : t('guide.refresh')}
        </button>
      </p>
    </details>
  );
}
