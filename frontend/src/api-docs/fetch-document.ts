/** The services' merged OpenAPI document, made to be tried from the page that shows it. */
import { queryOptions } from '@tanstack/react-query';
import { isPassing, ProblemRaised, problemFrom, problemOf } from '../lib/problem';
import { TOKEN_ADDRESS } from './fetch-token';

/** Where the document itself lies, for programs. */
export const DOCUMENT_ADDRESS = '/api/gateway/v1/openapi.json';

interface Flow {
  tokenUrl: string;
}

/** As much of the document as the page itself reads; the rest is for the one who draws it. */
export interface ApiDocument {
  info: { version: string; 'x-missing'?: string[] };
  servers: { url: string }[];
  paths: Record<string, unknown>;
  components: { securitySchemes?: Record<string, { flows?: Record<string, Flow> }> };
}

function isDocument(body: unknown): body is ApiDocument {
  return (
    typeof body === 'object' &&
    body !== null &&
    'paths' in body &&
    'info' in body &&
    'components' in body
  );
}

/**
 * The document with every address at the page's own origin.
 *
 * The installation may be known by another name than the one in the reader's address field, and
 * the content security policy lets the page ask its own origin alone.
 */
export function atOrigin(document: ApiDocument, origin: string): ApiDocument {
  const schemes = Object.entries(document.components.securitySchemes ?? {}).map(
    ([name, scheme]) => {
      if (scheme.flows === undefined) return [name, scheme] as const;
      const flows = Object.entries(scheme.flows).map(
        ([kind, flow]) => [kind, { ...flow, tokenUrl: `${origin}${TOKEN_ADDRESS}` }] as const,
      );
      return [name, { ...scheme, flows: Object.fromEntries(flows) }] as const;
    },
  );
  return {
    ...document,
    servers: [{ url: origin }],
    components: { ...document.components, securitySchemes: Object.fromEntries(schemes) },
  };
}

/** The document, as a query that the page holds on to. */
export const documentOptions = queryOptions({
  queryKey: ['api-document'],
  queryFn: async ({ signal }): Promise<ApiDocument> => {
    const answer = await fetch(DOCUMENT_ADDRESS, {
      signal,
      headers: { Accept: 'application/json' },
    });
    const body: unknown = await answer.json().catch(() => null);
    if (!answer.ok || !isDocument(body)) {
      throw new ProblemRaised(problemFrom(answer.ok ? 502 : answer.status, body));
    }
    return atOrigin(body, location.origin);
  },
  // The page is read at length; nothing on it may fold together under the reader.
  staleTime: Infinity,
  retry: (failures, error) => failures < 1 && isPassing(problemOf(error)),
});
