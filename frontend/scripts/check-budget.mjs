/** Fails when the built JavaScript outgrows its budget: first load 150 KB, each later chunk 40 KB. */
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const FIRST_LOAD_KB = 150;
const LATER_CHUNK_KB = 40;

const dist = new URL('../dist/', import.meta.url);
const page = readFileSync(new URL('index.html', dist), 'utf8');
const size = (name) => gzipSync(readFileSync(new URL(`assets/${name}`, dist))).length / 1024;

const scripts = readdirSync(new URL('assets/', dist)).filter((name) => name.endsWith('.js'));
const first = scripts.filter((name) => page.includes(`/assets/${name}`));
const firstLoad = first.reduce((sum, name) => sum + size(name), 0);
console.log(`first load ${firstLoad.toFixed(1)} KB of ${FIRST_LOAD_KB} KB gzip`);

let broken = first.length === 0 || firstLoad > FIRST_LOAD_KB;
for (const name of scripts.filter((script) => !first.includes(script))) {
  const kilobytes = size(name);
  console.log(`${name} ${kilobytes.toFixed(1)} KB of ${LATER_CHUNK_KB} KB gzip`);
  broken ||= kilobytes > LATER_CHUNK_KB;
}
if (/<script(?![^>]*\bsrc=)|<style|\sstyle=/.test(page)) {
  console.error('index.html holds inline code, which the content security policy refuses.');
  broken = true;
}
process.exitCode = broken ? 1 : 0;
