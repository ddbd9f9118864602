/** Answers for tests, as small as a test can say what it needs. */
import type { Card, Figure, Guide, Indicator } from './answers';

/** A shown share; say only what matters. */
export function aFigure(changes: Partial<Figure> = {}): Figure {
  return {
    indicator: 'effect_3m',
    value: 0.4,
    unit: 'share',
    n: 120,
    interval: { level: 0.95, low: 0.32, high: 0.49, method: 'wilson' },
    comparison: { value: 0.33, n: 2400 },
    suppressed: { yes: false },
    period: { start: '2023-07-01', end: '2026-06-30' },
    as_of: '2026-11-15',
    caveats: [],
    sentence: '48 af 120 forløb endte med selvforsørgelse.',
    ...changes,
  };
}

/** A figure over too few people. */
export function aHiddenFigure(indicator = 'effect_3m'): Figure {
  return {
    indicator,
    value: null,
    unit: 'share',
    suppressed: { yes: true, reason: 'too_few' },
    caveats: [],
    sentence: 'For få til at vise.',
  };
}

/** A figure that no service has measured. */
export function anUnmeasuredFigure(indicator: string): Figure {
  return { ...aHiddenFigure(indicator), suppressed: { yes: true, reason: 'not_measured' } };
}

/** A card alone on its place. */
export function aCard(name: string, changes: Partial<Card> = {}): Card {
  return {
    place: 1,
    tied: false,
    tied_with: 0,
    score: 0.5,
    score_interval: { level: 0.95, low: 0.1, high: 0.9, method: 'empirical_bayes' },
    reason: 'Nr. 1: 40,0 % var selvforsørgende.',
    missing: [],
    stale: [],
    offer: {
      id: name,
      version: 1,
      name,
      provider: { id: 'p1', name: 'Nordlys' },
      kind: { code: 'guidance', label: 'Vejledning og opkvalificering' },
      description: '',
      target_groups: ['kontanthjaelp'],
      match_groups: [],
      themes: [],
      content_elements: ['guidance'],
      hours_per_week: '25.0',
      duration_weeks: 8,
      price: { amount: '1234.50', per: 'week', course_total: '9876.00' },
      place: null,
      accessible: null,
      accessibility_note: '',
      intake: 'continuous',
      capacity: null,
      prerequisites: '',
      languages: ['da'],
      updated_at: '2026-10-02T08:12:00Z',
    },
    figures: { effect_3m: aFigure() },
    ...changes,
  };
}

/** An indicator that is a share of which more is better. */
export function anIndicator(name: string, changes: Partial<Indicator> = {}): Indicator {
  return {
    name,
    label: name,
    short_label: name,
    unit: 'share',
    higher_is_better: true,
    definition: 'self_support_3m_sustained',
    definition_version: 1,
    text: 'Andelen, der var selvforsørgende.',
    measured: true,
    ...changes,
  };
}

/** An answer for recipients of cash benefit. */
export function anAnswer(changes: Partial<Guide> = {}): Guide {
  return {
    municipality: '0999',
    profile: {
      target_group: { code: 'kontanthjaelp', label: 'Kontanthjælpsmodtager' },
      match_group: null,
      age: null,
      weeks_on_support: null,
    },
    weights: { effect_3m: 1 },
    as_of: '2026-11-15',
    oldest_as_of: '2026-11-15',
    released_at: null,
    basis: '',
    notices: [],
    filters: [],
    indicators: [
      anIndicator('effect_3m', { label: '3-måneders effekt' }),
      anIndicator('price', { label: 'Pris', unit: 'DKK', higher_is_better: false }),
      anIndicator('satisfaction', { label: 'Tilfredshed', measured: false }),
    ],
    ranked: [aCard('Fodfæste')],
    too_few: [],
    total: 1,
    ranked_total: 1,
    too_few_total: 0,
    left: 0,
    next: null,
    ...changes,
  };
}
