import { execFileSync } from 'node:child_process';
import type { RenderedPrincipal } from '@orgledger/aws';
import type { Admin } from '../../test/support/admin-clients.js';
import { applyPolicies } from '../../test/support/apply-policies.js';
import type { PlatformProcess } from './platform-process.js';

interface Verified {
  readonly platform: {
    readonly status: string;
    readonly connection: string;
    readonly verification: {
      readonly checks: readonly { readonly name: string; readonly result: string; readonly message: string; readonly remedy: string | null }[];
    } | null;
  };
}

/** What `orgledger aws policies` prints for a registered platform, in JSON. */
export const printedPolicies = (
  platform: Pick<PlatformProcess, 'endpoint' | 'apiKey'>,
  identifier: string,
  options: readonly string[] = [],
): readonly RenderedPrincipal[] =>
  JSON.parse(
    execFileSync(process.execPath, ['dist/apps/cli/src/main.js', 'aws', 'policies', '--platform', identifier, '--format', 'json', ...options], {
      encoding: 'utf8',
      env: { ...process.env, ORGLEDGER_ENDPOINT: platform.endpoint, ORGLEDGER_API_KEY: platform.apiKey },
    }),
  ) as readonly RenderedPrincipal[];

/** Applies the printed policies as the organisation's administrator, has the connection verified, and publishes the platform. */
export const connectPlatform = async (
  platform: PlatformProcess,
  identifier: string,
  admin: Admin,
  commandId: (what: string) => string,
  policyOptions: readonly string[] = [],
): Promise<void> => {
  const read = () =>
    platform.client.query<Verified>(
      `query ($id: ID!) { platform(platformIdentifier: $id) { status connection verification { checks { name result message remedy } } } }`,
      { id: identifier },
    );
  if ((await read()).platform.status === 'PUBLISHED') return;
  await applyPolicies(printedPolicies(platform, identifier, policyOptions), admin);
  const change = (field: string) =>
    platform.client.mutate(
      field,
      'PlatformKeyInput',
      { commandId: commandId(field), platformIdentifier: identifier },
      '... on PlatformSuccess { commandId }',
    );
  await change('verifyPlatform');
  for (;;) {
    const { connection, verification } = (await read()).platform;
    if (connection === 'VERIFIED') break;
    if (connection === 'FAILED') {
      const failed = (verification?.checks ?? []).filter(({ result }) => result === 'FAILED');
      throw new Error(
        `platform ${identifier} could not be verified:\n${failed.map(({ name, message, remedy }) => `  ${name}: ${message} ${remedy ?? ''}`).join('\n')}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await change('publishPlatform');
};
