// The demonstration's identity provider: `node server.mjs CONFIGURATION`, a JSON file (0600).
//
// OpenID Connect by the certified package oidc-provider; ours are the users, the pages and the
// refusal to be anything but the demonstration's. Everything but the configuration is forgotten
// at the end: signing keys, cookies, who is signed in.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

import Provider, { interactionPolicy } from 'oidc-provider';

import { Accounts } from './accounts.mjs';
import * as pages from './pages.mjs';

const DEMONSTRATION = '0999';
const LONGEST_FORM = 10_000;
const STYLE = readFileSync(new URL('./style.css', import.meta.url));

function refuse(why) {
  process.stderr.write(`Identitetsudbyderen starter ikke: ${why}\n`);
  process.exit(2);
}

function read(path) {
  const told = JSON.parse(readFileSync(path, 'utf8'));
  const municipalities = new Set(
    told.users.flatMap((user) => user.privileges.map((each) => each.scope)),
  );
  if (told.demonstration !== DEMONSTRATION || [...municipalities].join() !== DEMONSTRATION) {
    refuse(`den er kun til demonstrationskommunen ${DEMONSTRATION}.`);
  }
  const application = new URL(told.application);
  if (!['localhost', '127.0.0.1'].includes(application.hostname)) {
    refuse('den er kun til sider på denne maskine.');
  }
  return told;
}

function newKey() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kid = randomBytes(8).toString('hex');
  return { ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'ES256' };
}

// Who signs in again is asked again: people of the demonstration change between its users.
function askEachTime() {
  const { Check, base } = interactionPolicy;
  const policy = base();
  policy.remove('consent');
  policy.get('login').checks.add(
    new Check('each_time', 'a demonstration is signed in to each time', (ctx) =>
      ctx.oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT,
    ),
  );
  return policy;
}

function newProvider(told, accounts) {
  return new Provider(told.issuer, {
    clients: [
      {
        client_id: told.client_id,
        client_secret: told.client_secret,
        redirect_uris: [`${told.application}/api/gateway/v1/session/callback`],
        post_logout_redirect_uris: [`${told.application}/sign-in`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_basic',
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [newKey()] },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'privileges'] },
    conformIdTokenClaims: false,
    findAccount: (_ctx, id) => accounts.find(id),
    interactions: { policy: askEachTime(), url: (_ctx, { uid }) => `/login/${uid}` },
    // Nobody is asked whether the application may know what it is there for.
    async loadExistingGrant(ctx) {
      const { client, params, provider, session } = ctx.oidc;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope(params.scope);
      await grant.save();
      return grant;
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => show(ctx, pages.signOut(form)),
        postLogoutSuccessSource: (ctx) => show(ctx, pages.signedOut(told.application)),
      },
    },
    pkce: { required: () => true },
    responseTypes: ['code'],
    ttl: {
      AccessToken: 60,
      AuthorizationCode: 60,
      Grant: 3_600,
      IdToken: 300,
      Interaction: 600,
      Session: 8 * 3_600,
    },
    renderError: (ctx, out) => show(ctx, pages.trouble(out.error, told.application)),
  });
}

function show(ctx, page) {
  ctx.type = 'html';
  ctx.body = page;
}

async function formOf(request) {
  let text = '';
  for await (const part of request) {
    text += part;
    if (text.length > LONGEST_FORM) return new URLSearchParams();
  }
  return new URLSearchParams(text);
}

function signIn(provider, accounts) {
  return async (ctx, next) => {
    if (!ctx.path.startsWith('/login/')) return next();
    try {
      await provider.interactionDetails(ctx.req, ctx.res);
    } catch {
      ctx.status = 400;
      return show(ctx, pages.trouble('expired', accounts.application));
    }
    if (ctx.method === 'GET') return show(ctx, pages.signIn(accounts.names()));
    if (ctx.method !== 'POST') return next();
    const form = await formOf(ctx.req);
    if (form.has('cancel')) {
      const result = { error: 'access_denied', error_description: 'cancelled' };
      ctx.respond = false;
      return provider.interactionFinished(ctx.req, ctx.res, result);
    }
    const username = form.get('username') ?? '';
    const outcome = accounts.check(username, form.get('password') ?? '');
    if (outcome.id === undefined) {
      ctx.status = 400;
      return show(ctx, pages.signIn(accounts.names(), { username, mistake: outcome.mistake }));
    }
    ctx.respond = false;
    const login = { accountId: outcome.id, remember: false };
    return provider.interactionFinished(ctx.req, ctx.res, { login });
  };
}

// Another person at the same browser is a new session, not a change of somebody's: for a change
// the library shows a page that needs a script.
function forgetWhoWasHere(request) {
  const { cookie } = request.headers;
  if (cookie !== undefined) {
    const kept = cookie.split(';').filter((pair) => !/^\s*_session(?:[.=])/u.test(pair));
    request.headers.cookie = kept.join(';');
  }
}

function guard(application) {
  const policy =
    "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; " +
    `form-action 'self' ${application}`;
  return async (ctx, next) => {
    ctx.set('Content-Security-Policy', policy);
    ctx.set('X-Content-Type-Options', 'nosniff');
    ctx.set('Referrer-Policy', 'no-referrer');
    ctx.set('Cache-Control', 'no-store');
    if (ctx.path === '/auth' || ctx.path.startsWith('/auth/')) forgetWhoWasHere(ctx.req);
    if (ctx.path === '/style.css') {
      ctx.type = 'css';
      ctx.body = STYLE;
      return undefined;
    }
    return next();
  };
}

const told = read(process.argv[2] ?? refuse('angiv en konfiguration.'));
const accounts = new Accounts(told.users, told.application);
const provider = newProvider(told, accounts);
provider.use(guard(told.application));
provider.use(signIn(provider, accounts));
const address = new URL(told.issuer);
createServer(provider.callback()).listen(Number(address.port), '127.0.0.1');

// The system ends us with the process that started us; where it cannot, we look for ourselves.
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.exit(1), 1_000).unref();
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
