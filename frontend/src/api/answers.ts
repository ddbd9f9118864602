/** Short names for what the services answer, taken from the generated types. */
import type { paths } from './visitation';

type GuidePath = paths['/v1/guide']['get'];

export type Guide = GuidePath['responses'][200]['content']['application/json'];
export type GuideQuery = GuidePath['parameters']['query'];
export type Card = Guide['ranked'][number];
export type Offer = Card['offer'];
export type Figure = Card['figures'][string];
export type Indicator = Guide['indicators'][number];
