// The control doors of the test servers: small HTTP servers that speak JSON.
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

// Answers with what `answer(url, body)` returns; what it throws is the tester's mistake, and said so.
export async function serveJson(request, response, answer) {
  const reply = (status, json) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(json));
  };
  try {
    const chunks = await request.toArray();
    const text = Buffer.concat(chunks).toString();
    const url = new URL(request.url, 'http://127.0.0.1');
    reply(200, (await answer(url, text ? JSON.parse(text) : {})) ?? {});
  } catch (error) {
    reply(error.status ?? 400, { error: error.message });
  }
}

// The server's end of the bargain with watchdog.sh: what it reads in the log.
export function ready() {
  console.log('Ready to accept connections');
}
