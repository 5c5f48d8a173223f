import { describeStore } from '../testing/describeStore.ts';
import { memoryStore } from './memoryStore.ts';

describeStore('memory', async () => memoryStore());
