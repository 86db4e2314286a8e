import { costExplorerService } from '../../apps/sandbox/src/services/costexplorer/service.js';
import { identityStoreService } from '../../apps/sandbox/src/services/identitystore/service.js';
import { organizationsService } from '../../apps/sandbox/src/services/organizations/service.js';
import { ssoAdminService } from '../../apps/sandbox/src/services/ssoadmin/service.js';
import { textWith } from './support/anything.js';
import { deviations, documentedShape, members, workedExamples } from './support/documented-shapes.js';
import type { IdentitySandbox } from './support/identity-sandbox.js';
import { startIdentitySandbox } from './support/identity-sandbox.js';
import type { RecordedAnswer } from './support/scenario.js';
import { callEveryOperation, documentedClients, sdks } from './support/scenario.js';

const services = {
  organizations: organizationsService,
  'sso-admin': ssoAdminService,
  identitystore: identityStoreService,
  'cost-explorer': costExplorerService,
};

describe('answers of Organizations, Identity Center and Cost Explorer against the documentation in the SDK', () => {
  let aws: IdentitySandbox;
  let answers: readonly RecordedAnswer[];
  beforeAll(async () => {
    aws = await startIdentitySandbox();
    answers = await callEveryOperation(aws);
  });
  afterAll(() => aws.close());

  it.each(documentedClients)('%s: every operation is called, and those not built are named', (client) => {
    const built = services[client].operations.map(({ name }) => name).sort();
    const called = new Set(answers.filter((answer) => answer.client === client).map(({ operation }) => operation));
    expect([...called].sort()).toEqual(built);
    const commands = Object.keys(sdks[client][0]).flatMap((name) => /^([A-Z]\w+)Command$/.exec(name)?.[1] ?? []);
    expect([...built, ...services[client].notBuilt].sort()).toEqual(commands.sort());
  });

  it('answers only members that are documented, each with its documented type', () => {
    const found = answers.flatMap(({ client, operation, answer }) => deviations(documentedShape(client, operation), answer, operation));
    expect(found).toEqual([]);
    const planted = { Account: { Id: 1, State: 'GONE', JoinedTimestamp: '2026', Mail: 'x' } };
    expect(deviations(documentedShape('organizations', 'DescribeAccount'), planted)).toEqual([
      '.Account.Id: 1 is no text',
      textWith('.Account.State: "GONE" is none of PENDING_ACTIVATION'),
      '.Account.JoinedTimestamp: "2026" is no number',
      '.Account.Mail: not documented',
    ]);
  });

  it('answers every member of the worked examples, ids and ARNs in their form', () => {
    const answered = new Set(answers.flatMap(({ operation, answer }) => [...members(answer)].map((member) => operation + member)));
    const documented = answers.flatMap(({ client, operation }) =>
      workedExamples(client, operation).flatMap((example) => [...members(example)].map((member) => operation + member)),
    );
    expect(documented.filter((member) => !answered.has(member))).toEqual([]);
    expect(new Set(documented).size).toBeGreaterThan(70);
  });

  it('is drawn by the seed alone: another sandbox that gets the same calls ends in the same state', async () => {
    const twin = await startIdentitySandbox();
    await callEveryOperation(twin);
    for (const service of ['organizations', 'ssoadmin', 'identitystore', 'iam', 'costexplorer'])
      expect(await twin.control('GET', `/state?service=${service}`)).toEqual(await aws.control('GET', `/state?service=${service}`));
    await twin.close();
  });
});
