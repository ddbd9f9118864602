/** Everything about one offer: all twelve figures with what is needed to judge them, and its facts. */
import type { JSX } from 'react';
import { useTranslation } from 'react-i18next';
import type { Card, Guide } from '../api/answers';
import { formatNumber } from '../lib/format';
import { FigureTable } from '../ui/figures/figure-table';
import { OfferFacts } from '../ui/offer-facts';

function Score({ card }: { card: Card }): JSX.Element | null {
  const { t } = useTranslation('guide');
  if (card.score === null) return null;
  const score = formatNumber(card.score, 2, 2);
  return (
    <p>
      <strong>{t('details.score')}:</strong>{' '}
      {card.score_interval
        ? t('details.score_text', {
            score,
            low: formatNumber(card.score_interval.low, 2, 2),
            high: formatNumber(card.score_interval.high, 2, 2),
          })
        : t('details.score_plain', { score })}
    </p>
  );
}

/** The opened part of an offer. */
export function OfferDetails({
  answer,
  card,
  level,
}: {
  answer: Guide;
  card: Card;
  /** The heading level of the offer's name; the titles here stand one below. */
  level: 3 | 4;
}): JSX.Element {
  const { t } = useTranslation('guide');
  const Title = level === 3 ? 'h4' : 'h5';
  return (
    <>
      <Title className="details-title">{t('details.figures')}</Title>
      <Score card={card} />
      <FigureTable
        indicators={answer.indicators}
        figures={card.figures}
        offer={card.offer}
        targetGroup={answer.profile.target_group.code}
      />
      <Title className="details-title">{t('details.offer')}</Title>
      <OfferFacts offer={card.offer} />
    </>
  );
}
