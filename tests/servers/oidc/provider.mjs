// An OpenID provider whose people sign in without a page: whoever was named for the client is who
// comes back from the authorization endpoint, having agreed to everything.
import { Provider, interactionPolicy } from 'oidc-provider';

import { claimsOf, generateKeys, headerOf, jwks, signed } from './keys.mjs';
import { memory } from './memory.mjs';

const SESSION = 60 * 60;

export class Issuer {
  accounts = new Map();
  // Of a client's id: who signs in there, and how its next ID token is falsified.
  next = new Map();
  tampering = new Map();
  #adapter = memory();
  // The newest first, which the provider prefers.
  #generations = [];
  #foreign;
  #provider;
  #handle;

  constructor(url) {
    this.url = url;
  }

  get clients() {
    return this.#adapter('Client');
  }

  // The provider reads its keys only once, so that new keys mean a new provider; what it has issued
  // is in the adapter.
  async rotate() {
    this.#foreign ??= await generateKeys();
    this.#generations = [await generateKeys(), ...this.#generations].slice(0, 2);
    this.#provider = new Provider(this.url, this.#configuration());
    this.#provider.use((ctx, next) => this.#around(ctx, next));
    this.#provider.on('server_error', (_ctx, error) => console.error(error));
    this.#handle = this.#provider.callback();
  }

  handle(request, response) {
    return this.#handle(request, response);
  }

  // key: `current`, `foreign` (which claims to be the current one) or `none`.
  jwt(claims, header = {}, key = 'current') {
    if (key === 'none') return signed(claims, { typ: 'JWT', ...header, alg: 'none' });
    const alg = header.alg ?? 'RS256';
    const [current] = this.#generations;
    const keys = { current, foreign: this.#foreign }[key];
    if (!keys?.[alg]) throw new TypeError(`no key is called ${key} and signs ${alg}`);
    return signed(claims, { typ: 'JWT', kid: current[alg].kid, ...header, alg }, keys[alg].privateKey);
  }

  async #around(ctx, next) {
    if (ctx.path === '/auth') await this.#signIn(ctx);
    await next();
    // Without its member `oidc`, the request was not for the provider.
    if (ctx.path === '/token' && ctx.body?.id_token) this.#tamper(ctx);
  }

  // As if the person had signed in just before, in this browser. A session of another test's account,
  // which the browser may have kept, has no say.
  async #signIn(ctx) {
    delete ctx.req.headers.cookie;
    const subject = ctx.query.login_hint ?? this.next.get(ctx.query.client_id);
    if (!this.accounts.has(subject)) return;
    const loginTs = Math.floor(Date.now() / 1000);
    const session = new this.#provider.Session({ accountId: subject, loginTs });
    await session.save(SESSION);
    ctx.req.headers.cookie = `${this.#provider.cookieName('session')}=${session.id}`;
  }

  #tamper(ctx) {
    const id = ctx.oidc.client.clientId;
    const tampering = this.tampering.get(id);
    if (!tampering) return;
    this.tampering.delete(id);
    const token = ctx.body.id_token;
    // `kid` is left to `jwt`: another algorithm has another one.
    const { alg } = headerOf(token);
    const { claims, header, key } = tampering;
    const falsified = this.jwt({ ...claimsOf(token), ...claims }, { alg, ...header }, key);
    ctx.body = { ...ctx.body, id_token: falsified };
  }

  #configuration() {
    // No question is ever open; without an account, access is denied.
    const policy = interactionPolicy.base();
    policy.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }));
    for (const prompt of policy) prompt.checks.clear();
    return {
      adapter: this.#adapter,
      jwks: jwks(this.#generations),
      interactions: { policy, url: () => '/' },
      features: { devInteractions: { enabled: false } },
      responseTypes: ['code'],
      pkce: { required: () => true },
      clientDefaults: { id_token_signed_response_alg: 'RS256' },
      scopes: ['openid', 'offline_access', 'email', 'profile'],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'locale'] },
      // Everything in the ID token, too, as the large providers do.
      conformIdTokenClaims: false,
      findAccount: (_ctx, subject) => {
        const account = this.accounts.get(subject);
        return account && { accountId: subject, claims: () => ({ sub: subject, ...account }) };
      },
      loadExistingGrant: async ({ oidc }) => {
        const { clientId } = oidc.client;
        const grant = new this.#provider.Grant({ clientId, accountId: oidc.session.accountId });
        grant.addOIDCScope('openid offline_access email profile');
        await grant.save(SESSION);
        return grant;
      },
      ttl: { Grant: SESSION, Session: SESSION, IdToken: SESSION, AccessToken: SESSION },
    };
  }
}
