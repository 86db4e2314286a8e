import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { isAllowed } from './permissions.js';
import type { Principal } from './permissions.js';
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

/** Denies by default: what declares nothing is refused, whoever asks. */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const declared = this.reflector.getAllAndOverride<AccessDeclaration | undefined>(accessKey, [context.getHandler(), context.getClass()]);
    if (declared === undefined)
      throw new AccessRefused('UNDECLARED', `${context.getClass().name}.${context.getHandler().name} declares no permission, so nobody may call it.`);
    if (declared === 'public') return true;
    const principal = principalOf(context);
    if (!principal) throw new AccessRefused('UNAUTHENTICATED', 'Send an API key as "Authorization: Bearer <key>".');
    if (!isAllowed(principal, declared))
      throw new AccessRefused('FORBIDDEN', `This needs the permission ${declared}, which the role ${principal.role} does not have.`);
    return true;
  }
}

/** Resolvers get (root, args, context, info); HTTP routes of this product are public or they are not there. */
const principalOf = (context: ExecutionContext): Principal | undefined =>
  context.getType<'graphql' | 'http'>() === 'graphql' ? context.getArgByIndex<PrincipalContext | undefined>(2)?.principal : undefined;
