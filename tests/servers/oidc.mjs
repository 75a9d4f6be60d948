// A real OpenID provider for tests of sign-in, and a door to steer it by.
//
//   node oidc.mjs PORT
//
//   POST /control/clients {redirectUri, metadata?}        -> {clientId, clientSecret}
//   POST /control/accounts {subject?, email, emailVerified, name, locale} -> {subject}
//   POST /control/clients/ID/next {subject}     signs in at this client from now on; null: nobody
//   POST /control/clients/ID/tamper {claims?, header?, key?}    falsifies its next ID token
//   POST /control/rotate                        a new signing key; the one before stays published
//   POST /control/jwt {claims, header?, key?}   -> {token}, whatever the claims say
//
// claims, header: with null for what is to be left out.
// metadata: members of OpenID's client registration, such as id_token_signed_response_alg (ES256).
// key: "current", "foreign" (unknown, under the current one's kid) or "none" (`alg: none`).
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

import { ready, Refused, serveJson } from './json.mjs';
import { Issuer } from './oidc/provider.mjs';

const port = Number(process.argv[2]);
const issuer = new Issuer(`http://127.0.0.1:${port}`);
await issuer.rotate();

async function addClient({ redirectUri, metadata }) {
  const clientId = randomUUID();
  const clientSecret = randomUUID();
  await issuer.clients.upsert(clientId, {
    client_id: clientId,
    client_secret: clientSecret,
    redirect_uris: [redirectUri],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    ...metadata,
  });
  return { clientId, clientSecret };
}

function addAccount({ subject = randomUUID(), email, emailVerified, name, locale }) {
  issuer.accounts.set(subject, { email, email_verified: emailVerified, name, locale });
  return { subject };
}

function jwt({ claims, header, key }) {
  const now = Math.floor(Date.now() / 1000);
  const defaults = { iss: issuer.url, iat: now, exp: now + 5 * 60 };
  return { token: issuer.jwt({ ...defaults, ...claims }, header, key) };
}

async function ofClient(id, action, body) {
  if (!(await issuer.clients.find(id))) throw new Refused(404, `no client is called ${id}`);
  if (action === 'tamper') {
    issuer.tampering.set(id, body);
  } else if (body.subject === null) {
    issuer.next.delete(id);
  } else if (issuer.accounts.has(body.subject)) {
    issuer.next.set(id, body.subject);
  } else {
    throw new Refused(404, `no account is called ${body.subject}`);
  }
}

function control({ pathname }, body) {
  const [, id, action] = pathname.match(/^\/control\/clients\/([^/]+)\/(next|tamper)$/) ?? [];
  if (id) return ofClient(id, action, body);
  switch (pathname) {
    case '/control/clients':
      return addClient(body);
    case '/control/accounts':
      return addAccount(body);
    case '/control/rotate':
      return issuer.rotate();
    case '/control/jwt':
      return jwt(body);
    default:
      throw new Refused(404, `nothing is steered at ${pathname}`);
  }
}

const server = createServer((request, response) =>
  request.url.startsWith('/control/')
    ? serveJson(request, response, control)
    : issuer.handle(request, response),
);
server.listen(port, '127.0.0.1', ready);
