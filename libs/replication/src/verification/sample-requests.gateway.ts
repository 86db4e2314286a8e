import { defaultFeatures, listed, printPolicies } from '@orgledger/aws';
import type { PlatformSettings } from '@orgledger/governance';

export interface SampleRequest {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/**
 * What the doctor asks IAM's simulator: every action of the minimal service policy, on resources that its patterns match.
 * The simulator knows no trust policy, so entering member accounts is left out. @source connections.md §3.5, 7
 */
export const sampleRequests = (settings: PlatformSettings, organizationId: string): readonly SampleRequest[] => {
  const features = { ...defaultFeatures, doctor: true, identityCenter: settings.identityCenter !== undefined };
  const { principals } = printPolicies({ profile: 'minimal', platform: settings, features, narrow: { organizationId } });
  const service = principals.find(({ id }) => id === 'service');
  return (service?.inlinePolicies ?? [])
    .flatMap(({ statements }) => statements)
    .map(({ statement }) => ({
      actions: listed(statement.Action).filter((action) => action !== 'sts:AssumeRole'),
      resources: listed(statement.Resource).map((pattern) => sampleOf(pattern, settings.managementAccountId)),
    }))
    .filter(({ actions }) => actions.length > 0);
};

const sampleOf = (pattern: string, accountId: string): string =>
  pattern === '*'
    ? '*'
    : pattern
        .replace(/:root\/(o-\w+)\/r-\*$/, ':root/$1/r-samp')
        .replace(/:ou\/(o-\w+)\/ou-\*$/, ':ou/$1/ou-samp-sample01')
        .replace(/permissionSet\/(.+)\/\*$/, 'permissionSet/$1/ps-0123456789abcdef')
        .replace(/\/\*$/, `/${accountId}`);
