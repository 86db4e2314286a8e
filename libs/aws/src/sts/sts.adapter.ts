import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { STSClient } from '@aws-sdk/client-sts';
import { present } from '../connection/pages.js';
import type { ServiceCaller } from '../connection/service-caller.js';
import { AwsCallError } from '../errors/aws-call-error.js';
import type { AssumeRoleProbe, CallerIdentity, ProbeOutcome, StsAdapter } from './sts.js';

/** The shortest session that STS gives: a probe's credentials are thrown away. */
const probeSeconds = 900;

export class AwsSts implements StsAdapter {
  constructor(private readonly aws: ServiceCaller<STSClient>) {}

  async getCallerIdentity(): Promise<CallerIdentity> {
    const answer = await this.aws.read('GetCallerIdentity', (client, options) => client.send(new GetCallerIdentityCommand({}), options));
    return { accountId: present(answer.Account, 'an account id'), arn: present(answer.Arn, 'an ARN') };
  }

  async probeAssumeRole({ roleArn, sessionName, externalId, sourceIdentity }: AssumeRoleProbe): Promise<ProbeOutcome> {
    const command = new AssumeRoleCommand({
      RoleArn: roleArn,
      RoleSessionName: sessionName,
      DurationSeconds: probeSeconds,
      ...(externalId === undefined ? {} : { ExternalId: externalId }),
      ...(sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }),
    });
    try {
      const answer = await this.aws.read('AssumeRole', (client, options) => client.send(command, options));
      return { outcome: 'assumed', assumedRoleArn: answer.AssumedRoleUser?.Arn ?? '', requestId: answer.$metadata.requestId };
    } catch (error) {
      if (!(error instanceof AwsCallError) || error.awsCode !== 'AccessDenied') throw error;
      return { outcome: 'refused', message: error.cause instanceof Error ? error.cause.message : error.message, requestId: error.requestId };
    }
  }
}
