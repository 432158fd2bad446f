export { expandingWindow, markLast, timeHoldOut } from './by-time.ts';
export { chooseProtocol, type ProtocolInput } from './choose-protocol.ts';
export { DETECTABLE_Z, detectableGain } from './detectable-gain.ts';
export { groupsOf } from './groups.ts';
export { duplicates, type Duplicates } from './duplicates.ts';
export { countSplits, protocol, someSplits, splitsOf, VALIDATION_SHARE, type Protocol } from './protocol.ts';
export { checkTime, DEFAULT_FOLDS, orderOf, structureOf, type RowStructure } from './row-structure.ts';
export { assignParts, holdOut, iteratedKFold, kFold, sampleRows } from './splitters.ts';
export { seal, SEALED_SHARE, type Seal } from './vault.ts';
