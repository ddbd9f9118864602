/** The one way to the services: typed by their OpenAPI, with the token and with problems raised. */
import createClient, { type Middleware } from 'openapi-fetch';
import { ProblemRaised, problemFrom } from '../lib/problem';
import { access } from './token';
import type { paths } from './visitation';

async function isExpired(answer: Response): Promise<boolean> {
  if (answer.status !== 401) return false;
  const body: unknown = await answer
    .clone()
    .json()
    .catch(() => null);
  return problemFrom(401, body).code === 'token_expired';
}

const bearer: Middleware = {
  async onRequest({ request }) {
    request.headers.set('Authorization', `Bearer ${(await access()).token}`);
    return request;
  },
  async onResponse({ request, response }) {
    if (!(await isExpired(response))) return response;
    const { token } = await access({ anew: true });
    const again = new Request(request);
    again.headers.set('Authorization', `Bearer ${token}`);
    return fetch(again);
  },
};

/** The visitation service, at its place under the same origin. */
export const visitation = createClient<paths>({
  baseUrl: '/api/visitation',
  // Looked up at each call, so that a test can stand at the network's edge.
  fetch: (request) => fetch(request),
});
visitation.use(bearer);

/** The answer's body, or its problem raised. */
export function bodyOf<Body>(result: { data?: Body; error?: unknown; response: Response }): Body {
  if (result.data !== undefined) return result.data;
  throw new ProblemRaised(problemFrom(result.response.status, result.error));
}
