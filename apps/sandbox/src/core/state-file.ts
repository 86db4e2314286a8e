import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { SavedRuntime } from './runtime.js';

/** What the file holds, or undefined when there is none. A file of another format is refused, never overwritten. */
export const loadStateFile = (path: string | undefined): SavedRuntime | undefined => {
  if (path === undefined || !existsSync(path)) return undefined;
  const saved = JSON.parse(readFileSync(path, 'utf8')) as SavedRuntime;
  if ((saved.format as unknown) !== 1) throw new Error(`${path} holds no state of this sandbox. Remove it, or name another file.`);
  return saved;
};

/** Keeps the world in a file: written aside, synced and renamed, so that a crash leaves the old or the new one. */
export class StateFile {
  private timer: NodeJS.Timeout | undefined;
  /** A large world takes long to write: the pause grows with it, so that saving never takes more than a tenth of the time. */
  private pause = 200;

  constructor(
    private readonly path: string,
    private readonly content: () => SavedRuntime,
  ) {}

  saveSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.save();
    }, this.pause);
  }

  close(): void {
    clearTimeout(this.timer);
    this.save();
  }

  private save(): void {
    const started = performance.now();
    const aside = `${this.path}.next`;
    const file = openSync(aside, 'w', 0o600);
    try {
      writeFileSync(file, JSON.stringify(this.content()));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(aside, this.path);
    this.pause = Math.max(200, 10 * (performance.now() - started));
  }
}
