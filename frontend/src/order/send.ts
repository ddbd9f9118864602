/** Sending an order: the draft first, then what was agreed on, then the order; each once. */
import { bodyOf, visitation } from '../api/client';
import type { components } from '../api/visitation';
import { aligningOf, contentOf, type Aligning, type Content, type OrderDraft } from './draft';

export type Referral = components['schemas']['Referral'];
/** Keeps a draft before and after each request, so that a reload finds what was sent. */
export type Keep = (draft: OrderDraft) => void;

function versionOf(version: number): string {
  return `"${version}"`;
}

function withSaved(draft: OrderDraft, answer: Referral, content: string): OrderDraft {
  const aligned = answer.aligned_at === null ? '' : (draft.saved?.aligned ?? '');
  return { ...draft, saved: { id: answer.id, version: answer.version, content, aligned } };
}

/** Creates the referral; a body that went out unanswered is sent again as it was. */
async function create(draft: OrderDraft, content: string, keep: Keep): Promise<OrderDraft> {
  const body = draft.sending.create || content;
  const sending = { ...draft, sending: { ...draft.sending, create: body } };
  keep(sending);
  const answer = bodyOf(
    await visitation.POST('/v1/referrals', {
      params: { header: { 'idempotency-key': draft.keys.create } },
      body: { ...(JSON.parse(body) as Content), citizen_id: draft.citizen_id },
    }),
  );
  const saved = withSaved(sending, answer, body);
  keep(saved);
  return saved;
}

/** The draft as the server has it too; nothing is sent where it does. */
export async function saveDraft(
  draft: OrderDraft,
  offerId: string,
  keep: Keep,
): Promise<OrderDraft> {
  const content = JSON.stringify(contentOf(draft, offerId));
  const known = draft.saved === null ? await create(draft, content, keep) : draft;
  if (known.saved === null || known.saved.content === content) return known;
  const answer = bodyOf(
    await visitation.PUT('/v1/referrals/{referral_id}', {
      params: {
        path: { referral_id: known.saved.id },
        header: { 'if-match': versionOf(known.saved.version) },
      },
      body: JSON.parse(content) as Content,
    }),
  );
  const saved = withSaved(known, answer, content);
  keep(saved);
  return saved;
}

async function align(draft: OrderDraft, keep: Keep): Promise<OrderDraft> {
  const { saved } = draft;
  const body = JSON.stringify(aligningOf(draft));
  if (saved === null || saved.aligned === body) return draft;
  // Other words are another act: it gets a key of its own.
  const isRepeated = draft.sending.align === '' || draft.sending.align === body;
  const key = isRepeated ? draft.keys.align : crypto.randomUUID();
  const sending: OrderDraft = {
    ...draft,
    keys: { ...draft.keys, align: key },
    sending: { ...draft.sending, align: body },
  };
  keep(sending);
  const answer = bodyOf(
    await visitation.POST('/v1/referrals/{referral_id}/align', {
      params: {
        path: { referral_id: saved.id },
        header: { 'idempotency-key': key, 'if-match': versionOf(saved.version) },
      },
      body: JSON.parse(body) as Aligning,
    }),
  );
  const aligned = { ...sending, saved: { ...saved, version: answer.version, aligned: body } };
  keep(aligned);
  return aligned;
}

/** Places the order, or asks for the approval that it needs. */
export async function placeOrder(
  draft: OrderDraft,
  offerId: string,
  keep: Keep,
): Promise<Referral> {
  const saved = await saveDraft(draft, offerId, keep);
  const ready = saved.alignment.when === 'now' ? await align(saved, keep) : saved;
  if (ready.saved === null) throw new Error('The draft has no referral.');
  return bodyOf(
    await visitation.POST('/v1/referrals/{referral_id}/order', {
      params: {
        path: { referral_id: ready.saved.id },
        header: {
          'idempotency-key': ready.keys.order,
          'if-match': versionOf(ready.saved.version),
        },
      },
      body: null,
    }),
  );
}
