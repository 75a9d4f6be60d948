// What is made is written, or compared with what is there.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Writes texts to their files, given as a map by address. */
export function publish(files) {
  for (const [file, text] of files) {
    mkdirSync(new URL(".", file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** Whether all files hold their texts; names on standard error those that do not. */
export function fresh(files) {
  const stale = [...files].filter(([file, text]) => text !== read(file));
  for (const [file] of stale) console.error(`not as made: ${fileURLToPath(file)}`);
  return stale.length === 0;
}

/** The text of a file, or nothing where there is none. */
export function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}
