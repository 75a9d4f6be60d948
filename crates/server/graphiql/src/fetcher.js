const ENDPOINT = '/graphql';

/** Posts an operation and returns the answer; headers come from the headers editor. */
export async function fetcher(params, options) {
  const headers = new Headers({
    Accept: 'application/graphql-response+json, application/json',
    'Content-Type': 'application/json',
  });
  for (const [name, value] of Object.entries(options?.headers ?? {})) headers.set(name, value);

  const response = await fetch(ENDPOINT, {
    method: 'POST',
    headers,
    body: JSON.stringify(params),
  });
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's error page, say: show it rather than "unexpected token <".
    const message = `HTTP ${response.status} ${response.statusText}: ${text.slice(0, 500)}`;
    return { errors: [{ message }] };
  }
}
