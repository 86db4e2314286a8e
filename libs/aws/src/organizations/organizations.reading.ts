import type { Account, CreateAccountStatus, OrganizationalUnit as SdkOu, Parent as SdkParent, Root, Tag } from '@aws-sdk/client-organizations';
import { present } from '../connection/pages.js';
import type { AccountCreation, OrganizationAccount, OrganizationalUnit, Parent } from './organizations.js';

export const readAccount = (account: Account): OrganizationAccount => ({
  accountId: present(account.Id, 'an account id'),
  name: account.Name ?? '',
  email: account.Email ?? '',
  // `Status` goes away in 2026 and knows fewer states; partitions without `State` yet still have it.
  state: account.State ?? account.Status ?? 'PENDING_ACTIVATION',
  joinedMethod: account.JoinedMethod,
  joinedAt: account.JoinedTimestamp?.toISOString(),
  paths: account.Paths ?? [],
});

export const readCreation = (status: CreateAccountStatus): AccountCreation => ({
  requestId: present(status.Id, 'a request id'),
  state: present(status.State, 'a state'),
  accountName: status.AccountName,
  accountId: status.AccountId,
  failureReason: status.FailureReason,
  requestedAt: status.RequestedTimestamp?.toISOString(),
  completedAt: status.CompletedTimestamp?.toISOString(),
});

export const readOu = (ou: SdkOu | Root): OrganizationalUnit => ({ id: present(ou.Id, 'an id'), name: ou.Name ?? '' });

export const readParent = (parent: SdkParent): Parent => ({ id: present(parent.Id, 'a parent id'), kind: present(parent.Type, 'a parent type') });

export const readTags = (tags: readonly Tag[]): Readonly<Record<string, string>> =>
  Object.fromEntries(tags.map(({ Key, Value }) => [present(Key, 'a tag key'), Value ?? '']));
