import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { Refused, type Backend } from './backend';
import { commands, type Call } from './commands';

const call: Call = async (name, args = {}) => {
  try {
    return await invoke(name, args);
  } catch (error) {
    // A command of ours fails with {code, message}; the shell's own refusals are plain strings.
    if (isFailure(error)) throw new Refused(error.code, error.message);
    throw error;
  }
};

function isFailure(error: unknown): error is { code: string; message: string } {
  return typeof error === 'object' && error !== null && 'code' in error && 'message' in error;
}

function subscribe(changed: () => void): () => void {
  const listening = listen('changed', changed);
  // Whoever subscribes looks afterwards: nothing that happened in between is missed.
  listening.then(changed, changed);
  return () => stop(listening);
}

function onNoDialler(told: () => void): () => void {
  const listening = listen('no_dialler', told);
  return () => stop(listening);
}

function stop(listening: Promise<() => void>): void {
  listening.then((unlisten) => unlisten()).catch(() => {
    // Without a listener there is nothing to stop.
  });
}

/** The phone's core in the same process as this window. */
export const tauri: Backend = { ...commands(call), subscribe, onNoDialler };
