import * as costExplorer from '@aws-sdk/client-cost-explorer';
import * as identitystore from '@aws-sdk/client-identitystore';
import * as organizations from '@aws-sdk/client-organizations';
import * as ssoAdmin from '@aws-sdk/client-sso-admin';
import type { DocumentedClient } from './documented-shapes.js';
import { everyOperation } from './every-operation.js';
import type { IdentitySandbox } from './identity-sandbox.js';
import { Recording } from './recording.js';

interface SendingClient {
  readonly config: { readonly requestHandler: unknown };
  send(command: unknown): Promise<unknown>;
  destroy(): void;
}
export type Sdk = Readonly<Record<string, new (options: unknown) => unknown>>;

export const sdks: Readonly<Record<DocumentedClient, readonly [Sdk, string]>> = {
  organizations: [organizations as unknown as Sdk, 'OrganizationsClient'],
  'sso-admin': [ssoAdmin as unknown as Sdk, 'SSOAdminClient'],
  identitystore: [identitystore as unknown as Sdk, 'IdentitystoreClient'],
  'cost-explorer': [costExplorer as unknown as Sdk, 'CostExplorerClient'],
};

export const documentedClients: readonly DocumentedClient[] = ['organizations', 'sso-admin', 'identitystore', 'cost-explorer'];

export interface RecordedAnswer {
  readonly client: DocumentedClient;
  readonly operation: string;
  /** As it came over the wire. */
  readonly answer: unknown;
}

const recorded = (aws: IdentitySandbox, name: DocumentedClient): { readonly client: SendingClient; readonly recording: Recording } => {
  const [sdk, className] = sdks[name];
  const settings = { endpoint: aws.sandbox.endpoint, credentials: aws.sandbox.admin, region: 'eu-central-1', maxAttempts: 1 };
  const plain = new sdk[className]!(settings) as SendingClient;
  const recording = new Recording(plain.config.requestHandler as never);
  return { client: new sdk[className]!({ ...settings, requestHandler: recording.requestHandler }) as SendingClient, recording };
};

const textAt = (answer: unknown, path: string): string => {
  const value = path.split('.').reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], answer);
  if (typeof value !== 'string') throw new Error(`the answer has no text at ${path}: ${JSON.stringify(answer)}`);
  return value;
};

/** Calls every operation of the services through the SDK; the accounts have four months of costs. */
export const callEveryOperation = async (aws: IdentitySandbox): Promise<readonly RecordedAnswer[]> => {
  await aws.control('POST', '/costs', { months: 4, profile: 'large' });
  const known = new Map<string, string>();
  const clients = new Map(documentedClients.map((name) => [name, recorded(aws, name)]));
  const answers: RecordedAnswer[] = [];
  for (const { client: name, operation, input, keep, then } of everyOperation) {
    const { client, recording } = clients.get(name)!;
    await client.send(new sdks[name][0][`${operation}Command`]!(input((key) => known.get(key) ?? `${key} is not known yet`)));
    answers.push({ client: name, operation, answer: recording.answer });
    for (const [key, path] of Object.entries(keep ?? {})) known.set(key, textAt(recording.answer, path));
    if (then !== undefined) await aws.advance(then);
  }
  for (const { client } of clients.values()) client.destroy();
  return answers;
};
