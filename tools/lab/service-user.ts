import { CreateAccessKeyCommand, CreateUserCommand } from '@aws-sdk/client-iam';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { AccessKey } from '../../test/support/apply-policies.js';
import type { Admin } from '../../test/support/admin-clients.js';
import { iamOfAccounts } from '../../test/support/admin-clients.js';
import { serviceUser } from './registration.js';

/** Makes an AWS user of the platform's own with a key and no rights yet: those come with the printed policies. */
export const createServiceUser = async (admin: Admin, platformAccountId: string, userName = serviceUser): Promise<AccessKey> => {
  const iam: IAMClient = await iamOfAccounts(admin)(platformAccountId);
  await iam.send(new CreateUserCommand({ UserName: userName }));
  const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: userName }));
  if (!key?.AccessKeyId || !key.SecretAccessKey) throw new Error('IAM answered no access key');
  return { accessKeyId: key.AccessKeyId, secretAccessKey: key.SecretAccessKey };
};
