import { readFileSync } from 'node:fs';
import { openSqliteEventStore } from '../../src/index.js';
import type { Expected, NewEvent } from '../../src/index.js';

interface Input {
  readonly file: string;
  readonly requests: readonly { readonly stream: string; readonly expected: string; readonly events: readonly NewEvent[] }[];
  /** Requests in flight at once. */
  readonly concurrency: number;
}

const { file, requests, concurrency } = JSON.parse(readFileSync(0, 'utf8')) as Input;

const toExpected = (text: string): Expected => (/^\d+$/.test(text) ? BigInt(text) : (text as Expected));

const run = async (): Promise<void> => {
  const store = openSqliteEventStore({ file });
  const queue = [...requests];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { stream, expected, events } = next;
      const { revision, position } = await store.append(stream, toExpected(expected), events);
      // Written at once: what stands here was acknowledged.
      process.stdout.write(`${JSON.stringify({ stream, revision: Number(revision), position })}\n`);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  await store.close();
};

void run();
