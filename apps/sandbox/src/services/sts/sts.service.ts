import type { Service } from '../../core/service.js';
import { assumeRole } from './assume-role.js';
import { assumeRoleWithWebIdentity } from './assume-role-with-web-identity.js';
import { getAccessKeyInfo, getCallerIdentity, getSessionToken } from './identity-operations.js';
import { forgetExpired } from './issue-session.js';
import type { StsState } from './model.js';

/** @source AWS Security Token Service API reference, version 2011-06-15 */
export const sts: Service = {
  id: 'sts',
  signingName: 'sts',
  protocol: { kind: 'awsQuery', version: '2011-06-15', xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/' },
  operations: [assumeRole, assumeRoleWithWebIdentity, getAccessKeyInfo, getCallerIdentity, getSessionToken],
  notBuilt: [
    'AssumeRoleWithSAML',
    'AssumeRoot',
    'DecodeAuthorizationMessage',
    'GetDelegatedAccessToken',
    'GetFederationToken',
    'GetWebIdentityToken',
  ],
  initialState: (): StsState => ({ sessions: {}, issuers: {}, sweptAt: 0 }),
  settle: forgetExpired,
};
