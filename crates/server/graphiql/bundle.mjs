// Bundles GraphiQL and its three Monaco workers into ../assets/graphiql.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { parse } from 'graphql';
import { licences } from './licences.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, '../assets/graphiql');
const base = '/graphiql/assets/'; // where the server publishes assets/

const UNUSED_IN_MONACO = new RegExp(
  `/(${[
    'diffEditor/diffEditor.contribution',
    'codelens/browser/codelensController',
    'colorPicker/browser/colorContributions',
    'colorPicker/browser/standaloneColorPickerActions',
    'diffEditorBreadcrumbs/browser/contribution',
    'dropOrPasteInto/browser/copyPasteContribution',
    'dropOrPasteInto/browser/dropIntoEditorContribution',
    'inlayHints/browser/inlayHintsContribution',
    'inlineCompletions/browser/inlineCompletions.contribution',
    'inlineEdit/browser/inlineEdit.contribution',
    'inlineEdits/browser/inlineEdits.contribution',
    'rename/browser/rename',
    'stickyScroll/browser/stickyScrollContribution',
    'suggest/browser/suggestInlineCompletions',
  ].join('|')})\\.js$`,
);

// Leaves out what GraphiQL bundles twice or can do with what is there already.
const lean = {
  name: 'lean',
  setup(build) {
    // Variables are tidied with jsonc-parser (bundled anyway), not Prettier's whole Babel.
    const json = join(here, 'src/prettier-json.js');
    build.onResolve({ filter: /^prettier\// }, ({ importer, path, kind, resolveDir }) => {
      if (/@graphiql.react.dist.utility.jsonc\.js$/.test(importer)) return { path: json };
      // The same plugin again under the name it had in Prettier 2.
      if (path === 'prettier/parser-graphql') {
        return build.resolve('prettier/plugins/graphql', { kind, resolveDir });
      }
      return null;
    });

    // Editor features that neither GraphQL nor JSON gives any use to.
    build.onResolve({ filter: UNUSED_IN_MONACO }, ({ importer }) =>
      /editor.editor\.all\.js$/.test(importer) ? { path: 'unused', namespace: 'empty' } : null,
    );
    build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: '' }));
  },
};

const common = {
  absWorkingDir: here,
  bundle: true,
  charset: 'utf8',
  format: 'iife',
  jsx: 'automatic',
  legalComments: 'none', // gathered in LICENSES.txt instead
  loader: { '.graphql': 'text', '.ttf': 'dataurl' },
  logLevel: 'info',
  metafile: true,
  minify: true,
  plugins: [lean],
  outdir: 'assets', // names only: nothing is written by esbuild itself
  target: ['es2022', 'chrome109', 'firefox115', 'safari16.4'],
  write: false,
};
const banner = '/*! Licences of the bundled packages: /graphiql/assets/LICENSES.txt */';
common.banner = { js: banner, css: banner };

/** Content hash, so that a new build is never served from an old cache. */
const stamped = (file) =>
  `${base}${file.name}?v=${createHash('sha256').update(file.contents).digest('hex').slice(0, 12)}`;
const files = (result) =>
  result.outputFiles.map(({ path, contents }) => ({ name: path.split(/[\\/]/).pop(), contents }));

// The workers first: the page has to know their addresses.
const workers = await esbuild.build({
  ...common,
  entryPoints: {
    'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
    'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
    'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
  },
  define: { 'process.env.NODE_ENV': '"production"' },
});
const workerFiles = files(workers);
const workerUrls = Object.fromEntries(
  workerFiles.map((file) => [file.name.replace('.worker.js', ''), stamped(file)]),
);

const page = await esbuild.build({
  ...common,
  entryPoints: { graphiql: 'src/main.jsx' },
  define: {
    'process.env.NODE_ENV': '"production"',
    WORKER_URLS: JSON.stringify(workerUrls),
  },
});
const pageFiles = files(page);

// Every example must be a tab, parse, and open with a comment saying what it shows.
for (const name of (await readdir(join(here, 'examples'))).sort()) {
  if (!(`examples/${name}` in page.metafile.inputs)) {
    throw new Error(`examples/${name} is not listed in src/examples.js`);
  }
  const text = await readFile(join(here, 'examples', name), 'utf8');
  if (!text.startsWith('#')) throw new Error(`examples/${name} must begin with a # comment`);
  parse(text);
}

const url = (name) => stamped(pageFiles.find((file) => file.name === name));
const html = (await readFile(join(here, 'src/index.html'), 'utf8'))
  .replace('{{css}}', url('graphiql.css'))
  .replace('{{js}}', url('graphiql.js'));
const notices = await licences(here, [workers.metafile, page.metafile]);

await rm(out, { recursive: true, force: true });
await mkdir(join(out, 'assets'), { recursive: true });
await writeFile(join(out, 'index.html'), html);
await writeFile(join(out, 'assets/LICENSES.txt'), notices);
let total = 0;
for (const { name, contents } of [...workerFiles, ...pageFiles]) {
  await writeFile(join(out, 'assets', name), contents);
  total += contents.length;
}
console.log(`assets/graphiql: ${(total / 1e6).toFixed(2)} MB`);

if (process.argv.includes('--analyze')) {
  console.log(await esbuild.analyzeMetafile(page.metafile));
}
