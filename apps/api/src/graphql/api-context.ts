import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { AccessRefused } from '@orgledger/access';
import type { Principal } from '@orgledger/access';

/** What resolvers know of a request. `requestId` is a UUID; it becomes the correlation id of every event that the request causes. */
export interface ApiContext {
  readonly principal?: Principal;
  readonly requestId: string;
}

/** A request whose principal is known, for resolvers that the guard has let pass. */
export interface Asker {
  readonly principal: Principal;
  readonly requestId: string;
}

/** Parameter decorator: who asks. */
export const Asked = createParamDecorator((_: unknown, context: ExecutionContext): Asker => {
  const { principal, requestId } = context.getArgByIndex<ApiContext>(2);
  if (!principal) throw new AccessRefused('UNAUTHENTICATED', 'Send an API key as "Authorization: Bearer <key>".');
  return { principal, requestId };
});
