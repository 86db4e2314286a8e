export { describeProjectionContract } from './describe-projection-contract.js';
