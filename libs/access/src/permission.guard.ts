import { Injectable, Optional } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiKeyStore } from './api-key/api-key.store.js';
import { isAllowed } from './permissions.js';
import type { Permission, Principal } from './permissions.js';
import { accessKey } from './requires-permission.js';
import type { AccessDeclaration } from './requires-permission.js';

/** `UNAUTHENTICATED`: nobody known is asking. `FORBIDDEN`: the asker lacks the permission. `UNDECLARED`: a resolver forgot its declaration. */
export class AccessRefused extends Error {
  override readonly name = 'AccessRefused';

  constructor(
    readonly code: 'UNAUTHENTICATED' | 'FORBIDDEN' | 'UNDECLARED',
    message: string,
  ) {
    super(message);
  }
}

/** The GraphQL context of a request, as far as access is concerned. */
export interface PrincipalContext {
  readonly principal?: Principal;
}

/** An HTTP request; the guard adds who asks. */
interface HttpRequest {
  readonly headers?: { readonly authorization?: string };
  principal?: Principal;
}

/** Denies by default: what declares nothing is refused, whoever asks. */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    /** For HTTP routes: GraphQL requests come with their principal. */
    @Optional() private readonly keys?: ApiKeyStore,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const declared = this.reflector.getAllAndOverride<AccessDeclaration | undefined>(accessKey, [context.getHandler(), context.getClass()]);
    if (declared === undefined)
      throw new AccessRefused('UNDECLARED', `${context.getClass().name}.${context.getHandler().name} declares no permission, so nobody may call it.`);
    if (declared === 'public') return true;
    if (context.getType<'graphql' | 'http'>() === 'graphql')
      return permitted(declared, context.getArgByIndex<PrincipalContext | undefined>(2)?.principal);
    const request = context.getArgByIndex<HttpRequest>(0);
    const authorization = request.headers?.authorization;
    if (authorization === undefined || !this.keys) return permitted(declared, undefined);
    return this.keys.principalOf(authorization).then((principal) => {
      if (principal) request.principal = principal;
      return permitted(declared, principal);
    });
  }
}

const permitted = (declared: Permission, principal: Principal | undefined): boolean => {
  if (!principal) throw new AccessRefused('UNAUTHENTICATED', 'Send an API key as "Authorization: Bearer <key>".');
  if (!isAllowed(principal, declared))
    throw new AccessRefused('FORBIDDEN', `This needs the permission ${declared}, which the role ${principal.role} does not have.`);
  return true;
};
