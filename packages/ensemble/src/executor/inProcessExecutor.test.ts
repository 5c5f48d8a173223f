import { describeExecutor } from '../testing/describeExecutor.ts';
import { inProcessExecutor } from './inProcessExecutor.ts';

describeExecutor('in-process', inProcessExecutor);
