/** The offers chosen to be compared, kept in sight at the foot of the window. */
import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button';
import { MOST_COMPARED, type GuideSearch } from './search';

interface ComparingBarProps {
  chosen: readonly string[];
  search: GuideSearch;
  onClear: () => void;
}

/** The bar, as soon as one offer has been chosen. */
export function ComparingBar({ chosen, search, onClear }: ComparingBarProps): JSX.Element {
  const { t } = useTranslation('guide');
  return (
    <div className="comparing" role="status">
      {chosen.length > 0 && (
        <div className="comparing-bar">
          <p>
            {t('comparing.chosen', { count: chosen.length })}
            {chosen.length === 1 && ` · ${t('comparing.one_more')}`}
            {chosen.length === MOST_COMPARED && ` · ${t('comparing.most')}`}
          </p>
          {chosen.length > 1 && (
            <Link className="button button-primary" to="/guide/compare" search={search}>
              {t('comparing.go')}
            </Link>
          )}
          <Button kind="quiet" icon="close" onClick={onClear}>
            {t('comparing.clear')}
          </Button>
        </div>
      )}
    </div>
  );
}
