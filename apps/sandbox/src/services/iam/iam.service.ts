import type { Service } from '../../core/service.js';
import type { IamState } from './model.js';

/** @source AWS Identity and Access Management API reference, version 2010-05-08 */
export const iam: Service = {
  id: 'iam',
  signingName: 'iam',
  protocol: { kind: 'awsQuery', version: '2010-05-08', xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/' },
  operations: [],
  notBuilt: [],
  initialState: (): IamState => ({ accounts: {}, aliases: {}, accessKeys: {} }),
};
