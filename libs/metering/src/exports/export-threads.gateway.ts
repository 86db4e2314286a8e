import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { DomainError } from '@orgledger/kernel';
import { openViews } from '@orgledger/projections';
import type { ExportRequest } from './export-requests.js';
import { exportSources } from './export-sources.view.js';
import { renderExport } from './render-export.gateway.js';
import { ThreadSlots } from './thread-slots.js';
import type { ThreadMessage, ThreadOrder, ThreadRoom } from './thread-messages.js';

export interface ExportThreadOptions {
  readonly viewsFile: string;
  /** Exports that are made at once; others wait. */
  readonly threads?: number;
  /** Exports that may wait; more are refused with EXPORTS_BUSY. */
  readonly waiting?: number;
  /** The compiled program of the thread. */
  readonly program?: string;
}

export interface OpenedExport {
  readonly etag?: string;
  /** To be read to its end or destroyed: it holds a thread. */
  readonly body: Readable;
}

const credit = 8;
const heapMegabytes = 768;
const compiledProgram = join(__dirname, 'export-worker.gateway.js');

/** Makes exports in threads of their own, so that the process goes on answering. A slow reader slows its thread; one that leaves ends it. */
export class ExportThreads {
  private readonly slots: ThreadSlots;
  private readonly program: string;

  constructor(private readonly options: ExportThreadOptions) {
    this.slots = new ThreadSlots(options.threads ?? 2, options.waiting ?? 32);
    this.program = options.program ?? compiledProgram;
  }

  /** Resolves once the first piece can come; rejects with the DomainError that `renderExport` gives, or EXPORTS_BUSY. */
  async open(request: ExportRequest, signal?: AbortSignal): Promise<OpenedExport> {
    const release = await this.slots.take(signal);
    // Where the program runs from its source, as tests do, there is no compiled file for a thread.
    const opened = existsSync(this.program) ? this.inThread(request, release) : this.here(request, release);
    const onAbort = (): void =>
      void opened.then(
        ({ body }) => body.destroy(),
        () => undefined,
      );
    if (signal?.aborted) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    const { body, etag } = await opened;
    body.once('close', () => signal?.removeEventListener('abort', onAbort));
    return { body, ...(etag === undefined ? {} : { etag }) };
  }

  private inThread(request: ExportRequest, release: () => void): Promise<OpenedExport> {
    const order: ThreadOrder = { request, viewsFile: this.options.viewsFile, credit };
    const worker = new Worker(this.program, { workerData: order, resourceLimits: { maxOldGenerationSizeMb: heapMegabytes } });
    worker.once('exit', release);
    const body = bodyOf(worker);
    return new Promise((resolve, reject) => {
      worker.on('message', (message: ThreadMessage) => {
        if (message.type === 'started') resolve({ body, ...(message.etag === undefined ? {} : { etag: message.etag }) });
        if (message.type === 'refused') reject(new DomainError(message.code, message.message, message.details));
      });
      body.once('error', reject);
    });
  }

  private async here(request: ExportRequest, release: () => void): Promise<OpenedExport> {
    const views = openViews({ file: this.options.viewsFile });
    const end = (): void => void views.close().finally(release);
    try {
      const { body, etag } = await renderExport(request, exportSources(views.read));
      const readable = Readable.from(body);
      readable.once('close', end);
      return { body: readable, ...(etag === undefined ? {} : { etag }) };
    } catch (error) {
      end();
      throw error;
    }
  }
}

/** What the thread sends, as a stream; each piece that is taken makes room for another. */
const bodyOf = (worker: Worker): Readable => {
  let owed = 0;
  let whole = false;
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
    } else if (message.type !== 'started') {
      whole = true;
      body.push(null);
    }
  });
  worker.once('error', (error: Error) => body.destroy(error));
  // A thread that ends without a word, such as one that ran out of memory, must not leave what looks like a whole file.
  worker.once('exit', () => {
    if (!whole && !body.destroyed) body.destroy(new Error('the thread of the export ended early'));
  });
  return body;
};
