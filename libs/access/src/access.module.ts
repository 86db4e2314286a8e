import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { EVENT_STORE } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { CLOCK } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import { ApiKeyStore } from './api-key/api-key.store.js';
import { PermissionGuard } from './permission.guard.js';

/** API keys, and the guard over every resolver and route of the process. */
@Module({
  providers: [
    { provide: ApiKeyStore, useFactory: (store: EventStore, clock: Clock) => new ApiKeyStore(store, clock), inject: [EVENT_STORE, CLOCK] },
    { provide: APP_GUARD, useClass: PermissionGuard },
  ],
  exports: [ApiKeyStore],
})
export class AccessModule {}
