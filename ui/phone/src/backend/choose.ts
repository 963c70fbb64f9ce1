import { isTauri } from '@tauri-apps/api/core';
import type { Backend } from './backend';
import { bridge } from './bridge';
import { tauri } from './tauri';

/** The core in the window's own process, or the one behind the bridge that served this page. */
export function choose(): Backend {
  return isTauri() ? tauri : bridge;
}
