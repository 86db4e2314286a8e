import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerControl } from './control/control-api.js';
import { serveAwsCall } from './pipeline.js';
import type { Runtime } from './runtime.js';

const bodyLimit = 64 * 1024 * 1024;

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimit) throw new Error('The request body is larger than 64 MiB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const serve = async (runtime: Runtime, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const gone = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  const url = request.url ?? '/';
  const method = request.method ?? 'GET';
  const body = await readBody(request);
  if (url.startsWith('/_sandbox/')) {
    const { status, value } = answerControl(runtime, method, url, body);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    return;
  }
  const outcome = await serveAwsCall(runtime, { method, url, headers: request.headers, body }, gone.signal);
  if (outcome === 'lost') {
    request.socket.destroy();
    return;
  }
  response.writeHead(outcome.status, { ...outcome.headers, 'content-length': Buffer.byteLength(outcome.body) }).end(outcome.body);
};

export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens on loopback only: the control API has no access control. */
export const listen = async (runtime: Runtime, port: number): Promise<Listening> => {
  const server: Server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    serve(runtime, request, response).catch((error: unknown) => {
      if (!request.destroyed) runtime.reportDefect(error);
      request.socket.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
