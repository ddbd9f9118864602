/** The order of the list, and what its rows have in common. */
import type { Card, Figure, Indicator } from '../api/answers';
import { BY_NAME, GUIDE_ORDER } from './search';
import { isShown } from '../ui/figures/shown';

/** Offers that share a place, in the guide's order. */
export interface PlaceGroup {
  place: number | null;
  cards: Card[];
}

function worth(figure: Figure | undefined): number | null {
  if (!isShown(figure)) return null;
  return figure.unit === 'date' ? Date.parse(String(figure.value)) : Number(figure.value);
}

/** The cards in the order asked for: the best first, and those without the figure last. */
export function sortCards(
  cards: readonly Card[],
  sort: string,
  indicators: readonly Indicator[],
): Card[] {
  if (sort === BY_NAME) {
    return [...cards].sort((one, other) => one.offer.name.localeCompare(other.offer.name, 'da'));
  }
  const indicator = indicators.find(({ name }) => name === sort);
  if (indicator === undefined) return [...cards];
  const sign = indicator.higher_is_better ? -1 : 1;
  return [...cards].sort((one, other) => {
    const [left, right] = [worth(one.figures[sort]), worth(other.figures[sort])];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * (left - right);
  });
}

/** The sort in force: one that this answer knows, else the guide's own order. */
export function activeSort(asked: string | undefined, indicators: readonly Indicator[]): string {
  const known = asked === BY_NAME || indicators.some(({ name }) => name === asked);
  return asked !== undefined && known ? asked : GUIDE_ORDER;
}

/** Neighbours in the guide's order that share a place. */
export function placeGroups(cards: readonly Card[]): PlaceGroup[] {
  const groups: PlaceGroup[] = [];
  for (const card of cards) {
    const last = groups.at(-1);
    if (last?.place === card.place) last.cards.push(card);
    else groups.push({ place: card.place, cards: [card] });
  }
  return groups;
}

/** The newest date of an indicator's figures; older ones are marked. */
export function newestDate(cards: readonly Card[], name: string): string | null {
  const dates = cards.flatMap((card) => card.figures[name]?.as_of ?? []);
  return dates.length === 0 ? null : (dates.sort().at(-1) ?? null);
}

/** Whether a newer figure of the same indicator is on the page. */
export function isStale(figure: Figure, newest: string | null): boolean {
  return newest !== null && typeof figure.as_of === 'string' && figure.as_of < newest;
}

/** The period that most of an indicator's figures cover, written once above them. */
export function commonPeriod(cards: readonly Card[], name: string): Figure['period'] {
  const counts = new Map<string, { period: Figure['period']; count: number }>();
  for (const card of cards) {
    const figure = card.figures[name];
    if (!isShown(figure) || !figure.period) continue;
    const key = `${figure.period.start}/${figure.period.end}`;
    const seen = counts.get(key);
    counts.set(key, { period: figure.period, count: (seen?.count ?? 0) + 1 });
  }
  const most = [...counts.values()].sort((one, other) => other.count - one.count)[0];
  return most?.period ?? null;
}
