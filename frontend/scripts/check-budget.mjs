/** Fails when the built JavaScript outgrows its budget: first load 150 KB in six files, each later
 * chunk 40 KB, a library that one page alone asks for what it weighs. */
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const FIRST_LOAD_KB = 150;
const FIRST_FILES = 6;
const LATER_CHUNK_KB = 40;
// Nobody but a reader of /api-docs waits for it, and it cannot be had in parts.
const LIBRARIES_KB = { 'swagger-ui': 450 };

const dist = new URL('../dist/', import.meta.url);
const page = readFileSync(new URL('index.html', dist), 'utf8');
const size = (name) => gzipSync(readFileSync(new URL(`assets/${name}`, dist))).length / 1024;

const scripts = readdirSync(new URL('assets/', dist)).filter((name) => name.endsWith('.js'));
const first = scripts.filter((name) => page.includes(`/assets/${name}`));
const firstLoad = first.reduce((sum, name) => sum + size(name), 0);
console.log(
  `first load ${firstLoad.toFixed(1)} KB of ${FIRST_LOAD_KB} KB gzip in ${first.length} files`,
);

let broken = first.length === 0 || first.length > FIRST_FILES || firstLoad > FIRST_LOAD_KB;
for (const name of scripts.filter((script) => !first.includes(script))) {
  const kilobytes = size(name);
  const library = Object.keys(LIBRARIES_KB).find((each) => name.startsWith(`${each}-`));
  const allowed = LIBRARIES_KB[library] ?? LATER_CHUNK_KB;
  console.log(`${name} ${kilobytes.toFixed(1)} KB of ${allowed} KB gzip`);
  broken ||= kilobytes > allowed;
}
if (/<script(?![^>]*\bsrc=)|<style|\sstyle=/.test(page)) {
  console.error('index.html holds inline code, which the content security policy refuses.');
  broken = true;
}
process.exitCode = broken ? 1 : 0;
