/** What stands in the address of an order: the step, and never whom it is for. */
import { STEP_NAMES, type StepName } from './steps';

export interface OrderSearch {
  step?: StepName | 'receipt';
  /** A draft that the server has, to go on with. */
  referral?: string;
  /** The guide's weights, under which the offer was looked at. */
  weights?: string;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Reads the address. */
export function readOrderSearch(search: Record<string, unknown>): OrderSearch {
  const step = [...STEP_NAMES, 'receipt' as const].find((name) => name === search['step']);
  const [referral, weights] = [textOf(search['referral']), textOf(search['weights'])];
  return {
    ...(step === undefined ? {} : { step }),
    ...(referral === '' ? {} : { referral }),
    ...(weights === '' ? {} : { weights }),
  };
}
