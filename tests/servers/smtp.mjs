// A real mail server for tests, which delivers nothing: it takes every mail, and shows it.
//
//   node smtp.mjs PORT CONTROL_PORT
//
//   GET /messages?to=ADDRESS      the mails to this address, the oldest first, as
//                                 {id, to: [], from, subject, text, html, headers}
//     &after=ID                   only those that came after this one
//     &wait=SECONDS               until there is one, but no longer
//   POST /refuse {to, times}      answers the next so many recipients of this address with 451
//
// `to` and `from` are the envelope's, so that they are also those of a blind copy and of a bounce.
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';

import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

import { ready, Refused, serveJson } from './json.mjs';

const KEPT = 1000;
const [port, controlPort] = process.argv.slice(2).map(Number);

const messages = [];
const refusals = new Map();
const news = new EventEmitter().setMaxListeners(0);
let lastId = 0;

// Addresses are compared as people do, who expect no difference between Ada@ and ada@.
const same = (address) => address.toLowerCase();

function onRcptTo({ address }, _session, callback) {
  const left = refusals.get(same(address)) ?? 0;
  if (left === 0) return callback();
  refusals.set(same(address), left - 1);
  const refused = new Error('come back later');
  refused.responseCode = 451;
  return callback(refused);
}

async function take(stream, { mailFrom, rcptTo }) {
  const mail = await simpleParser(stream, { skipImageLinks: true, skipTextToHtml: true });
  const headers = mail.headerLines.map(({ key, line }) => [
    key,
    line.slice(line.indexOf(':') + 1).trim(),
  ]);
  lastId += 1;
  messages.push({
    id: lastId,
    to: rcptTo.map(({ address }) => address),
    from: mailFrom ? mailFrom.address : '',
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html || '',
    headers: Object.fromEntries(headers),
  });
  if (messages.length > KEPT) messages.shift();
  news.emit('message');
}

async function messagesTo(query) {
  const address = same(query.get('to') ?? '');
  const after = Number(query.get('after') ?? 0);
  const deadline = AbortSignal.timeout(Number(query.get('wait') ?? 0) * 1000);
  for (;;) {
    const found = messages.filter(
      ({ id, to }) => id > after && to.some((each) => same(each) === address),
    );
    if (found.length > 0 || !query.has('wait')) return found;
    try {
      await once(news, 'message', { signal: deadline });
    } catch {
      return [];
    }
  }
}

function control({ pathname, searchParams }, body) {
  switch (pathname) {
    case '/messages':
      return messagesTo(searchParams);
    case '/refuse':
      refusals.set(same(body.to), body.times);
      return {};
    default:
      throw new Refused(404, `nothing is steered at ${pathname}`);
  }
}

const smtp = new SMTPServer({
  // Whoever signs in is believed, and nobody has to.
  authOptional: true,
  allowInsecureAuth: true,
  onAuth: ({ username }, _session, callback) => callback(null, { user: username }),
  // There is no certificate that a client could check.
  disabledCommands: ['STARTTLS'],
  disableReverseLookup: true,
  onRcptTo,
  onData: (stream, session, callback) => {
    take(stream, session.envelope).then(() => callback(), callback);
  },
});
const door = createServer((request, response) => serveJson(request, response, control));

// An error of either, as a port that is taken, ends the program with its message.
smtp.on('error', (error) => {
  if (error.syscall === 'listen') throw error;
});
smtp.listen(port, '127.0.0.1', () => door.listen(controlPort, '127.0.0.1', ready));
