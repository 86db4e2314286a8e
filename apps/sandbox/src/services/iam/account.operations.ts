import type { Operation } from '../../core/service.js';
import { alreadyExists, noSuchEntity } from './errors.js';
import { defineIamOperation } from './iam-operation.js';
import type { ListRequest } from './listing.js';
import { readListRequest } from './listing.js';
import type { IamState } from './model.js';
import { ensureAccountIam } from './state.js';

/** @source IAM API: CreateAccountAlias, AccountAlias */
const alias = { min: 3, max: 63, pattern: /^[a-z0-9](([a-z0-9]|-(?!-))*[a-z0-9])?$/ };

/** An account has one alias: a second replaces the first. Aliases are unique over all accounts, the caller's own included. */
const createAccountAlias = defineIamOperation<string>('CreateAccountAlias', {
  mutates: true,
  parse: (members) => members.text('AccountAlias', alias),
  handle: (wanted, call) => {
    const { aliases } = call.world.state<IamState>('iam');
    if (aliases[wanted] !== undefined) throw alreadyExists(`The account alias ${wanted} already exists.`);
    const iam = ensureAccountIam(call.world, call.accountId);
    if (iam.alias !== undefined) Reflect.deleteProperty(aliases, iam.alias);
    aliases[wanted] = call.accountId;
    iam.alias = wanted;
  },
});

const deleteAccountAlias = defineIamOperation<string>('DeleteAccountAlias', {
  mutates: true,
  parse: (members) => members.text('AccountAlias', alias),
  handle: (named, call) => {
    const iam = ensureAccountIam(call.world, call.accountId);
    if (iam.alias !== named) throw noSuchEntity(`The account alias ${named} cannot be found.`);
    Reflect.deleteProperty(call.world.state<IamState>('iam').aliases, named);
    delete iam.alias;
  },
});

const listAccountAliases = defineIamOperation<ListRequest>('ListAccountAliases', {
  mutates: false,
  parse: readListRequest,
  handle: (_, call) => {
    const { alias: own } = ensureAccountIam(call.world, call.accountId);
    return { AccountAliases: own === undefined ? [] : [own], IsTruncated: false };
  },
});

const getAccountSummary = defineIamOperation<null>('GetAccountSummary', {
  mutates: false,
  parse: () => null,
  handle: (_, call) => {
    const iam = ensureAccountIam(call.world, call.accountId);
    const counts = {
      Users: Object.keys(iam.users).length,
      Roles: Object.keys(iam.roles).length,
      Policies: Object.keys(iam.policies).length,
      Groups: 0,
      Providers: Object.keys(iam.samlProviders).length + Object.keys(iam.oidcProviders).length,
      AccountAccessKeysPresent: 0,
      AccountMFAEnabled: 0,
      GroupsPerUserQuota: 10,
      GroupsQuota: 300,
      UsersQuota: 5000,
      AccessKeysPerUserQuota: 2,
      VersionsPerPolicyQuota: 5,
    };
    return { SummaryMap: new Map(Object.entries(counts)) };
  },
});

export const accountOperations: readonly Operation[] = [createAccountAlias, deleteAccountAlias, listAccountAliases, getAccountSummary];
