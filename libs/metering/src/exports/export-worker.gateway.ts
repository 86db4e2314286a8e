import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { DomainError } from '@orgledger/kernel';
import { openViews } from '@orgledger/projections';
import { exportSources } from './export-sources.view.js';
import { renderExport } from './render-export.gateway.js';
import type { ThreadMessage, ThreadOrder, ThreadRoom } from './thread-messages.js';

/** The thread's side of an export: reads through a handle of its own, and never runs further ahead of the reader than its credit. */
const run = async (port: MessagePort, { request, viewsFile, credit }: ThreadOrder): Promise<void> => {
  const views = openViews({ file: viewsFile });
  const send = (message: ThreadMessage, moved: readonly ArrayBuffer[] = []): void => port.postMessage(message, moved);
  const room = { left: credit, wake: (): void => undefined };
  port.on('message', ({ pieces }: ThreadRoom) => {
    room.left += pieces;
    room.wake();
  });
  try {
    const { etag, body } = await renderExport(request, exportSources(views.read));
    send({ type: 'started', ...(etag === undefined ? {} : { etag }) });
    for await (const piece of body) {
      while (room.left <= 0) await new Promise<void>((resolve) => (room.wake = resolve));
      room.left -= 1;
      // A copy of its own: pieces of a pool cannot be moved to another thread.
      const bytes = new Uint8Array(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece);
      send({ type: 'piece', bytes }, [bytes.buffer]);
    }
    send({ type: 'ended' });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    send({ type: 'refused', code: error.code, message: error.message, details: error.details });
  } finally {
    port.close();
    await views.close();
  }
};

// On Linux this is the priority of the calling thread alone; elsewhere it would be that of the whole process.
if (parentPort && process.platform === 'linux') setPriority(10);
if (parentPort) void run(parentPort, workerData as ThreadOrder);
