import { expect, test } from 'vitest';
import { followReferences } from './follow-references';

const OFFER = { $ref: '#/components/schemas/Offer' };
const DOCUMENT = {
  paths: { '/offers': { get: { schema: { type: 'array', items: [OFFER, OFFER] } } } },
  components: {
    schemas: {
      Offer: { title: 'Offer', price: { $ref: '#/components/schemas/Price' } },
      Price: { type: 'string' },
      Tree: { title: 'Tree', branch: { $ref: '#/components/schemas/Tree' } },
    },
  },
};

test('what is referred to stands where it is referred to, also within what was', () => {
  const offer = { title: 'Offer', price: { type: 'string' } };
  expect(followReferences(DOCUMENT, ['paths', '/offers', 'get'])).toEqual({
    schema: { type: 'array', items: [offer, offer] },
  });
});

test('what stands beside a reference says more of what it refers to', () => {
  const read = { ...DOCUMENT, part: { ...OFFER, title: 'The chosen one' } };
  expect(followReferences(read, ['part'])).toMatchObject({
    title: 'The chosen one',
    price: { type: 'string' },
  });
});

test('what refers to itself ends in its reference', () => {
  expect(followReferences(DOCUMENT, ['components', 'schemas', 'Tree'])).toEqual({
    title: 'Tree',
    branch: { title: 'Tree', branch: { $ref: '#/components/schemas/Tree' } },
  });
});

test.each(['#/components/schemas/Missing', 'https://elsewhere.example/offer.json'])(
  '%s stays as it is written',
  ($ref) => {
    expect(followReferences({ part: { $ref } }, ['part'])).toEqual({ $ref });
  },
);

test('a path that is not there is nothing', () => {
  expect(followReferences(DOCUMENT, ['paths', '/clients', 'get'])).toBeUndefined();
});
