/** The shown list as rows of a spreadsheet: figures and offers, nothing about a person. */
import type { TFunction } from 'i18next';
import type { Card, Figure, Guide } from '../api/answers';
import type { Cell } from '../lib/csv';
import { formatDate } from '../lib/format';
import { isShown } from '../ui/figures/shown';
import { indicatorLabel } from './columns';

type Words = TFunction<'guide'>;

function scaled(value: number, unit: Figure['unit']): number {
  // Per cent in the cells, so that the heading's unit is true; ten digits hide binary dust.
  return Number((unit === 'share' ? value * 100 : value).toPrecision(10));
}

function valueCell(figure: Figure | undefined, t: Words): Cell {
  if (!isShown(figure)) {
    return figure?.suppressed.reason === 'not_measured' || figure === undefined
      ? t('figure.not_measured')
      : t('figure.too_few');
  }
  if (figure.unit === 'date') return formatDate(String(figure.value));
  return scaled(Number(figure.value), figure.unit);
}

function figureCells(figure: Figure | undefined, t: Words): Cell[] {
  if (!isShown(figure)) return [valueCell(figure, t), null, null, null, null, null, null];
  const { unit, interval, comparison, period } = figure;
  const against = comparison?.value ?? null;
  return [
    valueCell(figure, t),
    figure.n ?? null,
    interval ? scaled(interval.low, unit) : null,
    interval ? scaled(interval.high, unit) : null,
    against === null ? null : scaled(Number(against), unit),
    period ? `${formatDate(period.start)}–${formatDate(period.end)}` : null,
    figure.as_of ? formatDate(figure.as_of) : null,
  ];
}

function cardCells(card: Card, section: string, measured: readonly string[], t: Words): Cell[] {
  const { offer } = card;
  return [
    section,
    card.place,
    card.tied ? card.tied_with : null,
    offer.name,
    offer.provider.name,
    offer.kind.label,
    Number(offer.hours_per_week),
    offer.duration_weeks,
    ...measured.flatMap((name) => figureCells(card.figures[name], t)),
    card.reason,
  ];
}

/** The list as it stands on screen, first the ranked, then those with too few. */
export function guideRows(answer: Guide, shown: readonly Card[], t: Words): Cell[][] {
  const measured = answer.indicators.filter((indicator) => indicator.measured);
  const headings = measured.flatMap((indicator) => {
    const name = indicatorLabel(answer, indicator.name);
    return [
      t('csv.with_unit', { name, unit: t(`unit.${indicator.unit as Figure['unit']}`) }),
      t('csv.n', { name }),
      t('csv.low', { name }),
      t('csv.high', { name }),
      t('csv.comparison', { name }),
      t('csv.period', { name }),
      t('csv.as_of', { name }),
    ];
  });
  const names = measured.map(({ name }) => name);
  return [
    [
      t('csv.section'),
      t('csv.place'),
      t('csv.tied_with'),
      t('csv.offer'),
      t('csv.provider'),
      t('csv.kind'),
      t('csv.hours'),
      t('csv.weeks'),
      ...headings,
      t('csv.reason'),
    ],
    ...shown.map((card) => cardCells(card, t('csv.ranked'), names, t)),
    ...answer.too_few.map((card) => cardCells(card, t('list.too_few_title'), names, t)),
  ];
}

/** The file's name: what it holds and the date of its figures. */
export function guideFileName(answer: Guide, t: Words): string {
  return [t('csv.file'), answer.profile.target_group.code, answer.as_of ?? '']
    .filter((part) => part !== '')
    .join('-')
    .concat('.csv');
}
