/** How long asynchronous work takes, [min, max] in ms of sandbox time. The sandbox's data: no test or benchmark chooses them. */
export const durations: Readonly<Record<string, readonly [number, number]>> = {
  'iam.visible': [5_000, 15_000],
  'organizations.createAccount': [30_000, 90_000],
  'organizations.closeAccount': [30_000, 90_000],
  'organizations.listAfterCreate': [1_000, 5_000],
  'organizations.tagsAfterCreate': [1_000, 5_000],
  'organizations.moveAccount': [1_000, 3_000],
  'ssoadmin.assignment': [4_000, 8_000],
  'ssoadmin.provision': [4_000, 8_000],
};
