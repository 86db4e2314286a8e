import type { Runtime } from '../runtime.js';
import { ControlError } from './control-error.js';
import { routes } from './routes.js';

export interface ControlAnswer {
  readonly status: number;
  readonly value: unknown;
}

/** Answers `/_sandbox/*`: plain JSON, never AWS-shaped. */
export const answerControl = (runtime: Runtime, method: string, url: string, body: string): ControlAnswer => {
  const [path = '', query = ''] = url.split('?', 2);
  const route = routes[`${method} ${path.slice('/_sandbox'.length)}`];
  if (!route) return { status: 404, value: { error: `No control operation ${method} ${path}.`, operations: Object.keys(routes) } };
  try {
    const input: unknown = body === '' ? {} : JSON.parse(body);
    return { status: 200, value: route(runtime, { query: new URLSearchParams(query), input }) ?? {} };
  } catch (error) {
    if (error instanceof ControlError || error instanceof SyntaxError) return { status: 400, value: { error: error.message } };
    runtime.reportDefect(error);
    return { status: 500, value: { error: error instanceof Error ? error.message : String(error) } };
  }
};
