import { AwsError } from '../service.js';

/**
 * Refusals that any service can give. awsQuery and awsJson services name them differently.
 * @source "Common errors" of the STS, IAM and Organizations API references; the JSON names are what those services answer [?]
 */
export class CommonErrors {
  constructor(private readonly json: boolean) {}

  missingToken = (): AwsError =>
    new AwsError(
      this.json ? 'MissingAuthenticationTokenException' : 'MissingAuthenticationToken',
      'Missing Authentication Token',
      this.json ? 400 : 403,
    );

  incompleteSignature = (): AwsError =>
    new AwsError(
      this.json ? 'IncompleteSignatureException' : 'IncompleteSignature',
      'Authorization header is not a complete AWS4-HMAC-SHA256 signature.',
      400,
    );

  unknownKey = (): AwsError =>
    new AwsError(
      this.json ? 'UnrecognizedClientException' : 'InvalidClientTokenId',
      'The security token included in the request is invalid.',
      this.json ? 400 : 403,
    );

  badSignature = (
    message = 'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
  ): AwsError => new AwsError(this.json ? 'InvalidSignatureException' : 'SignatureDoesNotMatch', message, this.json ? 400 : 403);

  expiredToken = (): AwsError =>
    new AwsError(
      this.json ? 'ExpiredTokenException' : 'ExpiredToken',
      'The security token included in the request is expired',
      this.json ? 400 : 403,
    );

  accessDenied = (message: string): AwsError => new AwsError(this.json ? 'AccessDeniedException' : 'AccessDenied', message, this.json ? 400 : 403);

  unknownOperation = (name: string): AwsError =>
    new AwsError('UnknownOperationException', `The sandbox does not build ${name}. GET /_sandbox/coverage lists what it does.`, 400);

  internal = (): AwsError => new AwsError('InternalFailure', 'The request processing has failed because of an unknown error.', 500);
}
