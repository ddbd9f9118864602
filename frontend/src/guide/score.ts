/** The ranking's own score, drawn as any figure is. */
import type { Card } from '../api/answers';
import type { Mark } from '../ui/figures/axis';

/** The ranking's own score as a mark. */
export function scoreMark(card: Card): Mark | null {
  if (card.score === null) return null;
  return {
    value: card.score,
    low: card.score_interval?.low ?? null,
    high: card.score_interval?.high ?? null,
    // The score is measured from the mean of the offers.
    reference: 0,
  };
}
