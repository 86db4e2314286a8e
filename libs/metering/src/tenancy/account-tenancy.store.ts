import { executeCommand } from '@orgledger/event-store';
import type { EventStore, Executed } from '@orgledger/event-store';
import { governanceFacts } from '@orgledger/governance';
import { checkUuid } from '@orgledger/kernel';
import { checkAccountId } from '../payer/payer-settings.js';
import { streams } from '../streams.js';
import type { AccountTenancyCommand } from './account-tenancy.commands.js';
import { accountTenancyDecider } from './account-tenancy.decider.js';
import type { AccountTenancyEvent, TenantRef } from './account-tenancy.events.js';

/** What the handler, the reaction on new accounts and the collector do with a command. */
export const changeAccountTenancy = async (store: EventStore, command: AccountTenancyCommand): Promise<Executed<AccountTenancyEvent>> => {
  const stream = streams.accountTenancy(checkAccountId('accountId', command.accountId));
  const tenant = command.type === 'AssignAccount' ? await tenantRef(store, checkUuid('tenantId', command.tenantId)) : undefined;
  return executeCommand(store, accountTenancyDecider({ tenant }), stream, command);
};

const tenantRef = async (store: EventStore, tenantId: string): Promise<TenantRef | undefined> => {
  const place = await governanceFacts(store).tenantPlace(tenantId);
  if (!place) return undefined;
  const { workspaceIdentifier, projectIdentifier, platformIdentifier } = place;
  return { tenantId, workspaceIdentifier, projectIdentifier, platformIdentifier };
};
