/** The columns of key figures: the combined score, what counts, and beside it what is worth seeing. */
import type { Card, Figure, Guide, Indicator } from '../api/answers';
import { codedText } from '../lib/coded';
import { axisOf, markOf, type Axis } from '../ui/figures/axis';
import { scoreMark } from './score';
import { commonPeriod, newestDate } from './order';
import { PHONE_ROOM } from './room';
import { chosenNames } from './search';

export interface FigureColumn {
  name: string;
  label: string;
  unit: Figure['unit'];
  higherIsBetter: boolean;
  /** What it counts for in the order; 0 where it only stands beside. */
  weight: number;
  axis: Axis | null;
  period: ReturnType<typeof commonPeriod>;
  newest: string | null;
}

export interface Columns {
  score: Axis | null;
  /** Drawn, one column each. */
  drawn: FigureColumn[];
  /** Chosen too, but without room: written in a line. */
  written: FigureColumn[];
}

// What stands beside the chosen figures while there is room, the first first.
const BESIDE = ['effect_3m', 'effect_7m', 'price', 'business_oriented_share', 'effect_price'];
// So many figures are enough to see at once; on a phone they stand under each other.
const ENOUGH = 3;
const ENOUGH_ON_A_PHONE = 2;

/** An indicator's name for people. */
export function indicatorLabel(answer: Pick<Guide, 'indicators'>, name: string): string {
  return codedText(
    'indicator',
    name,
    answer.indicators.find((indicator) => indicator.name === name)?.label,
  );
}

function columnOf(answer: Guide, indicator: Indicator, cards: readonly Card[]): FigureColumn {
  const { name } = indicator;
  const unit = indicator.unit as Figure['unit'];
  return {
    name,
    label: indicatorLabel(answer, name),
    unit,
    higherIsBetter: indicator.higher_is_better,
    weight: answer.weights[name] ?? 0,
    axis: axisOf(
      cards.map((card) => markOf(card.figures[name])),
      unit === 'DKK' ? 2 : 4, // Amounts are long words on an axis.
    ),
    period: commonPeriod(cards, name),
    newest: newestDate(cards, name),
  };
}

/**
 * The columns of an answer, each on one scale over all of its offers.
 *
 * `room` is how many columns fit; the figure that the list is sorted by is always among them.
 */
export function columnsOf(answer: Guide, room: number, sort: string): Columns {
  const cards: Card[] = [...answer.ranked, ...answer.too_few];
  const chosen = chosenNames(
    answer.weights,
    answer.indicators.map(({ name }) => name),
  );
  // With one indicator the score says nothing that the figure does not.
  const score = chosen.length > 1 ? axisOf(answer.ranked.map(scoreMark), 1) : null;
  const places = room - (score === null ? 0 : 1);

  const sorted = answer.indicators.some(({ name }) => name === sort) ? [sort] : [];
  const first = [...new Set([...sorted, ...chosen])].slice(0, places);
  const enough = room === PHONE_ROOM ? ENOUGH_ON_A_PHONE : ENOUGH;
  const beside = [...sorted, ...BESIDE].filter(
    (name) => answer.indicators.find((known) => known.name === name)?.measured === true,
  );
  const names = new Set(first);
  for (const name of beside) {
    if (names.size < Math.min(places, enough)) names.add(name);
  }
  const inOrder = [...chosen.filter((name) => names.has(name)), ...names];
  const columns = (wanted: Iterable<string>): FigureColumn[] =>
    [...new Set(wanted)].flatMap((name) => {
      const indicator = answer.indicators.find((known) => known.name === name);
      return indicator === undefined ? [] : [columnOf(answer, indicator, cards)];
    });
  return {
    score,
    drawn: columns(inOrder),
    written: columns(chosen.filter((name) => !names.has(name))),
  };
}
