/** What a step still lacks, and to which step and field the server's own mistakes belong. */
import { pathOf, type FieldMistake } from '../lib/problem';
import { today } from '../lib/format';
import { parseDate } from '../lib/typed-date';
import { isAcknowledged, parseTime, type Offer, type OrderDraft } from './draft';
import { STEP_NAMES, type StepName } from './steps';

/** By the API's path of the field; the value is a text's name. */
export type Lacks = ReadonlyMap<string, Lack>;
export type Lack =
  | 'citizen'
  | 'cohort'
  | 'date'
  | 'date_required'
  | 'ends_early'
  | 'hours'
  | 'theme'
  | 'words'
  | 'goal'
  | 'reason'
  | 'reason_words'
  | 'when'
  | 'purpose'
  | 'how'
  | 'time'
  | 'guidance'
  | 'guidance_version'
  | 'workplace'
  | 'acknowledged'
  | 'acknowledged_anew';

export type OrderedOffer = Pick<
  Offer,
  'intake' | 'kind' | 'duration_weeks' | 'hours_per_week' | 'themes'
>;

/** Offers at a workplace, which is met face to face before the start. */
const MET_KINDS = new Set(['placement', 'wage_subsidy_private', 'wage_subsidy_public']);
const HOURS = /^\d{1,2}([.,]\d)?$/;

export function isMetFirst(offer: Pick<Offer, 'kind'>): boolean {
  return MET_KINDS.has(offer.kind ?? '');
}

function lacksOfCitizen(draft: OrderDraft, offer: OrderedOffer): [string, Lack][] {
  const found: [string, Lack][] = [];
  if (draft.citizen_id === '') found.push(['citizen_id', 'citizen']);
  if (offer.intake === 'cohorts' && draft.cohort_id === '') found.push(['cohort_id', 'cohort']);
  if (draft.planned_starts_on !== '' && parseDate(draft.planned_starts_on) === null) {
    found.push(['planned_starts_on', 'date']);
  }
  return found;
}

function lacksOfTargets(draft: OrderDraft): [string, Lack][] {
  const found = draft.targets.flatMap(({ kind, theme, words, goal }, place) => {
    const lacks: [string, Lack][] = [];
    if (kind === 'theme' && theme === '') lacks.push([`targets.${place}.theme`, 'theme']);
    if (kind === 'condition' && words.trim() === '')
      lacks.push([`targets.${place}.words`, 'words']);
    if (goal.trim() === '') lacks.push([`targets.${place}.goal`, 'goal']);
    return lacks;
  });
  if (draft.hours_per_week !== '' && !HOURS.test(draft.hours_per_week.trim())) {
    found.push(['hours_per_week', 'hours']);
  }
  if (draft.planned_ends_on === '') found.push(['planned_ends_on', 'date_required']);
  else {
    const ends = parseDate(draft.planned_ends_on);
    const starts = parseDate(draft.planned_starts_on) ?? '';
    if (ends === null) found.push(['planned_ends_on', 'date']);
    else if (ends < starts || ends < today()) found.push(['planned_ends_on', 'ends_early']);
  }
  return found;
}

function lacksOfReason({ reason_code, reason_text }: OrderDraft): [string, Lack][] {
  if (reason_code === '') return [['reason_code', 'reason']];
  if (reason_code === 'other' && reason_text.trim() === '')
    return [['reason_text', 'reason_words']];
  return [];
}

function lacksOfAlignment(draft: OrderDraft, offer: OrderedOffer): [string, Lack][] {
  const said = draft.alignment;
  if (said.when === '') return [['when', 'when']];
  if (said.when === 'later') return [];
  const found: [string, Lack][] = [];
  if (said.purpose.trim() === '') found.push(['purpose', 'purpose']);
  if (isMetFirst(offer) && parseDate(said.workplace_met_on) === null) {
    found.push(['workplace_met_on', 'workplace']);
  }
  if (said.guidance.length < 2) found.push(['complaint_guidance', 'guidance']);
  if (said.guidance_version.trim() === '') {
    found.push(['complaint_guidance.version', 'guidance_version']);
  }
  if (said.how === '') found.push(['how', 'how']);
  if (parseDate(said.acknowledged_on) === null) found.push(['acknowledged_on', 'date_required']);
  if (parseTime(said.acknowledged_time) === null) found.push(['acknowledged_time', 'time']);
  if (!isAcknowledged(draft)) {
    found.push(['acknowledged', said.acknowledged ? 'acknowledged_anew' : 'acknowledged']);
  }
  return found;
}

/** What a step lacks before the next one, in the order of its fields. */
export function lacksOf(step: StepName, draft: OrderDraft, offer: OrderedOffer): Lacks {
  switch (step) {
    case 'citizen':
      return new Map(lacksOfCitizen(draft, offer));
    case 'targets':
      return new Map(lacksOfTargets(draft));
    case 'reason':
      return new Map(lacksOfReason(draft));
    case 'alignment':
      return new Map(lacksOfAlignment(draft, offer));
    case 'summary':
      return new Map();
  }
}

/** The first step that lacks something; the summary when none does. */
export function firstOpenStep(draft: OrderDraft, offer: OrderedOffer): StepName {
  return STEP_NAMES.find((step) => lacksOf(step, draft, offer).size > 0) ?? 'summary';
}

const STEP_OF: Readonly<Record<string, StepName>> = {
  offer_id: 'citizen',
  citizen_id: 'citizen',
  cohort_id: 'citizen',
  planned_starts_on: 'citizen',
  targets: 'targets',
  hours_per_week: 'targets',
  planned_ends_on: 'targets',
  reason_code: 'reason',
  reason_text: 'reason',
  passed_over: 'reason',
  evidence: 'reason',
};

/** The step on which a field of the API stands; what is not of the order is of the alignment. */
export function stepOf(path: string): StepName {
  return STEP_OF[path.split('.')[0] ?? ''] ?? 'alignment';
}

/** Where a mistake's field stands on the page. */
export function fieldOf(path: string): string {
  if (path === 'acknowledged_at') return 'acknowledged_on';
  if (path === 'offer_id') return 'citizen_id';
  if (/^complaint_guidance\.(oral|written)$/.test(path)) return 'complaint_guidance';
  if (/^targets\.\d+$/.test(path)) return `${path}.theme`;
  return path === 'targets' ? 'targets.0.theme' : path;
}

/** The server's mistakes by step and field, the first at each. */
export function byStep(
  mistakes: readonly FieldMistake[],
): ReadonlyMap<StepName, ReadonlyMap<string, string>> {
  const found = new Map<StepName, Map<string, string>>();
  for (const { pointer, detail } of mistakes) {
    const path = pathOf(pointer);
    const fields = found.get(stepOf(path)) ?? new Map<string, string>();
    if (!fields.has(fieldOf(path))) fields.set(fieldOf(path), detail);
    found.set(stepOf(path), fields);
  }
  return found;
}
