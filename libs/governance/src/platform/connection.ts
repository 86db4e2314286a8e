import type { PlatformSettings } from '../platform-settings.js';
import { equalJson } from '@orgledger/kernel';

/** What, when it changes, makes an earlier verification say nothing any more. */
const connectionOf = (settings: PlatformSettings): unknown => {
  const { partition, region, managementAccountId, platformAccountId, automationAccountId } = settings;
  const { principalArn, serviceRole, automationRole, accessRole, externalId, identityCenter } = settings;
  const { instanceArn, identityStoreId, region: identityRegion } = identityCenter ?? {};
  return [
    { partition, region, managementAccountId, platformAccountId, automationAccountId, principalArn, serviceRole, automationRole, accessRole },
    { externalId, instanceArn, identityStoreId, identityRegion },
  ];
};

export const connectionChanged = (before: PlatformSettings, after: PlatformSettings): boolean =>
  !equalJson(connectionOf(before), connectionOf(after));
