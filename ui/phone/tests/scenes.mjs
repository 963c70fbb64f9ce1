// The scenes of the fixture, for tests that run in Node.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const file = fileURLToPath(new URL('./fixture/scenes.ts', import.meta.url));
const { module } = await runnerImport(file, { configFile: false, logLevel: 'error' });
export const { SCENES } = module;
