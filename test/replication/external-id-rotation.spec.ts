import { defaultFeatures, printPolicies, renderPrincipals } from '@orgledger/aws';
import type { PlatformSettings } from '@orgledger/governance';
import { applyPolicies } from '../support/apply-policies.js';
import { startLab, LabWorker } from './support/replication-lab.js';
import type { Lab } from './support/replication-lab.js';
import { SnapshotBook, smallTenant } from './support/snapshot-book.js';

const next = 'bmV4dC1mb3ItdGVzdHMtb25seS1ub3QtYS1zZWNyZXQ';

describe('rotating the ExternalId', () => {
  let lab: Lab;
  let worker: LabWorker;
  const book = new SnapshotBook();

  beforeAll(async () => {
    lab = await startLab({}, 400);
    worker = new LabWorker(lab, book);
    await worker.start();
  });
  afterAll(async () => {
    await worker.stop();
    await lab.close();
  });

  const applyAsOperator = async (platform: PlatformSettings): Promise<void> => {
    const printed = renderPrincipals(printPolicies({ profile: 'minimal', platform, features: defaultFeatures }));
    await applyPolicies(printed, { endpoint: lab.sandbox.endpoint, region: platform.region, ...lab.sandbox.admin });
    await lab.clock.wait(30_000);
  };

  it('writes both values, proves the new one, removes the old one; then nothing is left to do', async () => {
    const tenant = smallTenant(lab.platform, 1, lab.identityCenter.permissionSets.Admin!);
    book.put(tenant);
    expect(await worker.replicate(tenant.tenantId)).toMatchObject({ status: 'completed' });

    const rotating = { ...lab.platform, externalId: next, previousExternalId: lab.platform.externalId };
    await applyAsOperator(rotating);
    book.amend(tenant.tenantId, { platform: rotating });
    const before = (await lab.control.summary()).refusedProbes;
    const run = await worker.replicate(tenant.tenantId);
    expect(run).toMatchObject({ status: 'completed', changes: 2 });
    // Refused from now on: without an ExternalId, with a wrong one, with the one that went.
    expect((await lab.control.summary()).refusedProbes - before).toBeGreaterThanOrEqual(3);
    expect(run.steps.find(({ step }) => step === 'accessRole')).toMatchObject({ state: 'changed', planned: 2, done: 2 });

    const rotated = { ...lab.platform, externalId: next };
    await applyAsOperator(rotated);
    book.amend(tenant.tenantId, { platform: rotated });
    expect(await worker.replicate(tenant.tenantId)).toMatchObject({ status: 'completed', changes: 0 });
  });
});
