import type { AuthorizationTarget, Call, Operation } from '../core/service.js';
import type { Json } from './request-members.js';

interface Definition<Request> {
  readonly mutates: boolean;
  /** Reads and checks the request's shape; throws the service's validation error. */
  parse(input: Json): Request;
  authorize(request: Request, call: Call): readonly AuthorizationTarget[];
  handle(request: Request, call: Call): unknown;
}

/** An operation whose shape is checked before it is authorised and carried out, as AWS checks it. */
export const defineOperation = <Request>(name: string, definition: Definition<Request>): Operation => ({
  name,
  mutates: definition.mutates,
  authorize: (input: Json, call: Call) => {
    const targets = definition.authorize(definition.parse(input), call);
    if (targets.length === 0) throw new Error(`${name} names no authorisation target.`);
    return targets;
  },
  handle: (input: Json, call: Call) => definition.handle(definition.parse(input), call),
});
