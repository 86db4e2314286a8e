import { AssumeRoleWithWebIdentityCommand } from '@aws-sdk/client-sts';
import type { ServiceCallers } from '../connection/service-caller.js';
import { CredentialsError, readKeyFile, readTextFile } from './credentials-source.js';
import type { CredentialsSource } from './credentials-source.js';
import { sessionNameOf, sessionOf } from './role-principal.js';
import type { Principal, Session, SessionScope } from './session.js';
import type { SessionCache } from './session-cache.js';

/** Calls without a signature. */
const nobody: Principal = {
  accountId: undefined,
  quotaAccount: 'own',
  session: () => Promise.reject(new TypeError('an unsigned call needs no session')),
  discard: () => undefined,
};

/** The platform's own credentials, the first link of the chain. Throws CredentialsError when there are none. */
export class OwnPrincipal implements Principal {
  readonly accountId = undefined;
  readonly quotaAccount = 'own';

  constructor(
    private readonly source: CredentialsSource,
    private readonly region: string,
    private readonly sessionName: string,
    private readonly callers: ServiceCallers,
    private readonly cache: SessionCache,
  ) {}

  session(scope: SessionScope): Promise<Session> {
    return this.cache.get(this.id, undefined, scope.signal, () => this.load({ ...scope, signal: undefined }));
  }

  discard(session: Session): void {
    if (this.source.kind !== 'static') this.cache.discard(this.id, session);
  }

  private get id(): string {
    return `own ${this.region} ${this.sessionName}`;
  }

  private async load(scope: SessionScope): Promise<Session> {
    switch (this.source.kind) {
      case 'static': {
        const { accessKeyId, secretAccessKey, sessionToken } = this.source;
        const key = { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
        return { key, accountId: undefined, expiresAt: undefined };
      }
      case 'file':
        return { key: await readKeyFile(this.source.path), accountId: undefined, expiresAt: undefined };
      case 'webIdentity':
        return this.exchange(this.source.tokenFile, this.source.roleArn, scope);
      case 'none':
        throw new CredentialsError(
          `This process holds no AWS credentials. Set ${this.source.set ?? 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, ORGLEDGER_AWS_CREDENTIALS_FILE or AWS_WEB_IDENTITY_TOKEN_FILE'}.`,
        );
    }
  }

  private async exchange(tokenFile: string, roleArn: string, scope: SessionScope): Promise<Session> {
    const token = (await readTextFile(tokenFile, 'web identity token file')).trim();
    const command = new AssumeRoleWithWebIdentityCommand({
      RoleArn: roleArn,
      RoleSessionName: sessionNameOf(this.sessionName),
      WebIdentityToken: token,
    });
    const answer = await this.callers
      .of('sts', nobody, this.region, scope)
      .unsigned('AssumeRoleWithWebIdentity', (client, options) => client.send(command, options));
    return sessionOf(answer, roleArn, roleArn.split(':')[4] ?? '');
  }
}
