/** Problems (RFC 9457): read from any answer, and put at the field that they point to. */
import i18next from 'i18next';

export interface FieldMistake {
  pointer: string;
  code: string;
  detail: string;
}

export interface Problem {
  status: number;
  code: string;
  title: string;
  detail: string;
  errors: readonly FieldMistake[];
  traceId: string | null;
}

/** A problem on its way to the screen. */
export class ProblemRaised extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.name = 'ProblemRaised';
    this.problem = problem;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function mistakes(value: unknown): FieldMistake[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).map((mistake) => ({
    pointer: text(mistake['pointer']),
    code: text(mistake['code']),
    detail: text(mistake['detail']),
  }));
}

/** Reads the body of a refused answer; one that is no problem becomes a problem that says so. */
export function problemFrom(status: number, body: unknown): Problem {
  if (isRecord(body) && text(body['title']) !== '') {
    return {
      status,
      code: text(body['code']) || 'unknown',
      title: text(body['title']),
      detail: text(body['detail']),
      errors: mistakes(body['errors']),
      traceId: text(body['trace_id']) || null,
    };
  }
  return {
    status,
    code: 'unreadable',
    title: i18next.t('state.unreadable_title'),
    detail: i18next.t('state.unreadable_detail', { status }),
    errors: [],
    traceId: null,
  };
}

/** The problem behind anything thrown while fetching; a failed connection has status 0. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemRaised) return error.problem;
  return {
    status: 0,
    code: 'offline',
    title: i18next.t('state.offline_title'),
    detail: i18next.t('state.offline_detail'),
    errors: [],
    traceId: null,
  };
}

/** What the reader can do next, by the kind of problem. */
export function remedy(problem: Problem): string {
  if (problem.status === 0) return i18next.t('state.next_offline');
  if (problem.status === 401) return i18next.t('state.next_signed_out');
  if (problem.status === 403) return i18next.t('state.next_forbidden');
  if (problem.status === 404) return i18next.t('state.next_missing');
  if (problem.errors.length > 0) return i18next.t('state.next_fix');
  if (problem.status === 429 || problem.status >= 500) return i18next.t('state.next_retry');
  return i18next.t('state.next_other');
}

/** The last part of a JSON pointer: the field's name (`/query/age` → `age`). */
export function fieldOf(pointer: string): string {
  const last = pointer.split('/').at(-1) ?? '';
  return last.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** A JSON pointer as the path of a form's field (`/targets/0/goal` → `targets.0.goal`). */
export function pathOf(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');
}

/** The first mistake at each of a form's fields, by field name. */
export function mistakesByField(
  problem: Problem | null,
  fields: readonly string[],
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const mistake of problem?.errors ?? []) {
    const field = fieldOf(mistake.pointer);
    if (fields.includes(field) && !found.has(field)) found.set(field, mistake.detail);
  }
  return found;
}

/** Whether trying again, without any change, may help. */
export function isPassing(problem: Problem): boolean {
  return problem.status === 0 || problem.status === 429 || problem.status >= 502;
}
