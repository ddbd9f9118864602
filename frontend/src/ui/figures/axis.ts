/** One scale for all rows of an indicator, so that positions can be compared down the page. */
import { scaleLinear } from 'd3-scale';
import type { Figure } from '../../api/answers';
import { isShown } from './shown';

/** What is drawn: a point, its uncertainty, and what it is held against, in the indicator's unit. */
export interface Mark {
  value: number;
  low: number | null;
  high: number | null;
  reference: number | null;
}

export interface Axis {
  low: number;
  high: number;
  ticks: number[];
  /** Where a value lies, in per cent of the drawing's width. */
  at: (value: number) => number;
}

const DRAWN: ReadonlySet<Figure['unit']> = new Set([
  'share',
  'DKK',
  'count',
  'weeks',
  'days',
  'per_100',
  'score',
]);
// Room at both ends, so that a point on the edge is drawn whole.
const [LEFT, RIGHT] = [3, 97];

/** The figure as a mark; null where it is hidden or its unit is not one that is drawn. */
export function markOf(figure: Figure | undefined): Mark | null {
  if (!isShown(figure) || !DRAWN.has(figure.unit)) return null;
  const reference = figure.comparison?.value ?? null;
  return {
    value: Number(figure.value),
    low: figure.interval?.low ?? null,
    high: figure.interval?.high ?? null,
    reference: reference === null ? null : Number(reference),
  };
}

/** The scale that holds all marks; begins at zero unless a mark lies below it. */
export function axisOf(marks: readonly (Mark | null)[], wanted = 4): Axis | null {
  const values = marks.flatMap((mark) =>
    mark === null ? [] : [mark.value, mark.low, mark.high, mark.reference],
  );
  const known = values.filter((value): value is number => value !== null);
  if (known.length === 0) return null;
  const low = Math.min(0, ...known);
  const high = Math.max(...known);
  const scale = scaleLinear()
    .domain([low, high === low ? low + 1 : high])
    .range([LEFT, RIGHT])
    .nice(wanted);
  const [first = 0, last = 1] = scale.domain();
  return {
    low: first,
    high: last,
    ticks: scale.ticks(wanted),
    at: (value) => Number(scale(value).toFixed(2)),
  };
}
