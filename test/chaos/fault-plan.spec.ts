import { changingOperations, faultKinds, planFaults } from './fault-plan.js';

it('makes every fault kind meet every changing operation within 25 seeds', () => {
  const met = new Set(
    Array.from({ length: 25 }, (_, seed) => planFaults(seed)).flatMap((faults) => faults.map(({ kind, operation }) => `${kind} ${operation}`)),
  );
  expect(met.size).toBe(faultKinds.length * changingOperations.length);
});

it('plans the same faults for the same seed', () => {
  expect(planFaults(137)).toEqual(planFaults(137));
});

it('meets an operation with one fault per seed', () => {
  for (let seed = 0; seed < 300; seed += 1) {
    const operations = planFaults(seed).map(({ operation }) => operation);
    expect(new Set(operations).size).toBe(operations.length);
  }
});
