import type { AwsFailureKind, AwsService } from './aws-call-error.js';

interface Where {
  readonly service: AwsService;
  readonly operation: string;
  readonly mutates: boolean;
  readonly accountId: string | undefined;
}

const assumes = ({ operation }: Where): boolean => operation.startsWith('AssumeRole');

const deniedRemedy = (awsCode: string | undefined, where: Where): string => {
  switch (awsCode) {
    case 'InvalidClientTokenId':
    case 'UnrecognizedClientException':
      return 'AWS does not know this access key. Check that it was not deleted or made inactive, and that it belongs to this partition.';
    case 'SignatureDoesNotMatch':
    case 'InvalidSignatureException':
      return 'AWS refused the signature. Check the secret access key, and that this machine’s clock is right to within five minutes.';
    case 'InvalidIdentityToken':
    case 'IDPRejectedClaim':
      return 'AWS refused the web identity token. Check its issuer and audience against the identity provider in IAM, and that it has not expired.';
    default:
      return assumes(where)
        ? 'AWS refused the role. Check that the role exists, that its trust policy names the caller and this platform’s ExternalId, and that the caller may call sts:AssumeRole on it.'
        : `AWS refused ${where.service}:${where.operation}. Compare the role’s policies with those that "orgledger aws policies" prints, and look for a service control policy that denies it.`;
  }
};

/** What the reader should do next, one or two sentences. */
export const remedyFor = (kind: AwsFailureKind, awsCode: string | undefined, nodeCode: string | undefined, where: Where): string => {
  switch (kind) {
    case 'denied':
      return deniedRemedy(awsCode, where);
    case 'throttled':
      return 'AWS asks for fewer calls. Others may use the same quota; the call waits and goes out again.';
    case 'notFound':
      return awsCode === 'AWSOrganizationsNotInUseException'
        ? 'This account is not in an organisation. Check the management account id of the platform connection.'
        : 'AWS does not know what the call names. It may have been deleted, or is not visible yet.';
    case 'conflict':
      return 'AWS holds something that contradicts the call. Look at what is there before it is repeated.';
    case 'invalid':
      return 'AWS does not accept this request as it stands, so repeating it will not help. Correct what AWS names.';
    case 'expired':
      return 'The session has expired and its renewal did not help. Check that this machine’s clock is right.';
    case 'timeout':
      return where.mutates
        ? 'AWS did not answer in time. The change may have taken effect: look before it is repeated.'
        : 'AWS did not answer in time. Check the network between this machine and AWS.';
    case 'unavailable':
      return nodeCode === undefined
        ? 'AWS could not serve the call. Wait, then try again; the AWS Health Dashboard shows whether the service has trouble.'
        : 'No connection to AWS. Check network, proxy and DNS of this machine, and the endpoint if one is configured.';
    case 'unknown':
      return 'AWS answered with an error that Orgledger does not know. Read AWS’s message.';
  }
};
