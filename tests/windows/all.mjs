// All window tests, one after another: each opens windows, and a machine has few cores. Node's own way to name a folder of
// tests differs from version to version.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

const here = import.meta.dirname;
const files = readdirSync(here).filter((name) => name.endsWith('.test.mjs')).map((name) => join(here, name));
run({ files, concurrency: 1 })
  .on('test:fail', () => (process.exitCode = 1))
  .compose(spec)
  .pipe(process.stdout);
