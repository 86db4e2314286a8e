import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { CliFailure, exitCodes } from '../exit-codes.js';
import type { Connection } from './connection.js';

interface Refusal {
  readonly error?: { readonly code?: string; readonly message?: string; readonly field?: string; readonly remedy?: string };
}

/** What fails by the disk and not by the network. */
const fileCalls: ReadonlySet<string> = new Set(['open', 'write', 'close', 'rename']);

export interface Downloaded {
  readonly file: string;
  readonly bytes: number;
}

/** Writes an export of the API to a file, `-` for standard output. The file is there whole or not at all. */
export const download = async ({ endpoint, apiKey }: Connection, path: string, file: string): Promise<Downloaded> => {
  const response = await ask(endpoint, apiKey, path);
  if (!response.ok || !response.body) throw await refusal(endpoint, response);
  const count = { bytes: 0 };
  const counted = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      count.bytes += chunk.length;
      yield chunk;
    }
  };
  const body = Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
  if (file === '-') {
    await written(endpoint, () => pipeline(body, counted, process.stdout, { end: false }));
    return { file, ...count };
  }
  const part = `${file}.part`;
  try {
    await written(endpoint, async () => {
      await pipeline(body, counted, createWriteStream(part));
      await rename(part, file);
    });
  } finally {
    await rm(part, { force: true });
  }
  return { file, ...count };
};

const ask = async (endpoint: string, apiKey: string, path: string): Promise<Response> => {
  try {
    return await fetch(`${endpoint}${path}`, { headers: { authorization: `Bearer ${apiKey}` } });
  } catch (error) {
    throw new CliFailure(
      exitCodes.unreachable,
      `${endpoint} does not answer as Orgledger's API. Start it, or name another address with --endpoint or ORGLEDGER_ENDPOINT.`,
      { cause: (error as Error).message },
    );
  }
};

const written = async (endpoint: string, write: () => Promise<void>): Promise<void> => {
  try {
    await write();
  } catch (error) {
    const { code, syscall, message } = error as NodeJS.ErrnoException;
    if (code === 'EPIPE') throw new CliFailure(exitCodes.usage, 'What reads standard output ended before the download did.', { code });
    if (code !== undefined && syscall !== undefined && fileCalls.has(syscall))
      throw new CliFailure(exitCodes.usage, `The file cannot be written: ${message}. Nothing was kept; make room or name another place with --out.`, {
        code,
      });
    throw new CliFailure(exitCodes.unreachable, `${endpoint} broke the download off. Nothing was kept; ask again.`);
  }
};

const refusal = async (endpoint: string, response: Response): Promise<CliFailure> => {
  const text = await response.text();
  const { error } = parsed(text);
  const message = [error?.message ?? `${endpoint} answers ${response.status}.`, error?.remedy].filter(Boolean).join(' ');
  const denied = response.status === 401 || response.status === 403;
  const exitCode = denied ? exitCodes.accessDenied : response.status >= 500 ? exitCodes.unreachable : exitCodes.refused;
  return new CliFailure(exitCode, message, { ...error });
};

const parsed = (text: string): Refusal => {
  try {
    return JSON.parse(text) as Refusal;
  } catch {
    return {};
  }
};
