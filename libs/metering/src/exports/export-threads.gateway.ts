import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { DomainError } from '@orgledger/kernel';
import type { ExportRequest } from './export-requests.js';
import { ThreadSlots } from './thread-slots.js';
import type { ThreadMessage, ThreadOrder, ThreadRoom } from './thread-messages.js';

export interface ExportThreadOptions {
  readonly viewsFile: string;
  /** Exports that are made at once; others wait. */
  readonly threads?: number;
  /** Exports that may wait; more are refused with EXPORTS_BUSY. */
  readonly waiting?: number;
}

export interface OpenedExport {
  readonly etag?: string;
  /** To be read to its end or destroyed: it holds a thread. */
  readonly body: Readable;
}

const credit = 8;
const heapMegabytes = 768;

/** Makes exports in threads of their own, so that the process goes on answering. A slow reader slows its thread; one that leaves ends it. */
export class ExportThreads {
  private readonly slots: ThreadSlots;

  constructor(private readonly options: ExportThreadOptions) {
    this.slots = new ThreadSlots(options.threads ?? 2, options.waiting ?? 32);
  }

  /** Resolves once the first piece can come; rejects with the DomainError that `renderExport` gives, or EXPORTS_BUSY. */
  async open(request: ExportRequest, signal?: AbortSignal): Promise<OpenedExport> {
    const release = await this.slots.take(signal);
    const order: ThreadOrder = { request, viewsFile: this.options.viewsFile, credit };
    const worker = new Worker(threadFile().file, {
      workerData: order,
      execArgv: threadFile().execArgv,
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    });
    worker.once('exit', release);
    return new Promise((resolve, reject) => {
      const body = bodyOf(worker);
      const onAbort = (): void => void body.destroy(signal?.reason as Error);
      signal?.addEventListener('abort', onAbort, { once: true });
      worker.on('message', (message: ThreadMessage) => {
        if (message.type === 'started') resolve({ body, ...(message.etag === undefined ? {} : { etag: message.etag }) });
        if (message.type === 'refused') reject(new DomainError(message.code, message.message, message.details));
      });
      body.once('error', reject);
      body.once('close', () => {
        signal?.removeEventListener('abort', onAbort);
        reject(new Error('the export was given up before it began'));
      });
    });
  }
}

/** What the thread sends, as a stream; each piece that is taken makes room for another. */
const bodyOf = (worker: Worker): Readable => {
  let owed = 0;
  const body: Readable = new Readable({
    highWaterMark: credit * 65_536,
    read: () => {
      if (owed > 0) worker.postMessage({ pieces: owed } satisfies ThreadRoom);
      owed = 0;
    },
    destroy: (error, done) => {
      worker.terminate().then(
        () => done(error),
        (failure: unknown) => done(failure as Error),
      );
    },
  });
  worker.on('message', (message: ThreadMessage) => {
    if (message.type === 'piece') {
      owed += 1;
      if (body.push(message.bytes)) body.read(0);
    } else if (message.type === 'ended') body.push(null);
  });
  worker.once('error', (error) => body.destroy(error as Error));
  // A thread that ended without a word, such as one that ran out of memory, must not look like a whole file.
  worker.once('exit', () => {
    if (!body.readableEnded && !body.destroyed && body.readableFlowing !== null && !ended(body))
      body.destroy(new Error('the export’s thread ended early'));
  });
  return body;
};

const ended = (body: Readable): boolean => (body as unknown as { _readableState: { ended: boolean } })._readableState.ended;

/** The compiled program beside this file, or the source that a test runs. */
const threadFile = (): { readonly file: string; readonly execArgv: string[] } => {
  const compiled = join(__dirname, 'export-worker.gateway.js');
  if (existsSync(compiled)) return { file: compiled, execArgv: [] };
  const loader = join(__dirname, '../../../event-store/testing/processes/run-typescript.cjs');
  return { file: join(__dirname, 'export-worker.gateway.ts'), execArgv: ['--require', loader, '--disable-warning=ExperimentalWarning'] };
};
