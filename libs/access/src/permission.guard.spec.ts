import { Reflector } from '@nestjs/core';
import type { ExecutionContext, Type } from '@nestjs/common';
import { AccessRefused, isAllowed, PermissionGuard, permissions, Public, RequiresPermission } from './index.js';
import type { Principal } from './index.js';

class Resolver {
  @RequiresPermission('workspaces:write')
  write(): void {
    throw new Error('not called');
  }

  @Public()
  health(): void {
    throw new Error('not called');
  }

  forgotten(): void {
    throw new Error('not called');
  }
}

const principal = (role: Principal['role']): Principal => ({ actor: { kind: 'apiKey', id: 'k' }, role });

const call = (method: keyof Resolver, caller?: Principal, type = 'graphql'): boolean | Promise<boolean> => {
  const context: Pick<ExecutionContext, 'getHandler' | 'getClass' | 'getType' | 'getArgByIndex'> = {
    getHandler: () => Object.getOwnPropertyDescriptor(Resolver.prototype, method)!.value as () => void,
    getClass: <T>() => Resolver as unknown as T extends never ? never : Type<T>,
    getType: <T extends string>() => type as T,
    getArgByIndex: <T>() => (caller ? { principal: caller } : {}) as T,
  };
  return new PermissionGuard(new Reflector()).canActivate(context as ExecutionContext);
};

const refusalOf = (attempt: () => unknown): Pick<AccessRefused, 'code' | 'message'> => {
  try {
    attempt();
  } catch (error) {
    if (error instanceof AccessRefused) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('the call was allowed');
};

describe('PermissionGuard', () => {
  it('lets a principal pass that has the declared permission', () => {
    expect(call('write', principal('operator'))).toBe(true);
  });

  it('names the permission that is missing', () => {
    expect(refusalOf(() => call('write', principal('auditor')))).toEqual({
      code: 'FORBIDDEN',
      message: 'This needs the permission workspaces:write, which the role auditor does not have.',
    });
  });

  it('asks for a key when nobody is known', () => {
    expect(refusalOf(() => call('write'))).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('refuses what declares nothing, even to an operator', () => {
    expect(refusalOf(() => call('forgotten', principal('operator')))).toEqual({
      code: 'UNDECLARED',
      message: 'Resolver.forgotten declares no permission, so nobody may call it.',
    });
  });

  it('lets anybody reach what is public, and nobody else over HTTP', () => {
    expect(call('health', undefined, 'http')).toBe(true);
    expect(refusalOf(() => call('write', principal('operator'), 'http'))).toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

describe('roles', () => {
  it('an operator may do all, an auditor only read', () => {
    expect(permissions.filter((p) => isAllowed(principal('operator'), p))).toEqual(permissions);
    expect(permissions.filter((p) => isAllowed(principal('auditor'), p)).every((p) => p.endsWith(':read'))).toBe(true);
    expect(isAllowed(principal('auditor'), 'audit:read')).toBe(true);
  });
});
