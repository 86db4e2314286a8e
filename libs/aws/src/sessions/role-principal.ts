import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import type { AssumeRoleCommandOutput } from '@aws-sdk/client-sts';
import type { ServiceCallers } from '../connection/service-caller.js';
import { WrongAccountError } from '../errors/aws-call-error.js';
import type { Principal, Session, SessionScope } from './session.js';
import type { SessionCache } from './session-cache.js';

export interface RoleEntry {
  readonly roleArn: string;
  readonly accountId: string;
  readonly sessionName: string;
  readonly region: string;
  /** Not sent when undefined. */
  readonly externalId: string | undefined;
  /** Sticky along the chain, and needs sts:SetSourceIdentity in the caller's policy and in the trust. Not sent when undefined. */
  readonly sourceIdentity: string | undefined;
}

/** The longest that AWS gives to a chained role. @source IAM User Guide, "Role chaining" */
const chainedSessionSeconds = 3_600;

/** IAM accepts 2 to 64 of `\w+=,.@-`. */
export const sessionNameOf = (text: string): string => text.replaceAll(/[^\w+=,.@-]/g, '-').slice(0, 64);

/** The session that AWS gave, bound to its account. Throws WrongAccountError. */
export const sessionOf = (
  answer: Pick<AssumeRoleCommandOutput, 'Credentials' | 'AssumedRoleUser'>,
  roleArn: string,
  wantedAccountId: string,
): Session => {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials ?? {};
  const accountId = answer.AssumedRoleUser?.Arn?.split(':')[4] ?? '';
  if (accountId !== wantedAccountId) throw new WrongAccountError(wantedAccountId, accountId, roleArn);
  if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined)
    throw new TypeError(`AWS answered AssumeRole of ${roleArn} without credentials`);
  return {
    key: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
    accountId,
    expiresAt: Expiration?.getTime(),
  };
};

/** A role that `parent` assumes. @source specs/replication.md "Principals and the chain" */
export class RolePrincipal implements Principal {
  readonly accountId: string;
  readonly quotaAccount: string;
  private readonly id: string;

  constructor(
    private readonly parent: Principal,
    private readonly entry: RoleEntry,
    private readonly callers: ServiceCallers,
    private readonly cache: SessionCache,
  ) {
    this.accountId = entry.accountId;
    this.quotaAccount = entry.accountId;
    this.id = JSON.stringify([entry.roleArn, entry.sessionName, entry.externalId, entry.sourceIdentity]);
  }

  session(scope: SessionScope): Promise<Session> {
    return this.cache.get(this.id, this.accountId, scope.signal, () => this.assume({ ...scope, signal: undefined }));
  }

  discard(session: Session): void {
    this.cache.discard(this.id, session);
  }

  private async assume(scope: SessionScope): Promise<Session> {
    const { roleArn, sessionName, externalId, sourceIdentity, region, accountId } = this.entry;
    const command = new AssumeRoleCommand({
      RoleArn: roleArn,
      RoleSessionName: sessionName,
      DurationSeconds: chainedSessionSeconds,
      ...(externalId === undefined ? {} : { ExternalId: externalId }),
      ...(sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }),
    });
    const answer = await this.callers.of('sts', this.parent, region, scope).read('AssumeRole', (client, options) => client.send(command, options));
    return sessionOf(answer, roleArn, accountId);
  }
}
