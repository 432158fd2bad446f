export { chooseProtocol, protocol, splitsOf, type Protocol } from './choose-protocol.ts';
export { deal, holdOut, kFold, mark } from './splitters.ts';
export { seal, SEALED_SHARE, type Seal } from './vault.ts';
