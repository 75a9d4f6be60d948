// Monaco asks for a worker per language; each is a file of its own on this origin.
const urls = WORKER_URLS; // { editor, json, graphql }, filled in by bundle.mjs

globalThis.MonacoEnvironment = {
  getWorker: (_id, label) => new Worker(urls[label] ?? urls.editor, { name: label }),
};
