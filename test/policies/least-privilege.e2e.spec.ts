import { defaultFeatures, printPolicies, renderPrincipals } from '@orgledger/aws';
import { startLab, LabWorker } from '../replication/support/replication-lab.js';
import type { Lab } from '../replication/support/replication-lab.js';
import { SnapshotBook } from '../replication/support/snapshot-book.js';
import { comparePrivileges } from './least-privilege.js';
import type { StoredIam } from './least-privilege.js';
import { LifeOfTenants } from './life-of-tenants.js';

let lab: Lab;
let worker: LabWorker;

beforeAll(async () => {
  lab = await startLab();
  worker = new LabWorker(lab, new SnapshotBook());
  await worker.start();
});
afterAll(async () => {
  await worker.stop();
  await lab.close();
});

it('every action of the minimal print is used in the life of tenants, and none beyond it is missed', async () => {
  await new LifeOfTenants(lab, worker).live();
  const principals = renderPrincipals(printPolicies({ profile: 'minimal', platform: lab.platform, features: defaultFeatures }));
  const report = comparePrivileges(principals, await lab.control.state<StoredIam>('iam'), await lab.control.calls());
  expect(report.denied).toEqual([]);
  expect(report.unused).toEqual([]);
}, 120_000);
