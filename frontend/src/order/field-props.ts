/** What every step is given: the draft, what is wrong with it, and a way to change it. */
import type { AlignmentDraft, OrderDraft } from './draft';

export interface StepProps {
  draft: OrderDraft;
  /** What stands wrong at a field, by its path. */
  mistakes: ReadonlyMap<string, string>;
  onChange: (changes: Partial<OrderDraft>) => void;
}

export interface AlignmentProps {
  alignment: AlignmentDraft;
  mistakes: ReadonlyMap<string, string>;
  isMetFirst: boolean;
  /** What is acknowledged now. */
  terms: string;
  onChange: (alignment: AlignmentDraft) => void;
}

/** The id of a field on the page. */
export function idOf(path: string): string {
  return `order-${path.replaceAll('.', '-')}`;
}
