import { IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

/** An administrator of the management account, as quickstart and tests find one in the sandbox. */
export interface Admin {
  /** The sandbox; absent for AWS itself. */
  readonly endpoint?: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** IAM of one account of the organisation: the administrator's own, or another through the role that Organizations made there. */
export type IamOf = (accountId: string) => Promise<IAMClient>;

export const iamOfAccounts = (admin: Admin, partition = 'aws', entryRole = 'OrganizationAccountAccessRole'): IamOf => {
  const settings = { region: admin.region, ...(admin.endpoint === undefined ? {} : { endpoint: admin.endpoint }) };
  const credentials = { accessKeyId: admin.accessKeyId, secretAccessKey: admin.secretAccessKey };
  const sts = new STSClient({ ...settings, credentials });
  const clients = new Map<string, Promise<IAMClient>>();
  const ownAccount = sts.send(new GetCallerIdentityCommand({})).then(({ Account }) => Account);
  const enter = async (accountId: string): Promise<IAMClient> => {
    if (accountId === (await ownAccount)) return new IAMClient({ ...settings, credentials });
    const { Credentials: session } = await sts.send(
      new AssumeRoleCommand({ RoleArn: `arn:${partition}:iam::${accountId}:role/${entryRole}`, RoleSessionName: 'orgledger-setup' }),
    );
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = session ?? {};
    if (!accessKeyId || !secretAccessKey || !sessionToken) throw new Error(`no session in account ${accountId}`);
    return new IAMClient({ ...settings, credentials: { accessKeyId, secretAccessKey, sessionToken } });
  };
  return (accountId) => {
    const known = clients.get(accountId) ?? enter(accountId);
    clients.set(accountId, known);
    return known;
  };
};
