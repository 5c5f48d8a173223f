// Everyone who is compared with Convoy. Another one is a script in `bench/peers` and a line here.

import type { Competitor } from '../competitor.ts';
import { nodePeers } from './node.ts';
import { pytorch } from './pytorch.ts';

export const peers: readonly Competitor[] = [pytorch, ...nodePeers];
