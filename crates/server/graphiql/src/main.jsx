import './workers.js';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { examples } from './examples.js';
import { fetcher } from './fetcher.js';
// Monaco brings its own CSS; graphiql/style.css would repeat it and add 400 kB of fonts.
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import 'graphiql/graphiql.css';
import './page.css';

// A page that shows where its data are from leads here with its document: /graphiql?query=…&variables=…
const address = new URLSearchParams(location.search);
const query = address.get('query') ?? undefined;
const variables = query && (address.get('variables') ?? undefined);
const asked = query ? [{ query, variables }] : [];

createRoot(document.getElementById('graphiql')).render(
  <GraphiQL
    fetcher={fetcher}
    defaultTabs={[...asked, ...examples]}
    initialQuery={query}
    initialVariables={variables}
    isHeadersEditorEnabled
  >
    <GraphiQL.Logo>Passerelle</GraphiQL.Logo>
  </GraphiQL>,
);
