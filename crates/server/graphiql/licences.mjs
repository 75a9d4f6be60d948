// Collects the licence of every npm package that contributed code to the bundle.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

// Packages published without a licence file, and a package of the same
// repository and copyright holder whose file applies.
const SAME_AS = {
  '@graphiql/plugin-doc-explorer': 'graphiql',
  '@graphiql/plugin-history': 'graphiql',
  'react-compiler-runtime': 'react',
  'react-remove-scroll-bar': 'react-remove-scroll',
};

const RULE = '='.repeat(78);

async function licenceFile(root, name) {
  const dir = join(root, 'node_modules', name);
  const found = (await readdir(dir)).filter((file) => /^(licen[sc]e|copying)/i.test(file)).sort();
  if (found.length === 0) return null;
  return (await readFile(join(dir, found[0]), 'utf8')).replace(/\r\n/g, '\n').trim();
}

/** What Monaco itself carries in copy, beyond its own MIT licence. */
async function monacoNotices(root) {
  const dir = join(root, 'node_modules/monaco-editor');
  const notices = (await readFile(join(dir, 'ThirdPartyNotices.txt'), 'utf8')).replace(/\r\n/g, '\n');
  const sections = notices
    .split(/\n(?=%% )/)
    .filter((section) => /^%% (nodejs path library|markedjs)/.test(section))
    .map((section) => section.trim());
  if (sections.length !== 2) throw new Error('monaco-editor: third party notices have changed');
  const purify = await readFile(join(dir, 'esm/vs/base/browser/dompurify/dompurify.js'), 'utf8');
  const purifyNotice = purify.match(/@license (DOMPurify [^*]*)\*\//);
  if (!purifyNotice) throw new Error('monaco-editor: the DOMPurify notice has moved');
  return [
    ...sections,
    `%% DOMPurify\n${RULE}\n${purifyNotice[1].trim()}\n(used here under the Apache License 2.0, whose text appears in this file)`,
    `%% Codicons (icon font)\n${RULE}\nCopyright (c) Microsoft Corporation. The font is licensed under the Creative\nCommons Attribution 4.0 International licence,\nhttps://creativecommons.org/licenses/by/4.0/legalcode`,
  ].join('\n\n');
}

export async function licences(root, metafiles) {
  const packages = new Map(); // directory below node_modules -> name
  for (const { outputs } of metafiles) {
    for (const { inputs } of Object.values(outputs)) {
      for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
        const found = path.match(/^node_modules\/((?:.*\/node_modules\/)?((?:@[^/]+\/)?[^/]+))/);
        if (found && bytesInOutput > 0) packages.set(found[1], found[2]);
      }
    }
  }

  const byText = new Map(); // identical texts are printed once
  for (const [path, name] of [...packages].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const meta = JSON.parse(await readFile(join(root, 'node_modules', path, 'package.json'), 'utf8'));
    let text = (await licenceFile(root, path)) ?? (await licenceFile(root, SAME_AS[name] ?? name));
    if (!text) throw new Error(`no licence text for ${name}: add it to SAME_AS in licences.mjs`);
    if (name === 'monaco-editor') text += `\n\n${await monacoNotices(root)}`;
    if (!byText.has(text)) byText.set(text, new Set());
    byText.get(text).add(`${name} ${meta.version} (${meta.license})`);
  }

  const body = [...byText].map(([text, who]) => `${RULE}\n${[...who].join('\n')}\n${RULE}\n\n${text}\n`);
  return `Software bundled in the GraphiQL explorer of Passerelle, and its licences.\n\n${body.join('\n')}`;
}
