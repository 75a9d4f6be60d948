// Runs every server audit of graphql-http against the endpoint that is named, and writes what came of
// each as a line of JSON: { id, name, status, reason }.
import { serverAudits } from 'graphql-http';

const url = process.argv[2];
for (const { fn } of serverAudits({ url })) {
  const { id, name, status, reason } = await fn();
  console.log(JSON.stringify({ id, name, status, reason }));
}
