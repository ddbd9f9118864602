/** Writes each service's types from its committed OpenAPI; with --check, says which are out of date. */
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const SERVICES = ['gateway', 'visitation', 'contracts', 'surveys', 'effects'];
const HEADER = `/** Written by \`npm run api\` from the service's openapi.json; not to be edited by hand. */\n\n`;
const check = process.argv.includes('--check');

for (const service of SERVICES) {
  const source = new URL(`../../services/${service}/openapi.json`, import.meta.url);
  const target = new URL(`../src/api/${service}.d.ts`, import.meta.url);
  const written = HEADER + astToString(await openapiTS(source));
  if (!check) {
    writeFileSync(target, written);
  } else if (readFileSync(target, 'utf8') !== written) {
    console.error(`src/api/${service}.d.ts is older than the service: run \`npm run api\`.`);
    process.exitCode = 1;
  }
}
