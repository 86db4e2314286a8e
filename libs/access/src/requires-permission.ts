import { SetMetadata } from '@nestjs/common';
import type { CustomDecorator } from '@nestjs/common';
import type { Permission } from './permissions.js';

export const accessKey = Symbol('access');

/** What a resolver or route declares. Without a declaration the guard refuses it. */
export type AccessDeclaration = Permission | 'public';

export const RequiresPermission = (permission: Permission): CustomDecorator<symbol> => SetMetadata(accessKey, permission satisfies AccessDeclaration);

/** For health checks, which must answer before anybody can sign in. */
export const Public = (): CustomDecorator<symbol> => SetMetadata(accessKey, 'public' satisfies AccessDeclaration);
