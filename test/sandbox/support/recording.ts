import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

interface HttpAnswer {
  readonly response: { readonly body?: unknown } & object;
}
interface RequestHandler {
  handle(request: never, options?: never): Promise<HttpAnswer>;
}

/** Wraps an SDK client's HTTP handler so that the last answer can be read as it came, before the client drops what it does not know. */
export class Recording {
  private last = '';

  readonly requestHandler: { handle: RequestHandler['handle'] };

  constructor(inner: RequestHandler) {
    this.requestHandler = {
      handle: async (request, options) => {
        const answer = await inner.handle(request, options);
        this.last = await text(answer.response.body as Readable);
        return { ...answer, response: Object.assign(answer.response, { body: Readable.from([Buffer.from(this.last)]) }) };
      },
    };
  }

  get answer(): unknown {
    return JSON.parse(this.last === '' ? '{}' : this.last) as unknown;
  }
}
