/** Puts what a document refers to where it is referred to, for the part that is being read. */

const COMPONENTS = '#/components/';

function at(document: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (node, step) =>
      typeof node === 'object' && node !== null ? Reflect.get(node, step) : undefined,
    document,
  );
}

/**
 * The part of a document at a path, with its references to the document's own components followed.
 *
 * What refers to itself, and what is not there, stays a reference.
 */
export function followReferences(document: unknown, path: readonly string[]): unknown {
  const follow = (node: unknown, within: readonly string[]): unknown => {
    if (Array.isArray(node)) return node.map((one) => follow(one, within));
    if (typeof node !== 'object' || node === null) return node;
    const { $ref: reference, ...beside } = node as Record<string, unknown>;
    if (
      typeof reference === 'string' &&
      reference.startsWith(COMPONENTS) &&
      !within.includes(reference)
    ) {
      const component = at(document, reference.split('/').slice(1));
      if (typeof component === 'object' && component !== null) {
        return follow({ ...component, ...beside }, [...within, reference]);
      }
    }
    return Object.fromEntries(Object.entries(node).map(([key, one]) => [key, follow(one, within)]));
  };
  return follow(at(document, path), []);
}
