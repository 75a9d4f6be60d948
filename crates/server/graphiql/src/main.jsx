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

createRoot(document.getElementById('graphiql')).render(
  <GraphiQL fetcher={fetcher} defaultTabs={examples} isHeadersEditorEnabled>
    <GraphiQL.Logo>Passerelle</GraphiQL.Logo>
  </GraphiQL>,
);
