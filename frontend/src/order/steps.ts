/** The steps of an order, in their order. */
export const STEP_NAMES = ['citizen', 'targets', 'reason', 'alignment', 'summary'] as const;
export type StepName = (typeof STEP_NAMES)[number];
