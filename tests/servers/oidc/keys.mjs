// The provider's signing keys, and tokens signed by any of them.
import { generateKeyPair, randomUUID, sign } from 'node:crypto';
import { promisify } from 'node:util';

const generate = promisify(generateKeyPair);

// One key for each algorithm that a client may ask for.
export async function generateKeys() {
  const pairs = {
    RS256: await generate('rsa', { modulusLength: 2048 }),
    ES256: await generate('ec', { namedCurve: 'P-256' }),
  };
  const keys = {};
  for (const [alg, { privateKey }] of Object.entries(pairs)) {
    keys[alg] = { kid: `${alg}-${randomUUID()}`, privateKey };
  }
  return keys;
}

export function jwks(generations) {
  const entries = generations.flatMap((keys) => Object.entries(keys));
  return {
    keys: entries.map(([alg, { kid, privateKey }]) => ({
      ...privateKey.export({ format: 'jwk' }),
      kid,
      alg,
      use: 'sig',
    })),
  };
}

// Without the members that are null: that is how a test leaves one out.
function encode(json) {
  const text = JSON.stringify(json, (_name, value) => value ?? undefined);
  return Buffer.from(text).toString('base64url');
}

// By hand and not by a library: a library refuses to make most of the tokens that a test needs.
export function signed(claims, header, privateKey) {
  const input = `${encode(header)}.${encode(claims)}`;
  if (!privateKey) return `${input}.`;
  const signature = sign('sha256', input, { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

export const claimsOf = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
export const headerOf = (token) => JSON.parse(Buffer.from(token.split('.')[0], 'base64url'));
