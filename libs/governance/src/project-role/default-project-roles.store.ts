import { executeCommand } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { uuidv5 } from '@orgledger/kernel';
import { streams } from '../streams.js';
import { defaultProjectRoles, projectRoleDecider } from './project-role.decider.js';

const namespace = '5d1f4a52-6f0c-5c39-9f0b-6d5a8f3f4f10';

/** Defines the roles that every installation starts with, once: a role that was removed later stays removed. */
export const defineDefaultProjectRoles = async (store: EventStore, now: string): Promise<void> => {
  for (const { roleIdentifier, displayName } of defaultProjectRoles) {
    const stream = streams.projectRole(roleIdentifier);
    if ((await store.readStream(stream, { limit: 1 })).exists) continue;
    const commandId = uuidv5(namespace, roleIdentifier);
    const meta = { commandId, actor: { kind: 'system', id: 'governance' }, now, correlationId: commandId } as const;
    await executeCommand(store, projectRoleDecider, stream, { type: 'DefineProjectRole', roleIdentifier, displayName, meta });
  }
};
